import { InviteError } from '../../src/domain/problem/problem.ts';
import type { MemoryStorage } from '../support/store/memory-store.ts';
import type { Process } from './actors/process.ts';
import type { Simulation } from './simulation.ts';
import type { Weather } from './fault-rates.ts';

type Connection = NonNullable<Parameters<MemoryStorage['open']>[0]>;

const SIGHT_OF = {
  refused: 'store: commit refused by another write',
  again: 'store: asked again, and found done',
  'written over': 'store: asked again, and written over since',
} as const;

/** In milliseconds. Longer ones leave others the time to come in between. */
const LATENCIES = [1, 2, 3, 5, 10, 40, 400] as const;

/** One process's way to the storage, which may take its time, fail, and lose an answer. */
export function connectionOf(
  sim: Simulation,
  process: Process,
  weather: () => Weather,
): Connection {
  const { chance, saw } = sim;
  const fail = (why: string): never => {
    sim.note(process.name, why);
    throw new InviteError({ code: 'ledger_unavailable', file: 'memory', reason: 'busy' });
  };
  return {
    onAccess: async (access, { pk, sk }) => {
      await process.pass(access, chance.pick(LATENCIES));
      const { storeFailure, lostAnswer } = weather();
      switch (access) {
        case 'read':
          if (!chance.happens(storeFailure)) return;
          saw('store: fails at a read');
          return fail(`cannot read ${pk} ${sk}`);
        case 'write':
          if (chance.happens(storeFailure)) {
            saw('store: fails at a write');
            return fail(`cannot write ${pk} ${sk}`);
          }
          return sim.note(process.name, `writes ${pk} ${sk}`);
        case 'written':
          if (!chance.happens(lostAnswer)) return;
          saw('store: answer lost');
          return fail(`never hears that ${pk} ${sk} was written`);
      }
    },
    isRepeated: async () => {
      if (!chance.happens(weather().askedAgain)) return false;
      await process.pass('written', chance.whole(1, 3000));
      return true;
    },
    onCommit: (result) => {
      saw(SIGHT_OF[result]);
      sim.note(process.name, `commit ${result}`);
    },
  };
}
