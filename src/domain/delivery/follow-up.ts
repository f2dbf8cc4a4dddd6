import type { DeliveryStatus } from './delivery-status.ts';
import type { LedgerMessage } from './ledger-message.ts';
import { isFinal } from './state.ts';

const HOUR_MS = 3_600_000;

/** How to ask Twilio about messages with the fewest requests. */
export type AskingPlan<One> = {
  /** Asked for one by one. */
  readonly oneByOne: readonly One[];
  /** Found in the sender's list, which is read from its newest message back to `since`. */
  readonly inList: readonly One[];
  /** Null where the list is not to be read. */
  readonly since: Date | null;
};

/**
 * The list has everything that was sent since, wanted or not: few wanted among many are asked for one
 * by one, and so is what is old and would make the list long for its own sake.
 *
 * @param sent when each message of the sender went, as far as the ledger knows
 */
export function planAsking<One extends { readonly at: Date }>(
  wanted: readonly One[],
  sent: readonly Date[],
  pageSize: number,
): AskingPlan<One> {
  const oldestFirst = wanted.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let best: { readonly requests: number; readonly alone: number } = {
    requests: oldestFirst.length,
    alone: oldestFirst.length,
  };
  const newestFirst = sent.map((at) => at.getTime()).toSorted((a, b) => b - a);
  let listed = 0;
  for (let alone = oldestFirst.length - 1; alone >= 0; alone -= 1) {
    const from = oldestFirst[alone]?.at.getTime() ?? 0;
    while (listed < newestFirst.length && (newestFirst[listed] ?? 0) >= from) listed += 1;
    const requests = alone + Math.max(1, Math.ceil(listed / pageSize));
    if (requests < best.requests) best = { requests, alone };
  }
  return {
    oneByOne: oldestFirst.slice(0, best.alone),
    inList: oldestFirst.slice(best.alone),
    since: oldestFirst[best.alone]?.at ?? null,
  };
}

const PACES = [
  { rounds: 24, pauseMs: 5000 },
  { rounds: 32, pauseMs: 15_000 },
] as const;
const LAST_PAUSE_MS = 60_000;

/**
 * How long a watch waits before it asks again, in milliseconds: most of what happens to a message
 * happens within two minutes.
 *
 * @param round from 0
 */
export function watchIntervalMs(round: number): number {
  let before = 0;
  for (const { rounds, pauseMs } of PACES) {
    before += rounds;
    if (round < before) return pauseMs;
  }
  return LAST_PAUSE_MS;
}

/** Meta keeps what no phone takes for 30 days; who has not read it by then is no news any more. */
const FOLLOWED_FOR_MS = 30 * 24 * HOUR_MS;

/** What was accepted since then and is delivered may still be read. */
export function followedSince(now: Date): Date {
  return new Date(now.getTime() - FOLLOWED_FOR_MS);
}

/**
 * Whether Twilio is to be asked about a message. What has arrived is followed for a month: it may be
 * read. Whoever is erased is nobody's concern any more.
 */
export function isToBeAskedFor(message: LedgerMessage, now: Date): boolean {
  const { state, messageSid, delivery, at, isErased } = message;
  if (state !== 'accepted' || messageSid === null || isErased) return false;
  if (delivery === null) return true;
  if (isFinal(delivery)) return false;
  return delivery !== 'delivered' || at > followedSince(now);
}

/** How long a watch waits for a delivered message to be read; many parents have receipts turned off. */
const READ_WITHIN_MS = 60_000;

/** Whether a watch goes on for the sake of this message. */
export function isWatchedFor(
  { message, urgency, state, since }: DeliveryStatus,
  now: Date,
): boolean {
  if (message.isErased) return false;
  if (urgency === 'waiting') return true;
  return state === 'delivered' && now.getTime() - since.getTime() < READ_WITHIN_MS;
}
