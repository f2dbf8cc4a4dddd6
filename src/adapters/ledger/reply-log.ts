import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Claim, OpenAttempt } from '../../application/ports.ts';
import type { ReplyLog } from '../../application/send-reply.ts';
import { replyApprovalOf } from '../../domain/free-reply.ts';
import type { Mode } from '../../domain/mode.ts';
import type { AttemptId } from '../../domain/outcome.ts';
import { mayBecome, type AttemptState } from '../../domain/state.ts';
import { attemptOf, factsOf, openAttemptOf, SID_IS_KNOWN } from './attempt-rows.ts';
import { guarded, openStore } from './database.ts';
import { transaction } from './transaction.ts';

/** A reply in the columns of an attempt: one way to read both. Nothing tells of its delivery here. */
const COLUMNS = `id, state, message_sid, twilio_code, changed_at, approved_by, digest, sought_at,
  NULL AS candidate, NULL AS delivery, NULL AS perhaps_sent_at, digest AS message_key, recipient, body,
  coalesce(sending_at, approved_at) AS since, 'Your reply' AS player, recipient AS parent,
  '' AS source_file`;

const TAKEN = "state NOT IN ('refused', 'unreachable', 'lapsed')";

/**
 * The answers to parents in a ledger's file, through a connection of their own.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openReplyLog(file: string, mode: Mode, busyMs?: number): ReplyLog {
  return openStore(file, busyMs, (database) => replyLogIn(database, file, mode));
}

function replyLogIn(database: DatabaseSync, file: string, mode: Mode): ReplyLog {
  const taken = database.prepare(
    `SELECT ${COLUMNS} FROM reply_attempts WHERE mode = ? AND digest = ? AND ${TAKEN}`,
  );
  const insert = database.prepare(
    `INSERT INTO reply_attempts (id, mode, recipient, body, answers, state, changed_at, digest,
       approved_by, approved_at) VALUES (?, ?, ?, ?, ?, 'approved', ?, ?, ?, ?)`,
  );
  const stateOf = database.prepare('SELECT state FROM reply_attempts WHERE id = ? AND mode = ?');
  const move = database.prepare(
    `UPDATE reply_attempts SET state = ?1, changed_at = ?2, message_sid = ?3, twilio_code = ?4,
       doubt = ?5, sending_at = CASE ?1 WHEN 'sending' THEN ?2 ELSE sending_at END WHERE id = ?6`,
  );
  const sought = database.prepare(
    `UPDATE reply_attempts SET sought_at = ? WHERE id = ? AND mode = ? AND state = 'unknown'`,
  );
  // What Twilio was asked for once and did not show is left alone: there is no list to offer it again.
  const open = database.prepare(
    `SELECT ${COLUMNS} FROM reply_attempts WHERE mode = ? AND sought_at IS NULL
       AND state IN ('approved', 'sending', 'unknown') AND forgotten_at IS NULL ORDER BY rowid`,
  );
  const known = database.prepare(SID_IS_KNOWN);
  const name = database.prepare(
    `SELECT parent FROM attempts WHERE mode = ? AND recipient = ? AND forgotten_at IS NULL
     ORDER BY approved_at DESC LIMIT 1`,
  );
  return {
    isShared: false,
    claim: async (reply, at) =>
      guarded(file, () =>
        transaction(database, (): Claim => {
          const { digest, operator, at: approvedAt } = replyApprovalOf(reply);
          const row = taken.get(mode, digest);
          if (row !== undefined) return { kind: 'taken', attempt: attemptOf(row) };
          const attemptId = randomUUID() as string as AttemptId;
          const { to, body, answers } = reply;
          const [changed, approved] = [at.toISOString(), approvedAt.toISOString()];
          insert.run(attemptId, mode, to, body, answers, changed, digest, operator, approved);
          return { kind: 'claimed', attemptId };
        }),
      ),
    advance: async (id, step, at) =>
      guarded(file, () =>
        transaction(database, () => {
          const from = stateOf.get(id, mode)?.['state'] as AttemptState | undefined;
          if (from === undefined || !mayBecome(from, step.kind)) {
            throw new Error(`A reply that is ${from ?? 'not there'} cannot become ${step.kind}.`);
          }
          move.run(step.kind, at.toISOString(), ...factsOf(step), id);
        }),
      ),
    noteNotFound: async (id, at) =>
      guarded(file, () => void sought.run(at.toISOString(), id, mode)),
    // Told once, and not asked for again: a reply is never offered a second time.
    noteCandidate: async (id, _candidate, at) =>
      guarded(file, () => void sought.run(at.toISOString(), id, mode)),
    open: async () =>
      guarded(file, () => open.all(mode).map((row): OpenAttempt => openAttemptOf(row))),
    knownSids: async (sids) =>
      guarded(file, () => new Set(sids.filter((sid) => known.get(mode, sid) !== undefined))),
    nameOf: async (to) =>
      guarded(file, () => {
        const found = name.get(mode, to)?.['parent'];
        return found === undefined ? null : String(found);
      }),
    close: async () => guarded(file, () => database.close()),
  };
}
