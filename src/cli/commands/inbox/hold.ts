import type { World } from '../../composition/world.ts';
import type { Shell } from '../../shell.ts';

/**
 * Holds the ledger while `work` runs, so that no other run takes an answer that is being sent for an
 * interrupted one. A shared ledger tells them apart by itself.
 *
 * @throws InviteError `ledger_in_use`, and the errors of `work`
 */
export async function holding<T>(
  world: World,
  { clock }: Pick<Shell, 'clock'>,
  work: () => Promise<T>,
): Promise<T> {
  if (world.ledger.isShared) return await work();
  const ledger = await world.openLedger();
  try {
    await ledger.hold(world.operatorName, clock.now());
    return await work();
  } finally {
    await ledger.close();
  }
}
