import type { Candidate } from './candidate.ts';
import type { Step } from './outcome.ts';
import type { AttemptId, MessageSid } from './ids.ts';
import {
  isFurther,
  allowsNewAttempt,
  mayBecome,
  type AttemptState,
  type DeliveryState,
} from './state.ts';
import {
  attemptsIn,
  type AttemptRecord,
  type MessageRecord,
  type RecordedEvent,
} from './message-record.ts';

/*
 * Everything that may happen to one message: a record goes in, the next record comes out, or the reason
 * why nothing changes. A race that was lost is such a reason, and no error.
 */

/** A message as it is before its first attempt, and the attempt that is to be made. */
export type Draft = Omit<MessageRecord, 'earlier' | 'history'>;

export type Claimed =
  | { readonly kind: 'claimed'; readonly record: MessageRecord }
  /** Another attempt stands in the way; the record is as it was. */
  | { readonly kind: 'taken'; readonly record: MessageRecord };

/**
 * Records a yes as a new attempt, unless one stands that may have gone out or still may.
 *
 * @param replaces the attempt of unknown outcome that the operator wants sent once more
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
  const isFree = allowsNewAttempt(before.state);
  const givesWay = before.id === replaces && mayBecome(before.state, 'resent');
  if (!isFree && !givesWay) return { kind: 'taken', record: known };
  const { doubt: _settled, candidate: _other, ...rest } = before;
  const ended: AttemptRecord = isFree ? before : { ...rest, state: 'resent', changedAt: claimedAt };
  const resent: readonly RecordedEvent[] = isFree
    ? []
    : [{ attempt: before.id, at: claimedAt, state: 'resent', by: attempt.operator }];
  return {
    kind: 'claimed',
    record: {
      ...draft,
      earlier: [...known.earlier, ended],
      history: [...known.history, ...resent, approved],
    },
  };
}

export type AdvancedRecord =
  | { readonly kind: 'advanced'; readonly record: MessageRecord }
  /** The state that does not allow the step; null where the attempt is not the one that counts. */
  | { readonly kind: 'not_advanced'; readonly state: AttemptState | null };

/**
 * Takes the attempt that counts one step further.
 *
 * @param by who found it out, where that is not the operator who approved it
 */
export function advance(
  record: MessageRecord | null,
  id: AttemptId,
  step: Step,
  { at, by }: { readonly at: string; readonly by?: string | undefined },
): AdvancedRecord {
  if (record === null || record.attempt.id !== id) return { kind: 'not_advanced', state: null };
  const { messageSid: _, twilioCode: __, doubt: ___, candidate: ____, ...known } = record.attempt;
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

/** What each step brings beside its state. */
function factsOf(step: Step): Partial<AttemptRecord> {
  switch (step.kind) {
    case 'accepted':
      return { messageSid: step.messageSid };
    case 'refused':
      return { twilioCode: step.twilioCode };
    case 'unknown':
      return { doubt: step.doubt };
    case 'sending':
    case 'lapsed':
    case 'unreachable':
      return {};
  }
}

/** What Twilio tells of one message that it accepted. */
export type DeliveryNews = {
  readonly sid: MessageSid;
  readonly state: DeliveryState;
  readonly errorCode: number | null;
  /** By Twilio's clock. */
  readonly at: string;
};

/** Null where it is no news, or where no attempt has this SID. */
export function recordDelivery(
  record: MessageRecord,
  { sid, state, errorCode, at }: DeliveryNews,
): MessageRecord | null {
  const found = attemptsIn(record).find(({ messageSid }) => messageSid === sid);
  if (found === undefined || !isFurther(found.delivery ?? null, state)) return null;
  const { deliveryCode: _, ...rest } = found;
  const delivered: AttemptRecord = {
    ...rest,
    delivery: state,
    ...(errorCode === null ? {} : { deliveryCode: errorCode }),
    deliveryAt: at,
  };
  return withEvent(withAttempt(record, delivered), { attempt: found.id, at, state });
}

/** Twilio was asked for an attempt of unknown outcome and has none. Null where its outcome is known. */
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
 * Twilio was asked for an attempt of unknown outcome, and has a message that may be it. Null where its
 * outcome is known.
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
 * Erases names, number, team, list and text from the attempts that `isMeant`, and keeps what prevents a
 * second message.
 */
export function erase(
  record: MessageRecord,
  isMeant: (attempt: AttemptRecord) => boolean,
  at: string,
): MessageRecord {
  return changed(record, isMeant, {
    recipient: '',
    contentVariables: {},
    body: '',
    player: '',
    parent: '',
    team: '',
    // The name of a file, or a row in it, can tell who somebody is.
    sourceFile: '',
    sourceRow: 0,
    erasedAt: at,
  });
}

/** Erases the text alone, as where a message to somebody else names a number. */
export function eraseText(
  record: MessageRecord,
  isMeant: (attempt: AttemptRecord) => boolean,
): MessageRecord {
  return changed(record, isMeant, { contentVariables: {}, body: '' });
}

/**
 * Whether Twilio still has to be asked for an attempt, by its text. What was sought and not found for
 * certain is as settled as it will ever be.
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
  change: Partial<AttemptRecord>,
): MessageRecord {
  const next = (attempt: AttemptRecord): AttemptRecord =>
    isMeant(attempt) ? { ...attempt, ...change } : attempt;
  return { ...record, attempt: next(record.attempt), earlier: record.earlier.map(next) };
}

function withAttempt(record: MessageRecord, attempt: AttemptRecord): MessageRecord {
  const next = (one: AttemptRecord): AttemptRecord => (one.id === attempt.id ? attempt : one);
  return { ...record, attempt: next(record.attempt), earlier: record.earlier.map(next) };
}

function withEvent(record: MessageRecord, event: RecordedEvent): MessageRecord {
  return { ...record, history: [...record.history, event] };
}
