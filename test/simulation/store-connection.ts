import { InviteError } from '../../src/domain/problem/problem.ts';
import type { MemoryStorage } from '../support/store/memory-store.ts';
import type { Process } from './actors/process.ts';
import type { FaultRates } from './fault-rates.ts';
import type { Simulation } from './simulation.ts';

type Connection = NonNullable<Parameters<MemoryStorage['open']>[0]>;

const COVERED_BY = {
  refused: 'store: commit refused by another write',
  again: 'store: asked again, and found done',
  'written over': 'store: asked again, and written over since',
} as const;

/** In milliseconds. Long latencies let other processes run in between. */
const LATENCIES = [1, 2, 3, 5, 10, 40, 400] as const;

/** The storage as one process reaches it: with latency, failures and lost answers. */
export function connectionOf(
  sim: Simulation,
  process: Process,
  faultRates: () => FaultRates,
): Connection {
  const { random, cover } = sim;
  const failWith = (why: string): never => {
    sim.note(process.name, why);
    throw new InviteError({ code: 'ledger_unavailable', file: 'memory', reason: 'busy' });
  };
  return {
    onAccess: async (access, { pk, sk }) => {
      await process.waitAt(access, random.pick(LATENCIES));
      const { storeFailure, lostAnswer } = faultRates();
      switch (access) {
        case 'read':
          if (!random.happens(storeFailure)) return;
          cover('store: fails at a read');
          return failWith(`cannot read ${pk} ${sk}`);
        case 'write':
          if (random.happens(storeFailure)) {
            cover('store: fails at a write');
            return failWith(`cannot write ${pk} ${sk}`);
          }
          return sim.note(process.name, `writes ${pk} ${sk}`);
        case 'written':
          if (!random.happens(lostAnswer)) return;
          cover('store: answer lost');
          return failWith(`gets no answer to the write of ${pk} ${sk}`);
      }
    },
    isRepeated: async () => {
      if (!random.happens(faultRates().commitRetried)) return false;
      await process.waitAt('written', random.integer(1, 3000));
      return true;
    },
    onCommit: (result) => {
      cover(COVERED_BY[result]);
      sim.note(process.name, `commit ${result}`);
    },
  };
}
