import { followUp } from '../../../src/application/follow-up/follow-up.ts';
import { settleUnknown } from '../../../src/application/follow-up/settle-unknown.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { messageLogFor, sentMessagesFor } from '../twilio/lists.ts';
import { SHOWS_UP_WITHIN_MS, type World } from '../world.ts';
import type { Process } from './process.ts';
import { coverSettling } from './run.ts';

/** One run of `status`: settles open attempts, then fetches delivery states and replies. */
export async function status(world: World, process: Process): Promise<void> {
  const { sim } = world;
  const { clock, wait } = process;
  const { ledger, optOuts, replies, replyLog, close } = world.open(process);
  const stop = process.signal(null);
  const settle = async (onlyUnknown: boolean): Promise<void> =>
    await settleUnknown({
      ledger,
      sentMessages: sentMessagesFor(world, process),
      clock,
      wait,
      operator: process.name,
      showsUpWithinMs: SHOWS_UP_WITHIN_MS,
      stop,
      onlyUnknown,
      emit: (event) => coverSettling(world, event),
    });
  try {
    const open = await ledger.open();
    if (ledger.isShared) await settle(false);
    else if (open.every(({ state }) => state === 'unknown')) await settle(true);
    else {
      await settle(!(await isHeld(world, process)));
      await close();
    }
    await followUp(
      {
        ledger,
        optOuts,
        replies,
        replyLog,
        clock,
        wait,
        random: sim.random.fraction,
        stop,
        log: messageLogFor(world, process),
        emit: (event) => {
          if (event.kind === 'updated') sim.cover('follow-up: news');
          if (event.kind === 'opted_out') sim.cover('follow-up: opt-out');
          if (event.kind === 'reply') sim.cover('reply: fetched by a status run');
        },
      },
      () => true,
    );
  } finally {
    await close();
  }
}

async function isHeld(world: World, process: Process): Promise<boolean> {
  try {
    await world.open(process).ledger.hold(process.name, process.clock.now());
    return true;
  } catch (error) {
    if (!(error instanceof InviteError) || error.problem.code !== 'ledger_in_use') throw error;
    return false;
  }
}
