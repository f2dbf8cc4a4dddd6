import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ErasableLedger, Holdings } from '../../application/forget.ts';
import { InviteError } from '../../domain/problem.ts';
import { guarded, openStore } from './database.ts';
import { findTraces, type Traces } from './find-traces.ts';
import { holdLedger, type Hold } from './hold.ts';
import { keepByNumber } from './keep-by-number.ts';
import { openOptOuts } from './opt-outs.ts';
import { transaction } from './transaction.ts';

/**
 * A ledger's file as something to erase from, or null where there is none. It sees every mode: whoever
 * is forgotten is forgotten by all of them.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openErasable(file: string, isRehearsal: boolean): ErasableLedger | null {
  if (!existsSync(file)) return null;
  return openStore(file, undefined, (database) => erasableIn(database, file, isRehearsal));
}

function erasableIn(database: DatabaseSync, file: string, isRehearsal: boolean): ErasableLedger {
  // What is deleted is written over, and what is moved for a while stays out of temporary files.
  database.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
  let hold: Hold | null = null;
  return {
    isRehearsal,
    hold: async (operator, at) =>
      guarded(file, () => {
        hold ??= holdLedger(database, file, operator, at);
      }),
    find: async (whose) => guarded(file, () => counted(findTraces(database, whose), file)),
    erase: async (whose, at) => {
      await keepByNumber(async (mode) => openOptOuts(file, mode));
      return guarded(file, () =>
        transaction(database, () => {
          const traces = findTraces(database, whose);
          eraseIn(database, traces, at);
          return counted(traces, file);
        }),
      );
    },
    scrub: async () => guarded(file, () => scrub(database, file)),
    close: async () =>
      guarded(file, () => {
        hold?.release();
        database.close();
      }),
  };
}

function counted(traces: Traces, file: string): Holdings {
  return {
    messages: traces.attempts.length,
    texts: traces.texts.length,
    players: traces.players.length,
    replies: traces.replies.length,
    answers: traces.answers.length,
    optOuts: traces.optOuts.length,
    simulated: traces.simulated.length,
    copies: copiesOf(file).map((copy) => basename(copy)),
    open: traces.open,
    recoverableDays: 0,
  };
}

function eraseIn(database: DatabaseSync, traces: Traces, at: Date): void {
  const forEach = (ids: readonly SQLInputValue[], sql: string): void => {
    if (ids.length === 0) return;
    const statement = database.prepare(sql);
    for (const id of ids) statement.run(id);
  };
  // A file or a row of it may name somebody as well as a name does.
  forEach(
    traces.attempts,
    `UPDATE attempts SET recipient = '', content_variables = '{}', body = '', player = '', parent = '',
       team = '', source_file = '', source_row = 0, forgotten_at = '${at.toISOString()}' WHERE id = ?`,
  );
  // What an operator wrote of a test may name whom it showed.
  forEach(
    traces.attempts,
    `UPDATE test_findings SET reason = NULL
     WHERE message_sid = (SELECT message_sid FROM attempts WHERE id = ?)`,
  );
  forEach(traces.texts, `UPDATE attempts SET content_variables = '{}', body = '' WHERE id = ?`);
  forEach(traces.players, 'DELETE FROM known_players WHERE rowid = ?');
  forEach(traces.replies, 'DELETE FROM replies WHERE rowid = ?');
  forEach(
    traces.answers,
    `UPDATE reply_attempts SET recipient = '', body = '', forgotten_at = '${at.toISOString()}'
     WHERE id = ?`,
  );
  forEach(traces.optOuts, 'UPDATE opt_outs SET phone = NULL WHERE id = ?');
  forEach(traces.simulated, 'DELETE FROM simulated_messages WHERE ordinal = ?');
}

/** A deleted row stays in a file until its page is written anew, and in the log beside it longer. */
function scrub(database: DatabaseSync, file: string): void {
  for (const copy of copiesOf(file)) rmSync(copy, { force: true });
  database.exec('VACUUM');
  const done = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (done?.['busy'] !== 0) {
    throw new InviteError({ code: 'ledger_unavailable', file, reason: 'busy' });
  }
}

/** Copies from before a change of the tables, whole or cut off while they were made. */
function copiesOf(file: string): readonly string[] {
  const folder = dirname(file);
  const isCopy = (name: string): boolean =>
    ['backup-v', 'new-'].some((word) => name.startsWith(`${basename(file)}.${word}`));
  return readdirSync(folder)
    .filter(isCopy)
    .map((name) => join(folder, name));
}
