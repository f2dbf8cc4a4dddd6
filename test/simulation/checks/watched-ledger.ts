import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Process } from '../actors/process.ts';
import type { Simulation } from '../simulation.ts';

/** Counts the races that this process loses. */
export function watchedLedger(
  { saw, note }: Simulation,
  { name }: Process,
  ledger: Ledger,
): Ledger {
  return {
    ...ledger,
    claim: async (...about) => {
      const claim = await ledger.claim(...about);
      note(name, `claims: ${claim.kind === 'taken' ? 'taken' : claim.attemptId}`);
      if (claim.kind === 'taken') saw('ledger: claim taken by another');
      return claim;
    },
    advance: async (id, step, ...about) => {
      const result = await ledger.advance(id, step, ...about);
      note(name, `steps ${id} to ${step.kind}: ${JSON.stringify(result)}`);
      if (result.kind === 'not_advanced') saw('ledger: step lost to another');
      return result;
    },
    startSending: async (id, ...about) => {
      const result = await ledger.startSending(id, ...about);
      note(name, `starts to send ${id}: ${JSON.stringify(result)}`);
      if (result.kind === 'not_advanced') saw('ledger: step lost to another');
      if (result.kind === 'wait') saw('gate: lets wait');
      if (result.kind === 'daily_limit') saw('gate: closed for the day');
      return result;
    },
  };
}
