import type { LedgerKey } from '../../../domain/delivery/keyed-hash.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { openLedgerOn, type OpenLedger } from '../open-ledger.ts';
import type { DynamoPlace } from './connection.ts';
import { connectLedgerTable, type Moving } from './ledger-table.ts';

/**
 * Opens the ledger in a table for an operator, who also reads and erases what is kept on people.
 *
 * @throws InviteError as `connectLedgerTable` does
 */
export async function openOperatorTable(
  place: DynamoPlace,
  mode: Mode,
  key: LedgerKey,
  moving: Moving | null = null,
): Promise<OpenLedger> {
  const { context, backend } = await connectLedgerTable(place, mode, key, moving);
  return openLedgerOn(context, backend);
}
