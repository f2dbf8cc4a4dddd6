import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AttemptId, Claim, Ledger, ListSource } from '../../application/ports.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval.ts';
import type { Mode } from '../../domain/mode.ts';
import { asMessageSid, type Attempt, type Outcome } from '../../domain/outcome.ts';
import { guarded, openDatabase, transaction } from './database.ts';
import { listMemory } from './list-memory.ts';

const ATTEMPT_ROW = z.object({
  state: z.enum(['sending', 'accepted', 'refused', 'unreachable', 'unknown']),
  message_sid: z.string().nullable(),
  twilio_code: z.number().nullable(),
  changed_at: z.string(),
  approved_by: z.string(),
});

const ATTEMPT = 'SELECT state, message_sid, twilio_code, changed_at, approved_by FROM attempts';
const OPEN = `state NOT IN ('refused', 'unreachable')`;

/**
 * The ledger on SQLite: one file, safe between processes and over `kill -9`.
 *
 * @param mode whose attempts this ledger sees; the others in the same file are invisible to it
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openSqliteLedger(file: string, mode: Mode): Ledger {
  const database = openDatabase(file);
  const attemptByKey = database.prepare(
    `${ATTEMPT} WHERE mode = ? AND message_key = ? ORDER BY ${OPEN} DESC, changed_at DESC, rowid DESC LIMIT 1`,
  );
  const otherTemplate = database.prepare(
    `${ATTEMPT} WHERE mode = ? AND invitee_key = ? AND message_key <> ? AND ${OPEN}
     ORDER BY changed_at DESC, rowid DESC LIMIT 1`,
  );
  const openAttempt = database.prepare(`${ATTEMPT} WHERE mode = ? AND message_key = ? AND ${OPEN}`);
  const insertAttempt = database.prepare(
    `INSERT INTO attempts (id, mode, message_key, invitee_key, state, changed_at, digest, approved_by,
       approved_at, recipient, content_sid, content_variables, body, player, parent, team, season,
       source_file, source_row)
     VALUES (?, ?, ?, ?, 'sending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const settleAttempt = database.prepare(
    `UPDATE attempts SET state = ?, changed_at = ?, message_sid = ?, twilio_code = ?, doubt = ?
     WHERE id = ? AND mode = ? AND state = 'sending' RETURNING approved_by`,
  );
  const insertEvent = database.prepare(
    'INSERT INTO events (attempt_id, at, state, operator) VALUES (?, ?, ?, ?)',
  );

  return {
    view: async (messages) =>
      guarded(file, () => {
        const byKey = new Map(
          messages.flatMap(({ key }) => entry(key, attemptByKey.get(mode, key))),
        );
        const others = new Map(
          messages.flatMap(({ key, inviteeKey }) =>
            entry(inviteeKey, otherTemplate.get(mode, inviteeKey, key)),
          ),
        );
        return { byKey, otherTemplate: others };
      }),

    claim: async (message, source, at) =>
      guarded(file, () =>
        transaction(database, (): Claim => {
          const taken = openAttempt.get(mode, message.key);
          if (taken !== undefined) return { kind: 'taken', attempt: attemptOf(taken) };
          const attemptId = randomUUID() as string as AttemptId;
          const { operator } = approvalOf(message);
          insertAttempt.run(attemptId, mode, ...columnsOf(message, source, at));
          insertEvent.run(attemptId, at.toISOString(), 'sending', operator);
          return { kind: 'claimed', attemptId };
        }),
      ),

    settle: async (attemptId, outcome, at) =>
      guarded(file, () =>
        transaction(database, () => {
          const settled = settleAttempt.get(
            outcome.kind,
            at.toISOString(),
            ...factsOf(outcome),
            attemptId,
            mode,
          );
          if (settled === undefined) throw new Error('Only an attempt on its way can be settled.');
          insertEvent.run(
            attemptId,
            at.toISOString(),
            outcome.kind,
            String(settled['approved_by']),
          );
        }),
      ),

    ...listMemory(database, file, mode),

    close: async () => guarded(file, () => database.close()),
  };
}

function entry<Key>(key: Key, row: unknown): readonly (readonly [Key, Attempt])[] {
  return row === undefined ? [] : [[key, attemptOf(row)]];
}

function attemptOf(row: unknown): Attempt {
  const read = ATTEMPT_ROW.parse(row);
  return {
    state: read.state,
    messageSid: asMessageSid(read.message_sid),
    twilioCode: read.twilio_code,
    at: new Date(read.changed_at),
    operator: read.approved_by,
  };
}

function columnsOf(
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
  ];
}

/** The SID, Twilio's code and the doubt: each outcome has one of them, or none. */
function factsOf(outcome: Outcome): readonly [string | null, number | null, string | null] {
  switch (outcome.kind) {
    case 'accepted':
      return [outcome.messageSid, null, null];
    case 'refused':
      return [null, outcome.twilioCode, null];
    case 'unknown':
      return [null, null, outcome.doubt];
    case 'unreachable':
      return [null, null, null];
  }
}
