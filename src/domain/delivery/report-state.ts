import type { Candidate } from './candidate.ts';
import type { AttemptState, DeliveryState } from './state.ts';

/**
 * The state of a row in a report.
 *
 * - `not_sent`: nothing was sent, and it can be sent.
 * - `held_back`: the row has faults, the parent opted out, or the invite is a duplicate.
 * - `left_out`: excluded by the operator or by a column of the list.
 */
export type ReportState =
  | DeliveryState
  | 'refused'
  | 'unknown'
  | 'not_sent'
  | 'held_back'
  | 'left_out';

/** More about the state, if there is more to say. */
export type ReportReason =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'twilio_code';
      readonly code: number;
      /** Twilio's or WhatsApp's own words; null where there are none. */
      readonly twilioText: string | null;
    }
  /** A failure without a code from Twilio. */
  | { readonly kind: 'not_delivered' }
  | { readonly kind: 'canceled' }
  /** WhatsApp may be holding it; `isOld`: sent for more than a day. */
  | { readonly kind: 'template_held'; readonly isOld: boolean }
  /** Sent for more than a day without being delivered. */
  | { readonly kind: 'sent_for_a_day' }
  /** At Twilio for more than a day without a later delivery state. */
  | { readonly kind: 'not_followed_up' }
  | { readonly kind: 'on_its_way' }
  /** `candidate`: a message at Twilio that may be this one. */
  | { readonly kind: 'unknown'; readonly candidate?: Candidate }
  | { readonly kind: 'never_asked' }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'unreachable' };

type AttemptFacts = {
  readonly state: AttemptState;
  readonly twilioCode: number | null;
  readonly delivery: DeliveryState | null;
  readonly deliveryCode: number | null;
  readonly twilioText: string | null;
  readonly sentAt: Date | null;
  readonly at: Date;
  readonly candidate?: Candidate;
};

export type Reported = { readonly state: ReportState; readonly reason: ReportReason };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The state of a message for a report. */
export function reportedOf(attempt: AttemptFacts, now: Date, isHeld: boolean): Reported {
  switch (attempt.state) {
    case 'accepted':
      return deliveryOf(attempt, now, isHeld);
    case 'refused':
      return { state: 'refused', reason: reasonOf(attempt.twilioCode, attempt.twilioText) };
    case 'approved':
    case 'sending':
    case 'unknown': {
      const { candidate } = attempt;
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
    case 'not_delivered':
      return { state: 'not_sent', reason: { kind: 'never_asked' } };
  }
}

function deliveryOf(attempt: AttemptFacts, now: Date, isHeld: boolean): Reported {
  const state = attempt.delivery ?? 'accepted';
  const isOld = now.getTime() - (attempt.sentAt ?? attempt.at).getTime() > DAY_MS;
  switch (state) {
    case 'delivered':
    case 'read':
      return { state, reason: { kind: 'none' } };
    case 'undelivered':
    case 'failed':
      return { state, reason: reasonOf(attempt.deliveryCode, attempt.twilioText) };
    case 'canceled':
      return { state, reason: { kind: 'canceled' } };
    case 'sent':
      if (isHeld) return { state, reason: { kind: 'template_held', isOld } };
      return { state, reason: { kind: isOld ? 'sent_for_a_day' : 'on_its_way' } };
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return { state, reason: { kind: isOld ? 'not_followed_up' : 'on_its_way' } };
  }
}

function reasonOf(code: number | null, twilioText: string | null): ReportReason {
  return code === null ? { kind: 'not_delivered' } : { kind: 'twilio_code', code, twilioText };
}

/** Whether somebody should ring the parent: the message did not arrive, or may not have. */
export function needsPhoneCall({ state, reason }: Reported): boolean {
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
      return reason.kind === 'template_held' ? reason.isOld : reason.kind !== 'on_its_way';
    case 'delivered':
    case 'read':
    case 'not_sent':
    case 'left_out':
      return false;
  }
}
