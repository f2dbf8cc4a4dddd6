/**
 * Every state of an attempt to send one message, and the only table of what may follow what. Nothing
 * ever steps back; the ledger holds each step against this table before it writes it down.
 *
 * - `approved`: a person said yes; nothing has left this computer.
 * - `lapsed`: that yes was not used: the run ended, or it grew too old. Nothing left.
 * - `sending`: the request is going out, or was cut off on its way.
 * - `accepted`: Twilio has it; the delivery states go on from here.
 * - `refused`: Twilio's error code says that nothing was sent.
 * - `unreachable`: no connection came about, so nothing was sent.
 * - `unknown`: it may have gone; settled by asking Twilio, never by trying again.
 * - `resent`: nobody ever found it at Twilio, and a person said yes to sending it once more.
 */
const MAY_BECOME = {
  approved: ['sending', 'lapsed'],
  lapsed: [],
  sending: ['accepted', 'refused', 'unreachable', 'unknown'],
  accepted: [],
  refused: [],
  unreachable: [],
  unknown: ['accepted', 'resent'],
  resent: [],
} as const satisfies { readonly [state: string]: readonly string[] };

export type AttemptState = keyof typeof MAY_BECOME;

export const ATTEMPT_STATES = Object.keys(MAY_BECOME) as readonly AttemptState[];

export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return (MAY_BECOME[from] as readonly AttemptState[]).includes(to);
}

/** Whether an attempt proves that nothing went out, so that the message may be offered again. */
export function provesNothingWent(state: AttemptState): boolean {
  return state === 'refused' || state === 'unreachable' || state === 'lapsed';
}

/** Whether another attempt for the same message may stand beside one in this state. */
export function allowsNewAttempt(state: AttemptState): boolean {
  return provesNothingWent(state) || state === 'resent';
}

/**
 * What Twilio tells of a message it has accepted, by rank: callbacks come late, twice and in any
 * order, so a state counts only if it ranks above the one that is known, and every order ends in the
 * same state. A failure outranks all: a parent rung for nothing is better than one never rung.
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

/** A state as Twilio writes it; null for one that we do not know, which must move nothing. */
export function asDeliveryState(text: string): DeliveryState | null {
  return Object.hasOwn(DELIVERY_RANK, text) ? (text as DeliveryState) : null;
}

/** Whether what is heard of a message is news, given the state it is known to be in. */
export function isFurther(known: DeliveryState | null, heard: DeliveryState): boolean {
  return known === null || DELIVERY_RANK[heard] > DELIVERY_RANK[known];
}

/** Whether nothing more is to be heard. `delivered` may still become `read`, and often never does. */
export function isFinal(state: DeliveryState): boolean {
  return DELIVERY_RANK[state] >= DELIVERY_RANK.read;
}
