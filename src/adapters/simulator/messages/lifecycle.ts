import { TWILIO_CODES, type DeliveryErrorCode } from '../faults/twilio-codes.ts';

/** How a message that was accepted goes on, decided when it is accepted. */
export type Course =
  /** `sent` for ever is what Twilio shows of a parent who blocked the sender (63033, deprecated). */
  | { readonly endsAs: 'read' | 'delivered' | 'sent' }
  /** `failed` never left Twilio; `undelivered` did, and the channel gave it back. */
  | { readonly endsAs: 'undelivered' | 'failed'; readonly errorCode: DeliveryErrorCode }
  /** Came in, from a parent: it is what it is from the beginning. */
  | { readonly endsAs: 'received' };

export type Status =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received';

/** How far a message has come. Times are milliseconds since it was created. */
export type Progress = {
  readonly status: Status;
  readonly errorCode: DeliveryErrorCode | null;
  readonly errorMessage: string | null;
  /** When it left Twilio; null before that, and for what never left. */
  readonly sentAfterMs: number | null;
  /** When it came into this status. */
  readonly changedAfterMs: number;
};

/** When each status begins. Far faster than in life, so that a rehearsal shows them all. */
const BEGINS_AFTER_MS = { queued: 0, sending: 1000, sent: 2000, delivered: 4000, read: 10_000 };

/** Both ways to fail come at the moment when others are sent. */
const FAILS_AFTER_MS = BEGINS_AFTER_MS.sent;

const WELL_BEHAVED = ['queued', 'sending', 'sent', 'delivered', 'read'] as const;

/**
 * The state of a message as a pure function of its age, so that asking late or twice changes nothing.
 *
 * @param elapsedMs age of the message; a clock that was set back counts as no time at all
 */
export function progressOf(elapsedMs: number, course: Course): Progress {
  if (course.endsAs === 'received') {
    return {
      status: 'received',
      errorCode: null,
      errorMessage: null,
      sentAfterMs: 0,
      changedAfterMs: 0,
    };
  }
  if ('errorCode' in course && elapsedMs >= FAILS_AFTER_MS) {
    return {
      status: course.endsAs,
      errorCode: course.errorCode,
      errorMessage: TWILIO_CODES[course.errorCode].message,
      sentAfterMs: course.endsAs === 'undelivered' ? FAILS_AFTER_MS : null,
      changedAfterMs: FAILS_AFTER_MS,
    };
  }
  const last = 'errorCode' in course ? 'sending' : course.endsAs;
  const status =
    WELL_BEHAVED.slice(0, WELL_BEHAVED.indexOf(last) + 1).findLast(
      (step) => BEGINS_AFTER_MS[step] <= elapsedMs,
    ) ?? 'queued';
  return {
    status,
    errorCode: null,
    errorMessage: null,
    sentAfterMs: BEGINS_AFTER_MS[status] >= BEGINS_AFTER_MS.sent ? BEGINS_AFTER_MS.sent : null,
    changedAfterMs: BEGINS_AFTER_MS[status],
  };
}
