import type { Candidate } from './candidate.ts';
import type { AttemptState, DeliveryState } from './state.ts';

/**
 * What a report says of a row: how far its message came, or why there is none.
 *
 * - `not_sent`: nothing went, and nothing keeps it from going.
 * - `held_back`: faults in the row, a parent who said stop, or an invite that stands there twice.
 * - `left_out`: by the operator's word, or by what the list itself says of the row.
 */
export type ReportState =
  | DeliveryState
  | 'refused'
  | 'unknown'
  | 'not_sent'
  | 'held_back'
  | 'left_out';

/** Why, as far as there is more to say than the state. */
export type ReportReason =
  | { readonly kind: 'none' }
  | { readonly kind: 'twilio_code'; readonly code: number }
  /** A failure of which Twilio tells no code. */
  | { readonly kind: 'not_delivered' }
  | { readonly kind: 'canceled' }
  /** Sent for more than a day, and never told to be delivered. */
  | { readonly kind: 'sent_for_a_day' }
  /** With Twilio for more than a day, and nothing was heard since. */
  | { readonly kind: 'not_followed_up' }
  | { readonly kind: 'on_its_way' }
  /** With what Twilio has that may be it, where it has something such. */
  | { readonly kind: 'unknown'; readonly candidate?: Candidate }
  | { readonly kind: 'never_asked' }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'unreachable' };

type Known = {
  readonly state: AttemptState;
  readonly twilioCode: number | null;
  readonly delivery: DeliveryState | null;
  readonly deliveryCode: number | null;
  readonly sentAt: Date | null;
  readonly at: Date;
  readonly candidate?: Candidate;
};

export type Reported = { readonly state: ReportState; readonly reason: ReportReason };

const DAY_MS = 24 * 60 * 60 * 1000;

/** What there is to report of a message. */
export function reportedOf(known: Known, now: Date): Reported {
  switch (known.state) {
    case 'accepted':
      return deliveryOf(known, now);
    case 'refused':
      return { state: 'refused', reason: becauseOf(known.twilioCode) };
    case 'approved':
    case 'sending':
    case 'unknown': {
      const { candidate } = known;
      const reason = {
        kind: 'unknown',
        ...(candidate === undefined ? {} : { candidate }),
      } as const;
      return { state: 'unknown', reason };
    }
    case 'lapsed':
      return { state: 'not_sent', reason: { kind: 'lapsed' } };
    case 'unreachable':
      return { state: 'not_sent', reason: { kind: 'unreachable' } };
    case 'resent':
      return { state: 'not_sent', reason: { kind: 'never_asked' } };
  }
}

function deliveryOf(known: Known, now: Date): Reported {
  const state = known.delivery ?? 'accepted';
  const isOld = now.getTime() - (known.sentAt ?? known.at).getTime() > DAY_MS;
  switch (state) {
    case 'delivered':
    case 'read':
      return { state, reason: { kind: 'none' } };
    case 'undelivered':
    case 'failed':
      return { state, reason: becauseOf(known.deliveryCode) };
    case 'canceled':
      return { state, reason: { kind: 'canceled' } };
    case 'sent':
      return { state, reason: { kind: isOld ? 'sent_for_a_day' : 'on_its_way' } };
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return { state, reason: { kind: isOld ? 'not_followed_up' : 'on_its_way' } };
  }
}

function becauseOf(code: number | null): ReportReason {
  return code === null ? { kind: 'not_delivered' } : { kind: 'twilio_code', code };
}

/** Whether a parent did not get it, or nobody knows whether they did. */
export function isToBeRung({ state, reason }: Reported): boolean {
  switch (state) {
    case 'refused':
    case 'unknown':
    case 'undelivered':
    case 'failed':
    case 'canceled':
    case 'held_back':
      return true;
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return reason.kind !== 'on_its_way';
    case 'delivered':
    case 'read':
    case 'not_sent':
    case 'left_out':
      return false;
  }
}
