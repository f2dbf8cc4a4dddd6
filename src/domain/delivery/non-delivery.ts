import type { Proof } from './codes/refusal-kind.ts';
import { refusalOf } from './codes/refusal.ts';
import { allowsNewAttempt, type AttemptState, type DeliveryState } from './state.ts';

/** The facts of an attempt that show whether its message arrived. */
export type DeliveryFacts = {
  readonly state: AttemptState;
  /** Twilio's latest delivery state; absent or null before the first one. */
  readonly delivery?: DeliveryState | null | undefined;
  /** Twilio's error code, if the message was not delivered. */
  readonly deliveryCode?: number | null | undefined;
};

/** A message that Twilio accepted and that did not arrive for certain. */
export type NonDelivery = {
  /** Null for a message that was canceled before it was sent. */
  readonly code: number | null;
  readonly proves: Exclude<Proof, 'nothing'>;
};

/**
 * Why it is certain that an accepted message did not arrive; null if it arrived, may still arrive, or
 * failed with a code that does not prove it.
 */
export function nonDeliveryOf({
  state,
  delivery,
  deliveryCode,
}: DeliveryFacts): NonDelivery | null {
  if (state !== 'accepted' && state !== 'not_delivered') return null;
  switch (delivery) {
    case 'canceled':
      return { code: null, proves: 'not_delivered' };
    case 'failed':
    case 'undelivered': {
      const code = deliveryCode ?? null;
      const proves = code === null ? 'nothing' : (refusalOf(code)?.proves ?? 'nothing');
      return proves === 'nothing' ? null : { code, proves };
    }
    default:
      return null;
  }
}

/** Whether Twilio accepted the message, it did not arrive for certain, and it may be offered again. */
export function isOfferedAgain(attempt: DeliveryFacts): boolean {
  return nonDeliveryOf(attempt)?.proves === 'not_delivered';
}

/**
 * Whether the attempt is in the way of another message to the same invitee: it arrived, or may have
 * arrived.
 */
export function mayHaveArrived(attempt: DeliveryFacts): boolean {
  return !allowsNewAttempt(attempt.state) && nonDeliveryOf(attempt) === null;
}
