import * as z from 'zod';
import type { DeliveryNews } from '../../domain/delivery/transitions.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import { DELIVERY_STATES } from '../../domain/delivery/state.ts';
import { each } from './change-item.ts';
import { messageSid, time } from './documents.ts';
import {
  afterDays,
  EARLY_KEPT_DAYS,
  earlyKey,
  earlyPartition,
  toldKey,
  type Base,
} from './layout.ts';
import type { Write } from './store.ts';

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

const TOLD = z.strictObject({
  sid: messageSid,
  state: z.enum(DELIVERY_STATES),
  errorCode: z.int().nullable(),
  at: time,
  /** The attempt that the callback named. */
  ref: z.string().nullable(),
});

const LEAD = z.strictObject({ sid: messageSid, at: time });

const KEPT_MS = EARLY_KEPT_DAYS * 86_400_000;

export function earlyCallbacks({ store, mode, read, isShared }: Base): EarlyCallbacks {
  const due = `${mode}#early`;
  const told = async (sid: MessageSid) => {
    const found: z.infer<typeof TOLD>[] = [];
    for await (const { doc } of each(store.query('main', earlyPartition(mode, sid)))) {
      found.push(read(TOLD, doc));
    }
    return found;
  };
  const gone = ({ sid, state, ref }: z.infer<typeof TOLD>): readonly Write[] => [
    { ...earlyKey(mode, sid, state), gone: true },
    ...(ref === null ? [] : [{ pk: `${mode}#told#${ref}`, sk: 'sid', gone: true as const }]),
  ];
  return {
    keep: async (news, ref) => {
      await dropOlder(oldestKept(news.at));
      const expiresAt = afterDays(news.at, EARLY_KEPT_DAYS);
      // Told before is no news: the first word counts.
      await store.commit([
        {
          ...earlyKey(mode, news.sid, news.state),
          doc: { ...news, ref },
          places: { due: [due, news.at] },
          expiresAt,
          expected: null,
        },
      ]);
      if (ref === null) return;
      const doc = { sid: news.sid, at: news.at };
      await store.commit([{ ...toldKey(mode, ref), doc, expiresAt, expected: null }]);
    },
    of: async (sid, now) =>
      (await told(sid))
        .filter(({ at }) => at >= oldestKept(now))
        .map(({ sid: of, state, errorCode, at }) => ({ sid: of, state, errorCode, at })),
    sidOf: async (attempt, now) => {
      const found = await store.get(toldKey(mode, attempt));
      const lead = found === null ? null : read(LEAD, found.doc);
      return lead === null || lead.at < oldestKept(now) ? null : lead.sid;
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
    for await (const page of store.query('due', due, { below })) {
      await store.commit(page.flatMap(({ doc }) => gone(read(TOLD, doc))));
    }
  }
}

function oldestKept(now: string): string {
  return new Date(Date.parse(now) - KEPT_MS).toISOString();
}
