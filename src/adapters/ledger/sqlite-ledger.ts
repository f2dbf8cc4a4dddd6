import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Claim, Ledger } from '../../application/ports.ts';
import { approvalOf } from '../../domain/approval.ts';
import type { Mode } from '../../domain/mode.ts';
import type { Attempt, AttemptId, MessageSid } from '../../domain/outcome.ts';
import { isFurther, mayBecome, type AttemptState } from '../../domain/state.ts';
import {
  ATTEMPT_COLUMNS,
  attemptOf,
  columnsOf,
  factsOf,
  historyEntryOf,
  OPEN_COLUMNS,
  openAttemptOf,
  SID_IS_KNOWN,
  TAKEN,
} from './attempt-rows.ts';
import { guarded, openStore } from './database.ts';
import { earlyCallbacks, type Callback } from './early-callbacks.ts';
import { holdLedger, type Hold } from './hold.ts';
import { listMemory } from './list-memory.ts';
import { reportRows } from './report-rows.ts';
import { soughtIn } from './sought.ts';
import { transaction } from './transaction.ts';
import { wholeRecord } from './whole-record.ts';

const ATTEMPT = `SELECT ${ATTEMPT_COLUMNS} FROM attempts`;

/** Whose word it was that settled an outcome, where it came by itself. */
const TOLD_BY_TWILIO = 'Twilio';

