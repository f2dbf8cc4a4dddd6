import { InviteError } from '../../../domain/problem/problem.ts';
import type { Colours } from '../../terminal/colours.ts';
import { londonTime, printable } from '../../../text/format.ts';
import { settleOpen } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import type { World } from '../../composition/world.ts';

type Holder = Extract<InviteError['problem'], { readonly code: 'ledger_in_use' }>['holder'];

/**
 * Settles what is open. What is approved or being sent is settled by whoever holds the ledger alone,
 * so it is taken for that long, and no longer: a run of `send` should not have to wait for this one.
 *
 * @returns whether another run has the ledger
 */
export async function settleFromStatus(
  shell: Shell,
  world: World,
  telling: { readonly colours: Colours; readonly quiet: boolean; readonly isTold: boolean },
): Promise<boolean> {
  const open = await world.ledger.open();
  if (open.length === 0) return false;
  // A shared one is held by nobody, and what others are at is left alone all the same.
  if (world.ledger.isShared) {
    await settleOpen(shell, world, telling);
    return false;
  }
  if (open.every(({ state }) => state === 'unknown')) {
    await settleOpen(shell, world, { ...telling, unknownAlone: true });
    return false;
  }
  const ledger = await world.openLedger();
  try {
    await ledger.hold(world.operatorName, shell.clock.now());
    await settleOpen(shell, { ...world, ledger }, telling);
    return false;
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    if (!telling.isTold) shell.stderr.write(inUse(error.problem.holder));
  } finally {
    await ledger.close();
  }
  await settleOpen(shell, world, { ...telling, unknownAlone: true });
  return true;
}

function inUse(holder: Holder): string {
  const who =
    holder === null
      ? 'Another run has the ledger'
      : `${printable(holder.operator)} has had the ledger in a run since ${londonTime(holder.since)}`;
  return `${who}: what it is sending now is left to it.\n`;
}
