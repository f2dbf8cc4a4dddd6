import * as z from 'zod';
import type { DeliveryNews } from '../../../domain/delivery/transitions.ts';
import type { AttemptId, MessageSid } from '../../../domain/delivery/ids.ts';
import { flatten, readItem } from '../port/change-item.ts';
import { EARLY, messageSid, time, type EarlyDoc } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import {
  EARLY_KEPT_DAYS,
  earlyItem,
  earlyList,
  earlyPartition,
  callbackSidItem,
  callbackSidKey,
} from '../layout.ts';
import type { Write } from '../port/store.ts';

/** What Twilio told of messages whose SID nobody here knows yet. */
type EarlyCallbacks = {
  /** @param ref the attempt that the callback named; null where it named none */
  readonly keep: (news: DeliveryNews, ref: AttemptId | null) => Promise<void>;
  /** What was told of a SID in the last week, in no order: the rank of the states decides. */
  readonly of: (sid: MessageSid, now: string) => Promise<readonly DeliveryNews[]>;
  /** The SID of the message that an attempt became, as far as a callback has told it. */
  readonly sidOf: (attempt: AttemptId, now: string) => Promise<MessageSid | null>;
  /** Forgets what was told of a SID, once a message has it. */
  readonly drop: (sid: MessageSid) => Promise<void>;
};

const LEAD = z.strictObject({ sid: messageSid, at: time });

const KEPT_MS = EARLY_KEPT_DAYS * 86_400_000;

export function earlyCallbacks(context: LedgerContext): EarlyCallbacks {
  const { store, mode, read, isShared } = context;
  const told = async (sid: MessageSid): Promise<readonly EarlyDoc[]> => {
    const all = await Array.fromAsync(flatten(store.query('main', earlyPartition(mode, sid))));
    return all.map(({ doc }) => read(EARLY, doc));
  };
  const gone = ({ sid, state, ref }: EarlyDoc): readonly Write[] => [
    { pk: earlyPartition(mode, sid), sk: state, gone: true },
    ...(ref === null ? [] : [{ ...callbackSidKey(mode, ref), gone: true as const }]),
  ];
  return {
    keep: async (news, ref) => {
      await dropOlder(oldestKept(news.at));
      // Told before is no news: the first word counts.
      await store.commit([{ ...earlyItem(mode, { ...news, ref }), expected: null }]);
      if (ref !== null)
        await store.commit([{ ...callbackSidItem(mode, ref, news), expected: null }]);
    },
    of: async (sid, now) =>
      (await told(sid))
        .filter(({ at }) => at >= oldestKept(now))
        .map(({ sid: of, state, errorCode, at }) => ({ sid: of, state, errorCode, at })),
    sidOf: async (attempt, now) => {
      const lead = await readItem(context, LEAD, callbackSidKey(mode, attempt));
      return lead === null || lead.doc.at < oldestKept(now) ? null : lead.doc.sid;
    },
    // What others share expires by itself, so that a service needs no right to delete.
    drop: async (sid) => {
      if (isShared) return;
      const writes = (await told(sid)).flatMap(gone);
      if (writes.length > 0) await store.commit(writes);
    },
  };

  async function dropOlder(below: string): Promise<void> {
    if (isShared) return;
    for await (const page of store.query('due', earlyList(mode), { below })) {
      await store.commit(page.flatMap(({ doc }) => gone(read(EARLY, doc))));
    }
  }
}

function oldestKept(now: string): string {
  return new Date(Date.parse(now) - KEPT_MS).toISOString();
}
