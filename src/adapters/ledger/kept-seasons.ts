import { existsSync } from 'node:fs';
import type { Season } from '../../domain/season.ts';
import { guarded, openDatabase } from './database.ts';

const SEASONS = `SELECT season FROM attempts WHERE forgotten_at IS NULL
  UNION SELECT season FROM known_players ORDER BY season`;

/**
 * The seasons of which a ledger's file still names people, whatever the mode; none where there is no file.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`
 */
export function keptSeasons(file: string): readonly Season[] {
  if (!existsSync(file)) return [];
  const database = openDatabase(file);
  try {
    // Nothing but a season that was parsed is ever written there.
    const rows = guarded(file, () => database.prepare(SEASONS).all());
    return rows.map(({ season }) => season as string as Season);
  } finally {
    database.close();
  }
}
