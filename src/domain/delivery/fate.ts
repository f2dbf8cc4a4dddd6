import type { Candidate } from './candidate.ts';
import type { Attempt, Outcome } from './outcome.ts';
import type { MessageSid } from './ids.ts';
import type { AttemptState } from './state.ts';

/** What sending one approved message came to. */
export type SendFate =
  | Outcome
  /** Sent earlier, or by another run between the question and now. */
  | { readonly kind: 'already_sent'; readonly attempt: Attempt }
  /** On the queue, for a worker to send. */
  | { readonly kind: 'queued' }
  /** Approved before, or by somebody else a moment ago, and not sent yet. */
  | { readonly kind: 'on_its_way'; readonly attempt: Attempt }
  /** An earlier attempt, or another run's, whose outcome is unknown. */
  | { readonly kind: 'still_unknown'; readonly attempt: Attempt }
  /** The parent said stop between the question and now. */
  | { readonly kind: 'opted_out' };

/** What became of one message in a run of `send` or `test`. */
export type Fate =
  | SendFate
  /** The operator left it out for now. */
  | { readonly kind: 'skipped' }
  /** The worker found that the yes counts no more; it is offered again next time. */
  | { readonly kind: 'lapsed' }
  /** The run ended before it; it is offered again next time. */
  | { readonly kind: 'left' };

/** What a request to send one message came to. */
export type RequestFate =
  | { readonly kind: 'sent'; readonly messageSid: MessageSid }
  | { readonly kind: 'already_sent'; readonly messageSid: MessageSid | null }
  /** This message waits, or is on its way, for another request or another run. */
  | { readonly kind: 'on_its_way' }
  /** The outcome is unknown, and it is not sent again; with what Twilio has that may be it. */
  | { readonly kind: 'unknown'; readonly candidate?: Candidate }
  | Extract<Outcome, { readonly kind: 'refused' | 'unreachable' }>
  | { readonly kind: 'opted_out' }
  /** Invited for this season with another template: that is for a person to decide. */
  | { readonly kind: 'other_template' }
  | { readonly kind: 'outside_hours'; readonly opensAt: Date }
  | { readonly kind: 'daily_limit'; readonly freeAt: Date }
  /** Too much time had gone before Twilio could be asked. */
  | { readonly kind: 'no_time' };

/** Why a message that was approved does not go any more, and waits for another yes. */
export type NotSent =
  | 'approval_too_old'
  | 'opted_out'
  /** Another text than the one on the screen, or one that WhatsApp does not let go now. */
  | 'template_changed'
  | 'outside_hours'
  | 'daily_limit';

/** What became of one message that came from the queue; all of them are done with there. */
export type QueuedFate =
  | Outcome
  /** Handed over a second time, or claimed by another one by now: nothing went. */
  | { readonly kind: 'done_before'; readonly state: AttemptState }
  /** The operator's yes counts no more, and nothing went: the message waits for another one. */
  | { readonly kind: 'lapsed'; readonly because: NotSent }
  /** Twilio answered and the ledger did not take it: the next run that opens the ledger settles it. */
  | { readonly kind: 'unwritten'; readonly outcome: Outcome };

/** What sending one free-form reply came to. */
export type ReplyFate =
  | Outcome
  | { readonly kind: 'already_sent' | 'still_unknown'; readonly attempt: Attempt }
  /** What happened between the question and now. */
  | { readonly kind: 'opted_out' }
  | { readonly kind: 'window_closed' };

type AnyFate = Fate | RequestFate | QueuedFate | ReplyFate;

type Meaning = {
  /** What was done with the message this time: Twilio was asked, it was put on the queue, or nothing. */
  readonly now: 'asked' | 'queued' | 'nothing';
  /** Whether a message has left for the parent, this time or before. */
  readonly left: 'yes' | 'perhaps' | 'no';
  /** What an operator or a script has to look into. */
  readonly trouble: 'refused' | 'unreachable' | 'unknown' | null;
};

/** What each fate means. The only such table: a new fate does not compile until it has a line here. */
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
  opted_out: { now: 'nothing', left: 'no', trouble: null },
  other_template: { now: 'nothing', left: 'no', trouble: null },
  outside_hours: { now: 'nothing', left: 'no', trouble: null },
  daily_limit: { now: 'nothing', left: 'no', trouble: null },
  no_time: { now: 'nothing', left: 'no', trouble: null },
  window_closed: { now: 'nothing', left: 'no', trouble: null },
  lapsed: { now: 'nothing', left: 'no', trouble: null },
  skipped: { now: 'nothing', left: 'no', trouble: null },
  left: { now: 'nothing', left: 'no', trouble: null },
} as const satisfies { readonly [kind in AnyFate['kind']]: Meaning };

export type FateKind = keyof typeof MEANINGS;

type AskedKind = {
  [kind in FateKind]: (typeof MEANINGS)[kind]['now'] extends 'asked' ? kind : never;
}[FateKind];

/** Whether Twilio was asked for it this time, so that the fate is what it answered. */
export function isAnswerOfTwilio(
  fate: SendFate,
): fate is Extract<SendFate, { readonly kind: AskedKind }> {
  return MEANINGS[fate.kind].now === 'asked';
}

/** Whether it counts for the pace: WhatsApp may have had a request for this number just now. */
export function countsForPace({ kind }: { readonly kind: FateKind }): boolean {
  return MEANINGS[kind].now !== 'nothing';
}

/** Whether it takes a place of the day's limit that no earlier message has taken. */
export function countsForDay({ kind }: { readonly kind: FateKind }): boolean {
  return countsForPace({ kind }) && mayHaveLeft({ kind });
}

/** Whether a message for the parent has left, or may have, this time or before. */
export function mayHaveLeft({ kind }: { readonly kind: FateKind }): boolean {
  return MEANINGS[kind].left !== 'no';
}

export function troubleOf({ kind }: { readonly kind: FateKind }): Meaning['trouble'] {
  return MEANINGS[kind].trouble;
}
