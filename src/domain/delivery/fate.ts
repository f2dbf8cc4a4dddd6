import type { Handling } from '../contact/handling.ts';
import type { SendingHalt } from '../policy/sending-halt.ts';
import type { Candidate } from './candidate.ts';
import type { MessageSid } from './ids.ts';
import type { Attempt, Outcome } from './outcome.ts';
import type { AttemptState } from './state.ts';

/** The result of sending one approved message. */
export type SendFate =
  | Outcome
  /** Sent earlier, or by another run since the question. */
  | { readonly kind: 'already_sent'; readonly attempt: Attempt }
  /** Queued for a worker. */
  | { readonly kind: 'queued' }
  /** Approved earlier, or by another operator a moment ago, and not sent yet. */
  | { readonly kind: 'on_its_way'; readonly attempt: Attempt }
  /** An attempt of an earlier or another run with an unknown outcome. */
  | { readonly kind: 'still_unknown'; readonly attempt: Attempt }
  /** The parent opted out after the question. */
  | { readonly kind: 'opted_out' }
  | NotDelivered;

/** An earlier attempt did not arrive, and the message was not sent again. */
export type NotDelivered = {
  readonly kind: 'not_delivered';
  readonly attempt: Attempt;
  /** `not_confirmed`: Twilio could not be asked once more whether it arrived. */
  readonly because: 'not_sent_again' | 'not_confirmed';
};

/** The result of one message in a run of `send` or `test`. */
export type Fate =
  | SendFate
  /** The operator skipped it. */
  | { readonly kind: 'skipped' }
  /** The worker found that the approval is no longer valid. The next run asks again. */
  | { readonly kind: 'lapsed' }
  /** The run ended before it. The next run asks again. */
  | { readonly kind: 'left' };

/** The result of a request to send one message. */
export type RequestFate =
  | { readonly kind: 'sent'; readonly messageSid: MessageSid }
  | { readonly kind: 'already_sent'; readonly messageSid: MessageSid | null }
  /** Another request or run is sending this message. */
  | { readonly kind: 'on_its_way' }
  /**
   * The outcome is unknown and the message is not sent again. `candidate`: a message at Twilio that may
   * be it.
   */
  | { readonly kind: 'unknown'; readonly candidate?: Candidate }
  | Extract<Outcome, { readonly kind: 'refused' | 'unreachable' }>
  | { readonly kind: 'opted_out' }
  /** The template counts as marketing, and no consent of the parent is on record. */
  | { readonly kind: 'no_marketing_consent' }
  /** Invited for this season with another template, so a person has to decide. */
  | { readonly kind: 'other_template' }
  | { readonly kind: 'outside_hours'; readonly opensAt: Date }
  | { readonly kind: 'daily_limit'; readonly freeAt: Date }
  /** The last messages failed for a reason that applies to this one, too. */
  | { readonly kind: 'sending_halted'; readonly halt: SendingHalt }
  /** There was not enough time left to send a request to Twilio. */
  | { readonly kind: 'no_time' };

/** Why an approved message is not sent and needs a new approval. */
export type NotSentReason =
  | 'approval_too_old'
  | 'opted_out'
  | 'no_marketing_consent'
  /** The text differs from the one on the screen, or WhatsApp does not accept the template now. */
  | 'template_changed'
  | 'outside_hours'
  | 'daily_limit';

/** The result of one message from the queue. In all cases it is removed from the queue. */
export type QueuedFate =
  | Outcome
  /** Delivered by the queue before, or claimed by another attempt since. Nothing was sent. */
  | { readonly kind: 'done_before'; readonly state: AttemptState }
  /** The approval is no longer valid. Nothing was sent, and the message needs a new approval. */
  | { readonly kind: 'lapsed'; readonly because: NotSentReason }
  /** Twilio answered, but the ledger could not store the outcome. The next run settles it. */
  | { readonly kind: 'unwritten'; readonly outcome: Outcome };

