import * as z from 'zod';
import { asMessageSid, type AttemptId, type MessageSid } from '../../domain/outcome.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../domain/state.ts';
import {
  EARLY_KEPT_DAYS,
  earlyExpiryOf,
  earlyItem,
  toldItem,
  type Realm,
} from './dynamo-layout.ts';
import type { DynamoTable } from './dynamo-table.ts';
import type { Callback } from './early-callbacks.ts';

type EarlyCallbacks = {
  /** @param ref the attempt that the callback named; null where it named none */
  readonly keep: (callback: Callback, ref: AttemptId | null) => Promise<void>;
  /** What was told of a SID in the week before, in no order: their rank decides. */
  readonly of: (sid: MessageSid, now: Date) => Promise<readonly Callback[]>;
  /** The SID of the message that an attempt became, as far as a callback has told it. */
  readonly sidOf: (attempt: AttemptId, now: Date) => Promise<MessageSid | null>;
};

const TOLD = z.object({
  sk: z.enum(DELIVERY_STATES),
  errorCode: z.number().nullable(),
  at: z.string(),
});
const POST = z.object({ sk: z.string(), at: z.string() });

const KEPT_MS = EARLY_KEPT_DAYS * 86_400_000;
/** Of the partition alone the key counts here. */
const ANY_STATE = DELIVERY_STATES[0] as DeliveryState;

/** Nothing is taken out once it counts: to count twice changes nothing, and the expiry deletes it. */
export function dynamoEarlyCallbacks(table: DynamoTable, mode: Realm): EarlyCallbacks {
  return {
    keep: async ({ sid, state, errorCode, at }, ref) => {
      const told = { at: at.toISOString(), expiresAt: earlyExpiryOf(at) };
      const isNew = { expression: 'attribute_not_exists(pk)' };
      await table.put({ ...earlyItem(mode, sid, state), errorCode, ...told }, isNew);
      if (ref !== null) await table.put({ ...toldItem(mode, ref, sid), ...told }, isNew);
    },
    of: async (sid, now) => {
      const items = await table.partition(earlyItem(mode, sid, ANY_STATE).pk);
      return items
        .map((item) => TOLD.parse(item))
        .map(({ sk: state, errorCode, at }) => ({ sid, state, errorCode, at: new Date(at) }))
        .filter(({ at }) => at.getTime() >= now.getTime() - KEPT_MS);
    },
    sidOf: async (attempt, now) => {
      const items = await table.partition(toldItem(mode, attempt, '' as MessageSid).pk);
      const [first] = items
        .map((item) => POST.parse(item))
        .filter(({ at }) => new Date(at).getTime() >= now.getTime() - KEPT_MS)
        .toSorted((a, b) => a.at.localeCompare(b.at));
      return asMessageSid(first?.sk);
    },
  };
}
