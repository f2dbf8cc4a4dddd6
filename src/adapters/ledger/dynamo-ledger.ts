import type { Ledger } from '../../application/ports.ts';
import type { Mode } from '../../domain/mode.ts';
import { dynamoAccount } from './dynamo-account.ts';
import { dynamoClaim } from './dynamo-claim.ts';
import { expiryOf, runItem } from './dynamo-layout.ts';
import { dynamoListMemory } from './dynamo-list-memory.ts';
import { knownSidsIn } from './dynamo-signposts.ts';
import { dynamoSteps } from './dynamo-steps.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';

/**
 * The ledger on DynamoDB: one table that several operators and machines write to at once.
 *
 * Nobody holds it alone. What keeps a message from going twice is its claim, by key, whoever else is
 * at work; `hold` proves that the table can be written before anything is sent, and tells who ran.
 *
 * @param mode whose attempts this ledger sees; the others in the same table are invisible to it
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoLedger(place: DynamoPlace, mode: Mode): Promise<Ledger> {
  const table = await openDynamoTable(place);
  return {
    isShared: true,
    hold: async (operator, at) => {
      const run = { ...runItem(mode, operator), since: at.toISOString(), expiresAt: expiryOf(at) };
      await table.put(run);
    },
    ...dynamoAccount(table, mode),
    knownSids: knownSidsIn(table, mode),
    claim: dynamoClaim(table, mode),
    ...dynamoSteps(table, mode),
    ...dynamoListMemory(table, mode),
    close: async () => table.close(),
  };
}
