import { TWILIO_CODES, type DeliveryErrorCode } from '../faults/twilio-codes.ts';

/** What becomes of an accepted message. Decided when it is accepted. */
export type Course =
  /** A message to a parent who blocked the sender stays `sent` (63033, deprecated). */
  | { readonly endsAs: 'read' | 'delivered' | 'sent' }
  /** `failed`: it did not leave Twilio. `undelivered`: WhatsApp rejected it. */
  | {
      readonly endsAs: 'undelivered' | 'failed';
      readonly errorCode: DeliveryErrorCode;
      /** How long it stays `queued`. Left out if it leaves the queue. */
      readonly heldForMs?: number | undefined;
      /** Dropped by WhatsApp this long after its creation, and `sent` before; at once without it. */
      readonly droppedAfterMs?: number | undefined;
    }
  /** An inbound message, which has one status. */
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

/** The state of a message. Times are in milliseconds since its creation. */
export type Progress = {
  readonly status: Status;
  readonly errorCode: DeliveryErrorCode | null;
  readonly errorMessage: string | null;
  /** When it left Twilio; null where it has not. */
  readonly sentAfterMs: number | null;
  /** When it reached this status. */
  readonly changedAfterMs: number;
};

/** When each status begins: sooner than in production, so that a rehearsal shows them all. */
const BEGINS_AFTER_MS = { queued: 0, sending: 1000, sent: 2000, delivered: 4000, read: 10_000 };

const FAILS_AFTER_MS = BEGINS_AFTER_MS.sent;

/** Later than a message counts as one that WhatsApp holds. */
const HELD_FOR_MS = 20 * 60_000;

/**
 * What becomes of a message with a template that WhatsApp paces: it stays `sent`. Those to numbers that
 * end in 0, 1 or 2 are dropped later.
 */
export function pacedCourse(to: string): Course {
  return /[012]$/u.test(to)
    ? { endsAs: 'undelivered', errorCode: 63041, droppedAfterMs: HELD_FOR_MS }
    : { endsAs: 'sent' };
}

const WELL_BEHAVED = ['queued', 'sending', 'sent', 'delivered', 'read'] as const;

/**
 * The state of a message, from its age alone.
 *
 * @param elapsedMs the age of the message; negative counts as 0
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
  const failsAfterMs =
    'errorCode' in course
      ? (course.heldForMs ?? course.droppedAfterMs ?? FAILS_AFTER_MS)
      : Infinity;
  if ('errorCode' in course && elapsedMs >= failsAfterMs) {
    return {
      status: course.endsAs,
      errorCode: course.errorCode,
      errorMessage: TWILIO_CODES[course.errorCode].message,
      sentAfterMs: course.endsAs === 'undelivered' ? sentAfterMsOf(course) : null,
      changedAfterMs: failsAfterMs,
    };
  }
  const last = 'errorCode' in course ? lastBeforeFailure(course) : course.endsAs;
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

type Failing = Extract<Course, { readonly errorCode: DeliveryErrorCode }>;

/** The last status before the failure. */
function lastBeforeFailure({ heldForMs, droppedAfterMs }: Failing): 'queued' | 'sending' | 'sent' {
  if (heldForMs !== undefined) return 'queued';
  return droppedAfterMs === undefined ? 'sending' : 'sent';
}

/** When an undelivered message left Twilio. */
function sentAfterMsOf({ heldForMs }: Failing): number {
  return heldForMs ?? BEGINS_AFTER_MS.sent;
}
