import type { LedgerEvent, OpenAttempt } from '../../../application/ports/ledger.ts';
import type { Candidate } from '../../../domain/delivery/candidate.ts';
import type { KeyedHasher, KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import {
  attemptsIn,
  type AttemptRecord,
  type MessageRecord,
  type RecordedEvent,
} from '../../../domain/delivery/message-record.ts';
import type { Attempt } from '../../../domain/delivery/outcome.ts';
import { digestOf, type Digest } from '../../../domain/message/message.ts';
import { asTemplateSid, type TemplateSid } from '../../../domain/message/template.ts';

/* Converts stored records to the types of the application. */

export function attemptOf(record: MessageRecord, keyedHash: KeyedHasher): Attempt {
  return attemptWith(record, digestIn(record.attempt, keyedHash));
}

function attemptWith(record: MessageRecord, digest: Attempt['digest']): Attempt {
  const { attempt } = record;
  const resent = record.earlier.filter(({ state }) => state === 'resent');
  return {
    id: attempt.id,
    state: attempt.state,
    messageSid: attempt.messageSid ?? null,
    twilioCode: attempt.twilioCode ?? null,
    at: new Date(attempt.changedAt),
    operator: attempt.operator,
    digest,
    soughtAt: dateOf(attempt.soughtAt),
    ...candidateIn(attempt),
    perhapsSentAt: dateOf(
      resent
        .map(({ changedAt }) => changedAt)
        .toSorted()
        .at(-1),
    ),
    delivery: attempt.delivery ?? null,
    deliveryCode: attempt.deliveryCode ?? null,
    deliveryAt: dateOf(attempt.deliveryAt),
    twilioText: attempt.twilioText ?? null,
  };
}

export function openAttemptOf(record: MessageRecord, keyedHash: KeyedHasher): OpenAttempt {
  const { attempt } = record;
  return {
    ...attemptOf(record, keyedHash),
    key: record.key,
    to: attempt.recipient,
    body: attempt.body,
    since: new Date(attempt.sendingAt ?? attempt.approvedAt),
    player: attempt.player,
    parent: attempt.parent,
    source: attempt.sourceFile,
  };
}

/**
 * Null for the club's reply to a parent. The digest stays a keyed hash: computing it from the text
 * of every message would double the time to read a season.
 */
export function ledgerMessageOf(record: MessageRecord): LedgerMessage | null {
  const { attempt, inviteeKey, purpose, season } = record;
  if (inviteeKey === null || purpose === 'answer') return null;
  return {
    ...attemptWith(record, attempt.digest),
    ...aboutOf(record, attempt),
    inviteeKey,
    purpose,
    season,
    approvedAt: new Date(attempt.approvedAt),
    sentAt: dateOf(attempt.sendingAt),
    doubt: attempt.doubt ?? null,
    templateSid: templateSidIn(attempt),
    variables: attempt.contentVariables,
    body: attempt.body,
  };
}

/** The events of a message, in the order in which they were recorded. */
export function eventsOf(record: MessageRecord, keyedHash: KeyedHasher): readonly LedgerEvent[] {
  const { purpose } = record;
  const attempts = new Map(attemptsIn(record).map((attempt) => [attempt.id, attempt]));
  return record.history.map(({ attempt: id, at, state, by }) => {
    const attempt = attempts.get(id) ?? record.attempt;
    return {
      attempt: id,
      at: new Date(at),
      state,
      operator: by ?? attempt.operator,
      ...aboutOf(record, attempt),
      purpose,
      digest: digestIn(attempt, keyedHash),
      body: attempt.body,
      messageSid: attempt.messageSid ?? null,
      ...failureOf(state, attempt),
      ...(state === 'unknown' ? candidateIn(attempt) : {}),
    };
  });
}

/** Twilio's error code and its words, if they belong to this state. */
function failureOf(
  state: RecordedEvent['state'],
  { delivery, deliveryCode, twilioCode, twilioText }: AttemptRecord,
): Pick<LedgerEvent, 'code' | 'twilioText'> {
  const code = state === 'refused' ? twilioCode : state === delivery ? deliveryCode : undefined;
  if (code === undefined) return { code: null };
  return twilioText === undefined ? { code } : { code, twilioText };
}

/** The recipient and the source of an attempt. */
function aboutOf({ key }: MessageRecord, attempt: AttemptRecord) {
  return {
    key,
    to: attempt.recipient,
    player: attempt.player,
    parent: attempt.parent,
    team: attempt.team,
    isErased: attempt.erasedAt !== undefined,
    file: attempt.sourceFile,
    row: attempt.sourceRow,
    ...(attempt.consent === undefined ? {} : { consent: attempt.consent }),
  };
}

/**
 * The digest of what was approved, computed again from the text and compared with the stored keyed
 * hash. If the text was erased or the two differ, the keyed hash is returned, which is no message's
 * digest.
 */
function digestIn(attempt: AttemptRecord, keyedHash: KeyedHasher): Digest | KeyedHash {
  if (attempt.body === '') return attempt.digest;
  const digest = digestOf({ ...attempt, to: attempt.recipient });
  return keyedHash(digest) === attempt.digest ? digest : attempt.digest;
}

/** @throws Error if there is none, which no version of the tool can have written */
function templateSidIn({ contentSid }: AttemptRecord): TemplateSid {
  const sid = asTemplateSid(contentSid);
  if (sid === null) throw new Error('A message of the ledger has no template.');
  return sid;
}

/** Without a candidate, the key is absent and not null. */
function candidateIn({ candidate }: AttemptRecord): { readonly candidate?: Candidate } {
  return candidate === undefined ? {} : { candidate: { ...candidate, at: new Date(candidate.at) } };
}

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
