import type { LedgerMessage } from '../ledger-message.ts';
import { isFinal } from '../state.ts';
import type { DeliveryStatus } from './delivery-status.ts';

const HOUR_MS = 3_600_000;

/** How to ask Twilio about messages with the fewest requests. */
export type LookUpPlan<One> = {
  /** To be requested one by one. */
  readonly oneByOne: readonly One[];
  /** To be found in the sender's message list, which is read from the newest message back to `since`. */
  readonly inList: readonly One[];
  /** Null if the list is not needed. */
  readonly since: Date | null;
};

/**
 * Divides messages between single requests and the message list. The list has all messages since a time,
 * whether wanted or not, so a few wanted among many, and old ones that would make the list long, are
 * requested one by one.
 *
 * @param sent when each message of the sender was sent, according to the ledger
 */
export function planLookUps<One extends { readonly at: Date }>(
  wanted: readonly One[],
  sent: readonly Date[],
  pageSize: number,
): LookUpPlan<One> {
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

const INTERVALS = [
  { rounds: 24, pauseMs: 5000 },
  { rounds: 32, pauseMs: 15_000 },
] as const;
const LAST_PAUSE_MS = 60_000;

/**
 * The interval between two requests of `status --watch`, in milliseconds. Most changes happen within two
 * minutes.
 *
 * @param round from 0
 */
export function watchIntervalMs(round: number): number {
  let before = 0;
  for (const { rounds, pauseMs } of INTERVALS) {
    before += rounds;
    if (round < before) return pauseMs;
  }
  return LAST_PAUSE_MS;
}

/** WhatsApp delivers a message for up to 30 days. Nothing is expected after that. */
const FOLLOWED_FOR_MS = 30 * 24 * HOUR_MS;

/** Delivered messages that were accepted after this time may still be read. */
export function followedSince(now: Date): Date {
  return new Date(now.getTime() - FOLLOWED_FOR_MS);
}

/**
 * Whether Twilio should be asked about a message. Delivered messages are included for a month, since
 * they may be read. Erased ones are not.
 */
export function needsLookUp(message: LedgerMessage, now: Date): boolean {
  const { state, messageSid, delivery, at, isErased } = message;
  if (state !== 'accepted' || messageSid === null || isErased) return false;
  if (delivery === null) return true;
  if (isFinal(delivery)) return false;
  return delivery !== 'delivered' || at > followedSince(now);
}

/** How long `--watch` waits for a delivered message to be read. Many parents have read receipts off. */
const READ_WITHIN_MS = 60_000;

/** Whether `--watch` waits for this message. */
export function isWatched({ message, urgency, state, since }: DeliveryStatus, now: Date): boolean {
  if (message.isErased) return false;
  if (urgency === 'waiting') return true;
  return state === 'delivered' && now.getTime() - since.getTime() < READ_WITHIN_MS;
}
