import * as z from 'zod';
import type { HistoryEntry, ListSource, OpenAttempt } from '../../application/ports.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval.ts';
import { CANDIDATE_DOUBTS, type Candidate } from '../../domain/listed-message.ts';
import type { Digest, MessageKey } from '../../domain/message.ts';
import {
  asMessageSid,
  type Attempt,
  type AttemptId,
  type MessageSid,
  type Step,
} from '../../domain/outcome.ts';
import { ATTEMPT_STATES, DELIVERY_STATES, leavesRoom } from '../../domain/state.ts';

/** States that leave no room for another attempt, as SQL; the unique index says the same. */
export const TAKEN = `state IN (${ATTEMPT_STATES.filter((state) => !leavesRoom(state))
  .map((state) => `'${state}'`)
  .join(', ')})`;

/** What may be an attempt of unknown outcome at Twilio, as one column of the table `attempts`. */
export const CANDIDATE_OF_ATTEMPT = `(SELECT json_object('sid', sid, 'at', at, 'doubt', doubt)
   FROM candidates WHERE attempt_id = attempts.id) AS candidate`;

export const CANDIDATE_COLUMN = { candidate: z.string().nullable() };

const CANDIDATE = z.object({ sid: z.string(), at: z.string(), doubt: z.enum(CANDIDATE_DOUBTS) });

/** The columns that an `Attempt` is read from. */
export const ATTEMPT_COLUMNS = `id, state, message_sid, twilio_code, changed_at, approved_by, digest,
  sought_at, delivery, ${CANDIDATE_OF_ATTEMPT},
  (SELECT max(changed_at) FROM attempts AS earlier
   WHERE earlier.mode = attempts.mode AND earlier.message_key = attempts.message_key
     AND earlier.state = 'resent') AS perhaps_sent_at`;

/** Those that an `OpenAttempt` has beside them. */
export const OPEN_COLUMNS = `${ATTEMPT_COLUMNS}, message_key, recipient, body,
  coalesce(sending_at, approved_at) AS since, player, parent, source_file`;

export const ATTEMPT_ROW = z.object({
  id: z.string(),
  state: z.enum(ATTEMPT_STATES),
  message_sid: z.string().nullable(),
  twilio_code: z.number().nullable(),
  changed_at: z.string(),
  approved_by: z.string(),
  digest: z.string(),
  sought_at: z.string().nullable(),
  ...CANDIDATE_COLUMN,
  perhaps_sent_at: z.string().nullable(),
  delivery: z.enum(DELIVERY_STATES).nullable(),
});

const OPEN_ROW = ATTEMPT_ROW.extend({
  message_key: z.string(),
  recipient: z.string(),
  body: z.string(),
  since: z.string(),
  player: z.string(),
  parent: z.string(),
  source_file: z.string(),
});

export const HISTORY_ROW = z.object({
  attempt_id: z.string(),
  at: z.string(),
  state: z.enum([...ATTEMPT_STATES, ...DELIVERY_STATES, 'not_found']),
  operator: z.string(),
});

export function attemptOf(row: unknown): Attempt {
  return attemptFrom(ATTEMPT_ROW.parse(row));
}

export function openAttemptOf(row: unknown): OpenAttempt {
  const read = OPEN_ROW.parse(row);
  return {
    ...attemptFrom(read),
    key: read.message_key as MessageKey,
    to: read.recipient,
    body: read.body,
    since: new Date(read.since),
    player: read.player,
    parent: read.parent,
    source: read.source_file,
  };
}

export function historyEntryOf(row: unknown): HistoryEntry {
  const { attempt_id, at, state, operator } = HISTORY_ROW.parse(row);
  return { attempt: attempt_id as AttemptId, at: new Date(at), state, operator };
}

export function attemptFrom(read: z.infer<typeof ATTEMPT_ROW>): Attempt {
  return {
    id: read.id as AttemptId,
    state: read.state,
    messageSid: asMessageSid(read.message_sid),
    twilioCode: read.twilio_code,
    at: new Date(read.changed_at),
    operator: read.approved_by,
    digest: read.digest as Digest,
    soughtAt: timeOf(read.sought_at),
    ...candidateIn(read),
    perhapsSentAt: timeOf(read.perhaps_sent_at),
    delivery: read.delivery,
  };
}

/** An empty object where there is none: the key is absent, not null. */
export function candidateIn(row: z.infer<z.ZodObject<typeof CANDIDATE_COLUMN>>): {
  readonly candidate?: Candidate;
} {
  if (row.candidate === null) return {};
  const { sid, at, doubt } = CANDIDATE.parse(JSON.parse(row.candidate));
  return { candidate: { sid: sid as MessageSid, at: new Date(at), doubt } };
}

/** Whether a SID is that of a message, or of an answer to a parent, as SQL over a mode and a SID. */
export const SID_IS_KNOWN = `SELECT 1 FROM attempts WHERE mode = ?1 AND message_sid = ?2
  UNION ALL SELECT 1 FROM reply_attempts WHERE mode = ?1 AND message_sid = ?2 LIMIT 1`;

export function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** Everything of an approved message that its attempt keeps, in the order of the columns. */
export function columnsOf(
  message: ApprovedMessage,
  source: ListSource,
  at: Date,
): readonly (string | number)[] {
  const { digest, operator, at: approvedAt } = approvalOf(message);
  const { invite } = message;
  return [
    message.key,
    message.inviteeKey,
    at.toISOString(),
    digest,
    operator,
    approvedAt.toISOString(),
    message.to,
    message.contentSid,
    JSON.stringify(message.contentVariables),
    message.body,
    `${invite.player.firstName} ${invite.player.lastName}`,
    `${invite.parent.firstName} ${invite.parent.lastName}`,
    `${invite.team} ${invite.ageGroup}`,
    invite.season,
    source.file,
    invite.row,
    message.purpose,
  ];
}

/** The SID, Twilio's code and the doubt: each step brings one of them, or none. */
export function factsOf(step: Step): readonly [string | null, number | null, string | null] {
  switch (step.kind) {
    case 'accepted':
      return [step.messageSid, null, null];
    case 'refused':
      return [null, step.twilioCode, null];
    case 'unknown':
      return [null, null, step.doubt];
    case 'sending':
    case 'lapsed':
    case 'unreachable':
      return [null, null, null];
  }
}
