import type { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../application/ports.ts';
import type { Candidate } from '../../domain/listed-message.ts';
import type { Mode } from '../../domain/mode.ts';
import type { AttemptId } from '../../domain/outcome.ts';
import { guarded } from './database.ts';
import { transaction } from './transaction.ts';

/** What came of asking Twilio for attempts of unknown outcome that it does not show for certain. */
export function soughtIn(
  database: DatabaseSync,
  file: string,
  mode: Mode,
): Pick<Ledger, 'noteNotFound' | 'noteCandidate'> {
  const noteSought = database.prepare(
    `UPDATE attempts SET sought_at = ? WHERE id = ? AND mode = ? AND state = 'unknown'`,
  );
  const dropCandidate = database.prepare('DELETE FROM candidates WHERE attempt_id = ?');
  const keepCandidate = database.prepare(
    'INSERT INTO candidates (attempt_id, sid, at, doubt) VALUES (?, ?, ?, ?)',
  );
  const insertEvent = database.prepare(
    'INSERT INTO events (attempt_id, at, state, operator) VALUES (?, ?, ?, ?)',
  );
  /** One of the two: when Twilio showed none, or what it has that may be it. */
  const note = (id: AttemptId, notFoundAt: Date | null, candidate: Candidate | null): void => {
    const { changes } = noteSought.run(notFoundAt?.toISOString() ?? null, id, mode);
    if (Number(changes) !== 1) throw new Error('Only what is unknown is sought.');
    dropCandidate.run(id);
    if (candidate === null) return;
    keepCandidate.run(id, candidate.sid, candidate.at.toISOString(), candidate.doubt);
  };
  return {
    noteNotFound: async (id, at, by) =>
      guarded(file, () =>
        transaction(database, () => {
          note(id, at, null);
          insertEvent.run(id, at.toISOString(), 'not_found', by);
        }),
      ),
    noteCandidate: async (id, candidate) =>
      guarded(file, () => transaction(database, () => note(id, null, candidate))),
  };
}
