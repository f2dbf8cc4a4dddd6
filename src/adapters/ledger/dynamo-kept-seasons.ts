import type { Mode } from '../../domain/mode.ts';
import type { Season } from '../../domain/season.ts';
import { dynamoAccount } from './dynamo-account.ts';
import { dynamoListMemory } from './dynamo-list-memory.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';

/** A rehearsal is never kept where others see it. */
const SHARED_MODES = ['live', 'stand_in'] as const satisfies readonly Mode[];

/**
 * The seasons of which a ledger's table still names people, whatever the mode.
 *
 * @throws InviteError `ledger_unavailable`
 */
export async function keptSeasonsInTable(place: DynamoPlace): Promise<readonly Season[]> {
  const table = await openDynamoTable(place);
  try {
    const seasons = await Promise.all(
      SHARED_MODES.map(async (mode) => {
        const messages = await dynamoAccount(table, mode).messages();
        const players = await dynamoListMemory(table, mode).knownPlayers();
        const named = messages.filter(({ isErased }) => !isErased);
        return [...named, ...players].map(({ season }) => season);
      }),
    );
    // Nothing but a season that was parsed is ever written there.
    return [...new Set(seasons.flat())].toSorted() as Season[];
  } finally {
    table.close();
  }
}
