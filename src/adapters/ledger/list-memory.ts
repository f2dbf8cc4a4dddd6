import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Ledger } from '../../application/ports.ts';
import type { KnownPlayer } from '../../domain/compare-lists.ts';
import type { Mode } from '../../domain/mode.ts';
import { guarded } from './database.ts';
import { transaction } from './transaction.ts';

const PLAYER_ROW = z.object({
  player: z.string(),
  team: z.string(),
  phone: z.string(),
  season: z.string(),
  seen_at: z.string(),
});

const ANSWER_ROW = z.object({ answer: z.string() });

type ListMemory = Pick<Ledger, 'knownPlayers' | 'rememberList' | 'answers' | 'remember'>;

/** What the ledger knows of lists, beside its messages: who was in the last ones, and what was answered. */
export function listMemory(database: DatabaseSync, file: string, mode: Mode): ListMemory {
  const allPlayers = database.prepare(
    `SELECT player, team, phone, season, seen_at FROM known_players WHERE mode = ?
     ORDER BY seen_at, rowid`,
  );
  const deletePlayer = database.prepare(
    'DELETE FROM known_players WHERE mode = ? AND player = ? AND team = ? AND phone = ?',
  );
  const insertPlayer = database.prepare(
    `INSERT OR REPLACE INTO known_players
       (mode, player, team, phone, season, seen_at, seen_by, source_file)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const answerById = database.prepare('SELECT answer FROM answers WHERE mode = ? AND id = ?');
  const insertAnswer = database.prepare(
    `INSERT OR REPLACE INTO answers (mode, id, answer, answered_by, answered_at)
     VALUES (?, ?, ?, ?, ?)`,
  );

  return {
    knownPlayers: async () => guarded(file, () => allPlayers.all(mode).map(knownPlayerOf)),

    rememberList: async (list, invites, replaced) =>
      guarded(file, () =>
        transaction(database, () => {
          for (const { player, team, phone } of replaced) {
            deletePlayer.run(mode, player, team, phone);
          }
          for (const { player, team, ageGroup, parent, season } of invites) {
            insertPlayer.run(
              mode,
              `${player.firstName} ${player.lastName}`,
              `${team} ${ageGroup}`,
              parent.phone,
              season,
              list.at.toISOString(),
              list.operator,
              list.file,
            );
          }
        }),
      ),

    answers: async (ids) =>
      guarded(
        file,
        () =>
          new Map(
            ids.flatMap((id) => {
              const row = answerById.get(mode, id);
              return row === undefined ? [] : [[id, ANSWER_ROW.parse(row).answer] as const];
            }),
          ),
      ),

    remember: async (id, answer, operator, at) =>
      guarded(file, () => void insertAnswer.run(mode, id, answer, operator, at.toISOString())),
  };
}

function knownPlayerOf(row: unknown): KnownPlayer {
  const { player, team, phone, season, seen_at } = PLAYER_ROW.parse(row);
  return { player, team, phone, season, seenAt: new Date(seen_at) };
}
