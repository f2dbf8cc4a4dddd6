import type { Operator } from '../../../src/application/ports/operator.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { yesAtTerminal } from '../../../src/domain/approval/operator-yes.ts';
import type { Process } from './process.ts';
import type { World } from '../world.ts';

/** How an operator answers. */
export type Manner = {
  readonly yes: number;
  /** Of what is no yes. */
  readonly no: number;
  /** Of being away from the desk for hours. */
  readonly leaves: number;
};

const HOUR_MS = 3_600_000;

/** A person at one process, who thinks before each answer. */
export function operatorOf(world: World, process: Process, manner: Manner): Operator {
  const { sim, promises } = world;
  const { chance, scheduler } = sim;
  const think = async (withdrawn: AbortSignal): Promise<void> => {
    const milliseconds = chance.happens(manner.leaves)
      ? chance.whole(HOUR_MS, 14 * HOUR_MS)
      : chance.whole(100, 15_000);
    if (!withdrawn.aborted) await process.pass('operator', milliseconds, withdrawn);
  };
  return {
    ask: async ({ planned: { message, replaces } }, withdrawn) => {
      await think(withdrawn);
      if (withdrawn.aborted) return { kind: 'quit' };
      if (!chance.happens(manner.yes)) {
        if (chance.happens(manner.no)) return { kind: 'no' };
        return { kind: chance.pick(['back', 'quit']) };
      }
      const shown = digestOf(message);
      const at = process.clock.now();
      const about = { digest: shown, key: message.key, operator: process.name, at };
      promises.approved({ ...about, isOnceMore: replaces !== null });
      sim.note(process.name, `says yes to ${message.key.slice(0, 8)} at ${scheduler.now()}`);
      if (replaces !== null) sim.saw('run: sends once more what was never found');
      const yes = yesAtTerminal({ shown, key: 'y', operator: process.name, at });
      return { kind: 'yes', yes };
    },
    confirmContinue: async (_reason, withdrawn) => {
      await think(withdrawn);
      return !withdrawn.aborted && chance.happens(0.6);
    },
  };
}