/** The result of sending one free-form reply. */
export type ReplyFate =
  | Outcome
  | { readonly kind: 'already_sent' | 'still_unknown'; readonly attempt: Attempt }
  /** These two happened after the question. */
  | { readonly kind: 'opted_out' }
  | { readonly kind: 'window_closed' }
  /** Somebody else answered the parent, or decided about their message, since it was shown. */
  | { readonly kind: 'handled_since'; readonly handling: Handling | null };

type AnyFate = Fate | RequestFate | QueuedFate | ReplyFate;

type Meaning = {
  /**
   * What was done with the message this time: a request to Twilio, an entry in the queue, or nothing.
   */
  readonly now: 'asked' | 'queued' | 'nothing';
  /** Whether a message was sent to the parent, now or earlier. */
  readonly left: 'yes' | 'perhaps' | 'no';
  /** What an operator or a script has to look into. */
  readonly trouble: 'refused' | 'not_delivered' | 'unreachable' | 'unknown' | null;
};

/** The meaning of each result. The type check fails if one is missing. */
const MEANINGS = {
  accepted: { now: 'asked', left: 'yes', trouble: null },
  refused: { now: 'asked', left: 'no', trouble: 'refused' },
  unreachable: { now: 'asked', left: 'no', trouble: 'unreachable' },
  unknown: { now: 'asked', left: 'perhaps', trouble: 'unknown' },
  unwritten: { now: 'asked', left: 'perhaps', trouble: 'unknown' },
  sent: { now: 'asked', left: 'yes', trouble: null },
  queued: { now: 'queued', left: 'perhaps', trouble: null },
  on_its_way: { now: 'nothing', left: 'perhaps', trouble: null },
  done_before: { now: 'nothing', left: 'perhaps', trouble: null },
  already_sent: { now: 'nothing', left: 'yes', trouble: null },
  still_unknown: { now: 'nothing', left: 'perhaps', trouble: 'unknown' },
  not_delivered: { now: 'nothing', left: 'no', trouble: 'not_delivered' },
  opted_out: { now: 'nothing', left: 'no', trouble: null },
  no_marketing_consent: { now: 'nothing', left: 'no', trouble: null },
  other_template: { now: 'nothing', left: 'no', trouble: null },
  outside_hours: { now: 'nothing', left: 'no', trouble: null },
  daily_limit: { now: 'nothing', left: 'no', trouble: null },
  sending_halted: { now: 'nothing', left: 'no', trouble: null },
  no_time: { now: 'nothing', left: 'no', trouble: null },
  window_closed: { now: 'nothing', left: 'no', trouble: null },
  handled_since: { now: 'nothing', left: 'no', trouble: null },
  lapsed: { now: 'nothing', left: 'no', trouble: null },
  skipped: { now: 'nothing', left: 'no', trouble: null },
  left: { now: 'nothing', left: 'no', trouble: null },
} as const satisfies { readonly [kind in AnyFate['kind']]: Meaning };

export type FateKind = keyof typeof MEANINGS;

type AskedKind = {
  [kind in FateKind]: (typeof MEANINGS)[kind]['now'] extends 'asked' ? kind : never;
}[FateKind];

/** Whether the result is the outcome of a request to Twilio made this time. */
export function isTwilioOutcome(
  fate: SendFate,
): fate is Extract<SendFate, { readonly kind: AskedKind }> {
  return MEANINGS[fate.kind].now === 'asked';
}

/**
 * Whether the result counts for the rate limit: there may have been a request for this number just now.
 */
export function countsForRateLimit({ kind }: { readonly kind: FateKind }): boolean {
  return MEANINGS[kind].now !== 'nothing';
}

/** Whether the result may add a person to those counted for the daily limit. */
export function countsForDailyLimit({ kind }: { readonly kind: FateKind }): boolean {
  return countsForRateLimit({ kind }) && mayHaveLeft({ kind });
}

/** Whether a message was or may have been sent to the parent, now or earlier. */
export function mayHaveLeft({ kind }: { readonly kind: FateKind }): boolean {
  return MEANINGS[kind].left !== 'no';
}

export function troubleOf({ kind }: { readonly kind: FateKind }): Meaning['trouble'] {
  return MEANINGS[kind].trouble;
}
