import type { Candidate } from './candidate.ts';
import type { AttemptId, MessageSid } from './ids.ts';
import {
  attemptsIn,
  type AttemptRecord,
  type MessageRecord,
  type RecordedEvent,
} from './message-record.ts';
import { isOfferedAgain } from './non-delivery.ts';
import type { Step } from './outcome.ts';
import {
  isFurther,
  allowsNewAttempt,
  mayBecome,
  type AttemptState,
  type DeliveryState,
} from './state.ts';

/*
 * All changes to the record of one message. Each function takes a record and returns the next one, or
 * the reason why nothing changes. A lost race is such a reason, not an error.
 */

/** The record of a message with its new attempt, before it is joined with earlier attempts. */
export type Draft = Omit<MessageRecord, 'earlier' | 'history'>;

export type Claimed =
  | { readonly kind: 'claimed'; readonly record: MessageRecord }
  /** Another attempt is in the way. The record is unchanged. */
  | { readonly kind: 'taken'; readonly record: MessageRecord };

/**
 * Records an approval as a new attempt, unless there is one that arrived or still may.
 *
 * @param replaces the attempt that the operator wants to repeat: one of unknown outcome, or one whose
 *   message did not arrive
 */
export function claim(
  known: MessageRecord | null,
  draft: Draft,
  replaces: AttemptId | null,
): Claimed {
  const { claimedAt, attempt } = draft;
  const approved: RecordedEvent = {
    attempt: attempt.id,
    at: attempt.approvedAt,
    state: 'approved',
    ...(attempt.approvedAt === claimedAt ? {} : { notedAt: claimedAt }),
  };
  if (known === null) {
    return { kind: 'claimed', record: { ...draft, earlier: [], history: [approved] } };
  }
  const before = known.attempt;
  const { id, state } = before;
  const isFree = allowsNewAttempt(state);
  const endsAs = isOfferedAgain(before) ? 'not_delivered' : 'resent';
  if (!isFree && (id !== replaces || !mayBecome(state, endsAs))) {
    return { kind: 'taken', record: known };
  }
  const { doubt: _settled, candidate: _other, ...rest } = before;
  const ended: AttemptRecord = isFree ? before : { ...rest, state: endsAs, changedAt: claimedAt };
  const replaced: readonly RecordedEvent[] = isFree
    ? []
    : [{ attempt: id, at: claimedAt, state: endsAs, by: attempt.operator }];
  return {
    kind: 'claimed',
    record: {
      ...draft,
      earlier: [...known.earlier, ended],
      history: [...known.history, ...replaced, approved],
    },
  };
}

export type AdvancedRecord =
  | { readonly kind: 'advanced'; readonly record: MessageRecord }
  /** The state that does not allow the step; null if the attempt is not the current one. */
  | { readonly kind: 'not_advanced'; readonly state: AttemptState | null };

/**
 * Advances the current attempt by one step.
 *
 * @param by who settled the outcome; left out if it is the operator who approved the attempt
 */
export function advance(
  record: MessageRecord | null,
  id: AttemptId,
  step: Step,
  { at, by }: { readonly at: string; readonly by?: string | undefined },
): AdvancedRecord {
  if (record === null || record.attempt.id !== id) return { kind: 'not_advanced', state: null };
  const { messageSid: _, twilioCode: __, doubt: ___, candidate: ____, ...rest } = record.attempt;
  const { twilioText: _____, ...known } = rest;
  if (!mayBecome(known.state, step.kind)) return { kind: 'not_advanced', state: known.state };
  const attempt: AttemptRecord = {
    ...known,
    ...factsOf(step),
    state: step.kind,
    changedAt: at,
    ...(step.kind === 'sending' ? { sendingAt: at } : {}),
  };
  const event = { attempt: id, at, state: step.kind, ...(by === undefined ? {} : { by }) };
  return { kind: 'advanced', record: withEvent({ ...record, attempt }, event) };
}

/** The fields that each step sets. */
function factsOf(step: Step): Partial<AttemptRecord> {
  switch (step.kind) {
    case 'accepted':
      return { messageSid: step.messageSid };
    case 'refused':
      return { twilioCode: step.twilioCode, ...keptText(step.twilioText) };
    case 'unknown':
      return { doubt: step.doubt };
    case 'sending':
    case 'lapsed':
    case 'unreachable':
      return {};
  }
}

/** Longer texts are cut, since they come from outside. */
const LONGEST_TEXT = 500;