/**
 * The ledger on SQLite: one file, safe between processes and over `kill -9`.
 *
 * @param mode whose attempts this ledger sees; the others in the same file are invisible to it
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openSqliteLedger(file: string, mode: Mode, busyMs?: number): Ledger {
  return openStore(file, busyMs, (database) => ledgerIn(database, file, mode));
}

function ledgerIn(database: DatabaseSync, file: string, mode: Mode): Ledger {
  let hold: Hold | null = null;
  return {
    isShared: false,
    hold: async (operator, at) =>
      guarded(file, () => {
        hold ??= holdLedger(database, file, operator, at);
      }),
    ...attemptsIn(database, file, mode),
    ...soughtIn(database, file, mode),
    ...accountOf(database, file, mode),
    ...wholeRecord(database, file, mode),
    ...reportRows(database, file, mode),
    ...listMemory(database, file, mode),
    close: async () =>
      guarded(file, () => {
        hold?.release();
        database.close();
      }),
  };
}

type Attempts = Pick<Ledger, 'view' | 'claim' | 'advance' | 'take' | 'recordDelivery'>;

/** What a run writes down of each message, and looks up before it asks. */
function attemptsIn(database: DatabaseSync, file: string, mode: Mode): Attempts {
  const attemptByKey = database.prepare(
    `${ATTEMPT} WHERE mode = ? AND message_key = ? ORDER BY ${TAKEN} DESC, changed_at DESC, rowid DESC LIMIT 1`,
  );
  const otherTemplate = database.prepare(
    `${ATTEMPT} WHERE mode = ? AND invitee_key = ? AND message_key <> ? AND ${TAKEN}
     ORDER BY changed_at DESC, rowid DESC LIMIT 1`,
  );
  const takenAttempt = database.prepare(
    `${ATTEMPT} WHERE mode = ? AND message_key = ? AND ${TAKEN}`,
  );
  const insertAttempt = database.prepare(
    `INSERT INTO attempts (id, mode, message_key, invitee_key, state, changed_at, digest, approved_by,
       approved_at, recipient, content_sid, content_variables, body, player, parent, team, season,
       source_file, source_row, purpose)
     VALUES (?, ?, ?, ?, 'approved', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const stateOf = database.prepare(
    'SELECT state, approved_by FROM attempts WHERE id = ? AND mode = ?',
  );
  const moveAttempt = database.prepare(
    `UPDATE attempts SET state = ?1, changed_at = ?2, message_sid = ?3, twilio_code = ?4, doubt = ?5,
       sending_at = CASE ?1 WHEN 'sending' THEN ?2 ELSE sending_at END
     WHERE id = ?6`,
  );
  const dropCandidate = database.prepare('DELETE FROM candidates WHERE attempt_id = ?');
  const bySid = database.prepare(
    'SELECT id, delivery, approved_by FROM attempts WHERE mode = ? AND message_sid = ?',
  );
  const deliver = database.prepare(
    'UPDATE attempts SET delivery = ?, delivery_code = ?, delivery_at = ? WHERE id = ?',
  );
  const insertEvent = database.prepare(
    'INSERT INTO events (attempt_id, at, state, operator) VALUES (?, ?, ?, ?)',
  );
  const early = earlyCallbacks(database, mode);
  const move = (
    id: AttemptId,
    to: AttemptState,
    facts: ReturnType<typeof factsOf>,
    { at, by }: { readonly at: Date; readonly by?: string | undefined },
  ): void => {
    const found = stateOf.get(id, mode);
    const from = found?.['state'] as AttemptState | undefined;
    if (from === undefined || !mayBecome(from, to)) {
      throw new Error(`An attempt that is ${from ?? 'not there'} cannot become ${to}.`);
    }
    moveAttempt.run(to, at.toISOString(), ...facts, id);
    dropCandidate.run(id);
    insertEvent.run(id, at.toISOString(), to, by ?? String(found?.['approved_by']));
    const [sid] = facts;
    if (to === 'accepted') for (const told of early.take(sid as MessageSid)) noteDelivery(told);
    if (to !== 'unknown') return;
    const toldSid = early.sidOf(id);
    if (toldSid !== null) move(id, 'accepted', [toldSid, null, null], { at, by: TOLD_BY_TWILIO });
  };
  /** False where no attempt has this SID. */
  const noteDelivery = ({ sid, state, errorCode, at }: Callback): boolean => {
    const found = bySid.get(mode, sid);
    if (found === undefined) return false;
    if (!isFurther(found['delivery'] as Attempt['delivery'], state)) return true;
    const id = String(found['id']);
    deliver.run(state, errorCode, at.toISOString(), id);
    insertEvent.run(id, at.toISOString(), state, String(found['approved_by']));
    return true;
  };

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

    claim: async (message, source, at, replaces) =>
      guarded(file, () =>
        transaction(database, (): Claim => {
          const { operator, at: approvedAt } = approvalOf(message);
          const row = takenAttempt.get(mode, message.key);
          if (row !== undefined) {
            const attempt = attemptOf(row);
            if (attempt.id !== replaces) return { kind: 'taken', attempt };
            move(attempt.id, 'resent', [null, null, null], { at, by: operator });
          }
          const attemptId = randomUUID() as string as AttemptId;
          insertAttempt.run(attemptId, mode, ...columnsOf(message, source, at));
          insertEvent.run(attemptId, approvedAt.toISOString(), 'approved', operator);
          return { kind: 'claimed', attemptId };
        }),
      ),

    advance: async (attemptId, step, at, by) =>
      guarded(file, () =>
        transaction(database, () => move(attemptId, step.kind, factsOf(step), { at, by })),
      ),

    take: async (attemptId, at) =>
      guarded(file, () =>
        transaction(database, () => {
          if (stateOf.get(attemptId, mode)?.['state'] !== 'approved') return false;
          move(attemptId, 'sending', [null, null, null], { at });
          return true;
        }),
      ),

    recordDelivery: async (sid, state, errorCode, at, ref) =>
      guarded(file, () =>
        transaction(database, () => {
          const told = { sid, state, errorCode, at };
          if (noteDelivery(told)) return;
          early.keep(told, ref ?? null);
          if (ref === undefined || stateOf.get(ref, mode)?.['state'] !== 'unknown') return;
          move(ref, 'accepted', [sid, null, null], { at, by: TOLD_BY_TWILIO });
        }),
      ),
  };
}

type Account = Pick<Ledger, 'open' | 'knownSids' | 'writtenTo' | 'history'>;

/** What can be read back, whatever list it came from. */
function accountOf(database: DatabaseSync, file: string, mode: Mode): Account {
  const openAttempts = database.prepare(
    `SELECT ${OPEN_COLUMNS} FROM attempts
     WHERE mode = ? AND state IN ('approved', 'sending', 'unknown') AND forgotten_at IS NULL
     ORDER BY rowid`,
  );
  const sidIsKnown = database.prepare(SID_IS_KNOWN);
  // Somebody who was forgotten within the day still counts, as a person nobody can name.
  const recipients = database.prepare(
    `SELECT iif(forgotten_at IS NULL, recipient, invitee_key) AS whom, max(sending_at) AS last
     FROM attempts
     WHERE mode = ? AND sending_at >= ? AND state NOT IN ('refused', 'unreachable') GROUP BY whom`,
  );
  const events = database.prepare(
    `SELECT attempt_id, at, events.state, operator FROM events JOIN attempts ON attempts.id = attempt_id
     WHERE mode = ? AND message_key = ? ORDER BY events.id`,
  );
  return {
    open: async () => guarded(file, () => openAttempts.all(mode).map(openAttemptOf)),

    knownSids: async (sids) =>
      guarded(file, () => new Set(sids.filter((sid) => sidIsKnown.get(mode, sid) !== undefined))),

    writtenTo: async (since) =>
      guarded(
        file,
        () =>
          new Map(
            recipients
              .all(mode, since.toISOString())
              .map(({ whom, last }) => [String(whom), new Date(String(last))]),
          ),
      ),

    history: async (key) => guarded(file, () => events.all(mode, key).map(historyEntryOf)),
  };
}

function entry<Key>(key: Key, row: unknown): readonly (readonly [Key, Attempt])[] {
  return row === undefined ? [] : [[key, attemptOf(row)]];
}
