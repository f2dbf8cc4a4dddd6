/**
 * The states of an attempt to send one message, and the transitions between them. The ledger checks each
 * step against this table before it stores it.
 *
 * - `approved`: a person said yes; nothing has left this computer.
 * - `lapsed`: the approval was not used, because the run ended or the approval expired. Nothing was
 *   sent.
 * - `sending`: the request is being sent, or was interrupted.
 * - `accepted`: Twilio accepted the message; the delivery states follow.
 * - `refused`: Twilio's error code proves that nothing was sent.
 * - `unreachable`: there was no connection, so nothing was sent.
 * - `unknown`: the message may have been sent. Settled by asking Twilio, never by a retry.
 * - `resent`: Twilio has no such message, and a person approved another attempt.
 * - `not_delivered`: Twilio accepted the message, it did not arrive for certain, and a person approved
 *   another attempt.
 */
const MAY_BECOME = {
  approved: ['sending', 'lapsed'],
  lapsed: [],
  sending: ['accepted', 'refused', 'unreachable', 'unknown'],
  accepted: ['not_delivered'],
  refused: [],
  unreachable: [],
  unknown: ['accepted', 'resent'],
  resent: [],
  not_delivered: [],
} as const satisfies { readonly [state: string]: readonly string[] };

export type AttemptState = keyof typeof MAY_BECOME;

export const ATTEMPT_STATES = Object.keys(MAY_BECOME) as readonly AttemptState[];

export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return (MAY_BECOME[from] as readonly AttemptState[]).includes(to);
}

/** Whether the state proves that nothing was sent, so that the message may be offered again. */
export function provesNothingSent(state: AttemptState): boolean {
  return state === 'refused' || state === 'unreachable' || state === 'lapsed';
}

/** Whether another attempt for the same message is allowed. */
export function allowsNewAttempt(state: AttemptState): boolean {
  return provesNothingSent(state) || state === 'resent' || state === 'not_delivered';
}

/**
 * Twilio's delivery states by rank. Callbacks can be late, repeated and out of order, so a state is
 * accepted only if its rank is above the current one; the final state then does not depend on the order.
 * Failures have the highest ranks: ringing a parent for nothing is better than missing one.
 */
const DELIVERY_RANK = {
  accepted: 0,
  scheduled: 0.5,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  canceled: 6,
  failed: 7,
  undelivered: 8,
} as const satisfies { readonly [state: string]: number };

export type DeliveryState = keyof typeof DELIVERY_RANK;

export const DELIVERY_STATES = Object.keys(DELIVERY_RANK) as readonly DeliveryState[];

/** Whether Twilio reports that the message failed. Its code says whether it may have arrived. */
export function hasFailed(state: DeliveryState | null): state is 'failed' | 'undelivered' {
  return state === 'failed' || state === 'undelivered';
}

/** Parses a state from Twilio; null for an unknown one, which must be ignored. */
export function asDeliveryState(text: string): DeliveryState | null {
  return Object.hasOwn(DELIVERY_RANK, text) ? (text as DeliveryState) : null;
}

/** Whether a reported state ranks above the current one. */
export function isFurther(current: DeliveryState | null, reported: DeliveryState): boolean {
  return current === null || DELIVERY_RANK[reported] > DELIVERY_RANK[current];
}

/**
 * Whether no further state is expected. `delivered` is not final, since `read` can follow, though it
 * often does not.
 */
export function isFinal(state: DeliveryState): boolean {
  return DELIVERY_RANK[state] >= DELIVERY_RANK.read;
}