function keptText(text: string | null | undefined): Pick<AttemptRecord, 'twilioText'> {
  const kept = (text ?? '').trim().slice(0, LONGEST_TEXT);
  return kept === '' ? {} : { twilioText: kept };
}

/** A delivery state that Twilio reported for an accepted message. */
export type DeliveryNews = {
  readonly sid: MessageSid;
  readonly state: DeliveryState;
  readonly errorCode: number | null;
  /** Twilio's or WhatsApp's own words on a failure, if there are any. */
  readonly errorText?: string | null;
  /** By Twilio's clock. */
  readonly at: string;
};

/** Returns null if the state is not new, or if no attempt has this SID. */
export function recordDelivery(
  record: MessageRecord,
  { sid, state, errorCode, errorText, at }: DeliveryNews,
): MessageRecord | null {
  const found = attemptsIn(record).find(({ messageSid }) => messageSid === sid);
  if (found === undefined || !isFurther(found.delivery ?? null, state)) return null;
  const { deliveryCode: _, twilioText: __, ...rest } = found;
  const delivered: AttemptRecord = {
    ...rest,
    delivery: state,
    ...(errorCode === null ? {} : { deliveryCode: errorCode }),
    ...keptText(errorText),
    deliveryAt: at,
  };
  return withEvent(withAttempt(record, delivered), { attempt: found.id, at, state });
}

/**
 * Records that Twilio has no message for an attempt of unknown outcome. Returns null if the outcome is
 * known.
 */
export function noteNotFound(
  record: MessageRecord | null,
  id: AttemptId,
  at: string,
  by: string,
): MessageRecord | null {
  if (record?.attempt.id !== id || record.attempt.state !== 'unknown') return null;
  const { candidate: _, ...rest } = record.attempt;
  const attempt = { ...rest, soughtAt: at };
  return withEvent({ ...record, attempt }, { attempt: id, at, state: 'not_found', by });
}

/**
 * Records that Twilio has a message that may be that of an attempt of unknown outcome. Returns null if
 * the outcome is known.
 */
export function noteCandidate(
  record: MessageRecord | null,
  id: AttemptId,
  { sid, at, doubt }: Candidate,
): MessageRecord | null {
  if (record?.attempt.id !== id || record.attempt.state !== 'unknown') return null;
  const { soughtAt: _, ...rest } = record.attempt;
  return {
    ...record,
    attempt: { ...rest, candidate: { sid, at: at.toISOString(), doubt } },
  };
}

/**
 * Erases names, number, team, list and text from the attempts that match, and keeps what prevents a
 * second message.
 */
export function erase(
  record: MessageRecord,
  isMeant: (attempt: AttemptRecord) => boolean,
  at: string,
): MessageRecord {
  return changed(record, isMeant, ({ twilioText: _erased, consent: _gone, ...attempt }) => ({
    ...attempt,
    recipient: '',
    contentVariables: {},
    body: '',
    player: '',
    parent: '',
    team: '',
    // A file name or a row can identify a person.
    sourceFile: '',
    sourceRow: 0,
    erasedAt: at,
  }));
}

/** Erases only the text, for a message to another person whose text has the number. */
export function eraseText(
  record: MessageRecord,
  isMeant: (attempt: AttemptRecord) => boolean,
): MessageRecord {
  return changed(record, isMeant, ({ twilioText: _erased, ...attempt }) => ({
    ...attempt,
    contentVariables: {},
    body: '',
  }));
}

/**
 * Whether Twilio still has to be asked about an attempt. One that was looked for before is not asked
 * about again.
 */
export function isUnsettled({ state, soughtAt, candidate }: AttemptRecord): boolean {
  return (
    state === 'approved' ||
    state === 'sending' ||
    (state === 'unknown' && soughtAt === undefined && candidate === undefined)
  );
}

function changed(
  record: MessageRecord,
  isMeant: (attempt: AttemptRecord) => boolean,
  change: (attempt: AttemptRecord) => AttemptRecord,
): MessageRecord {
  const next = (attempt: AttemptRecord): AttemptRecord =>
    isMeant(attempt) ? change(attempt) : attempt;
  return { ...record, attempt: next(record.attempt), earlier: record.earlier.map(next) };
}

function withAttempt(record: MessageRecord, attempt: AttemptRecord): MessageRecord {
  const next = (one: AttemptRecord): AttemptRecord => (one.id === attempt.id ? attempt : one);
  return { ...record, attempt: next(record.attempt), earlier: record.earlier.map(next) };
}

function withEvent(record: MessageRecord, event: RecordedEvent): MessageRecord {
  return { ...record, history: [...record.history, event] };
}
