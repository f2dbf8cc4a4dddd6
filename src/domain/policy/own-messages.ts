import type { MessageSid } from '../delivery/ids.ts';
import { isFinal, type DeliveryState } from '../delivery/state.ts';

/** A message that this run sent or may have sent. */
export type OwnMessage = {
  /** Null for an unknown outcome: Twilio cannot be asked for it. */
  readonly sid: MessageSid | null;
  readonly sentAt: Date;
  /** Twilio's latest delivery state; null before the first one. */
  readonly state: DeliveryState | null;
};

/**
 * A run sends this many messages and then waits until one of them has left Twilio: a fault that affects
 * every message is often reported only after Twilio has accepted them.
 */
export const FIRST_MESSAGES = 3;

/** The longest wait for the first messages: WhatsApp may be slow without a fault. */
const LONGEST_HOLD_MS = 20_000;

/**
 * How long the next message has to wait for the first ones, in milliseconds; 0 if it may be sent now.
 *
 * @param own the messages of the run, in the order in which they were sent
 * @param waitedMs how long the next message has waited already, used if the clock was set back
 */
export function firstMessagesWaitMs(
  own: readonly OwnMessage[],
  now: Date,
  waitedMs: number,
): number {
  const last = own[FIRST_MESSAGES - 1];
  if (last === undefined || own.some(({ state }) => hasLeftTwilio(state))) return 0;
  const passedMs = Math.max(now.getTime() - last.sentAt.getTime(), waitedMs);
  return Math.max(LONGEST_HOLD_MS - passedMs, 0);
}

export function hasLeftTwilio(state: DeliveryState | null): boolean {
  return state === 'sent' || hasArrived(state);
}

export function hasArrived(state: DeliveryState | null): boolean {
  return state === 'delivered' || state === 'read';
}

/** The shortest time between two requests for the states of a run's messages. */
const LOOK_INTERVAL_MS = 10_000;

/** Twilio reports nothing new about a message before it is this old. */
const FIRST_LOOK_AFTER_MS = 3000;

/**
 * How long to wait before Twilio is asked for the states of a run's messages, in milliseconds. Null if
 * no state is expected.
 *
 * @param lastLook when Twilio was last asked; null if it was not
 */
export function nextLookMs(
  own: readonly OwnMessage[],
  lastLook: Date | null,
  now: Date,
): number | null {
  const oldest = own.find(isFollowed);
  if (oldest === undefined) return null;
  const untilOld = oldest.sentAt.getTime() + FIRST_LOOK_AFTER_MS - now.getTime();
  const untilFree = lastLook === null ? 0 : lastLook.getTime() + LOOK_INTERVAL_MS - now.getTime();
  // Never longer than the interval, even if the clock was set back.
  return Math.min(Math.max(untilOld, untilFree, 0), LOOK_INTERVAL_MS);
}

/** Whether a run still asks for the state of a message. */
export function isFollowed({ sid, state }: OwnMessage): boolean {
  return sid !== null && mayStillFail(state);
}

/** Whether Twilio may still report that the message failed. Reading it is not waited for. */
export function mayStillFail(state: DeliveryState | null): boolean {
  return state === null || !(hasArrived(state) || isFinal(state));
}
