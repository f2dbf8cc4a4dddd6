import * as z from 'zod';
import type { AttemptId, MessageSid } from '../../../domain/delivery/ids.ts';
import type { DeliveryNews } from '../../../domain/delivery/transitions.ts';
import { EARLY, messageSid, time, type EarlyDoc } from '../documents.ts';
import {
  EARLY_KEPT_DAYS,
  earlyItem,
  earlyList,
  earlyPartition,
  callbackSidItem,
  callbackSidKey,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten, readItem } from '../port/change-item.ts';
import type { Write } from '../port/store.ts';

/** Delivery states that Twilio reported for SIDs that no message has yet. */
type EarlyCallbacks = {
  /** @param ref the attempt's id in the URL of the callback; null if it had none */
  readonly keep: (news: DeliveryNews, ref: AttemptId | null) => Promise<void>;
  /**
   * The states reported for a SID in the last 7 days, in no order: the rank of a state decides, not
   * its time.
   */
  readonly of: (sid: MessageSid, now: string) => Promise<readonly DeliveryNews[]>;
  /** The SID that a callback gave for an attempt in the last 7 days. */
  readonly sidOf: (attempt: AttemptId, now: string) => Promise<MessageSid | null>;
  /** Deletes the states of a SID that a message now has. */
  readonly drop: (sid: MessageSid) => Promise<void>;
};

const CALLBACK_SID = z.strictObject({ sid: messageSid, at: time });

const KEPT_MS = EARLY_KEPT_DAYS * 86_400_000;

export function earlyCallbacks(context: LedgerContext): EarlyCallbacks {
  const { store, mode, read, isShared } = context;
  const docsOf = async (sid: MessageSid): Promise<readonly EarlyDoc[]> => {
    const all = await Array.fromAsync(flatten(store.query('main', earlyPartition(mode, sid))));
    return all.map(({ doc }) => read(EARLY, doc));
  };
  const deletionsOf = ({ sid, state, ref }: EarlyDoc): readonly Write[] => [
    { pk: earlyPartition(mode, sid), sk: state, gone: true },
    ...(ref === null ? [] : [{ ...callbackSidKey(mode, ref), gone: true as const }]),
  ];
  return {
    keep: async (news, ref) => {
      await dropOlder(oldestKept(news.at));
      // A repeated callback changes nothing: the first one is kept.
      const { errorText = null, ...rest } = news;
      const doc = { ...rest, ref, ...(errorText === null ? {} : { errorText }) };
      await store.commit([{ ...earlyItem(mode, doc), expected: null }]);
      if (ref !== null)
        await store.commit([{ ...callbackSidItem(mode, ref, news), expected: null }]);
    },
    of: async (sid, now) =>
      (await docsOf(sid))
        .filter(({ at }) => at >= oldestKept(now))
        .map(({ sid: of, state, errorCode, errorText = null, at }) => ({
          sid: of,
          state,
          errorCode,
          errorText,
          at,
        })),
    sidOf: async (attempt, now) => {
      const entry = await readItem(context, CALLBACK_SID, callbackSidKey(mode, attempt));
      return entry === null || entry.doc.at < oldestKept(now) ? null : entry.doc.sid;
    },
    // Items of a table expire, so the service on AWS needs no permission to delete.
    drop: async (sid) => {
      if (isShared) return;
      const writes = (await docsOf(sid)).flatMap(deletionsOf);
      if (writes.length > 0) await store.commit(writes);
    },
  };

  async function dropOlder(below: string): Promise<void> {
    if (isShared) return;
    for await (const page of store.query('due', earlyList(mode), { below })) {
      await store.commit(page.flatMap(({ doc }) => deletionsOf(read(EARLY, doc))));
    }
  }
}

function oldestKept(now: string): string {
  return new Date(Date.parse(now) - KEPT_MS).toISOString();
}
