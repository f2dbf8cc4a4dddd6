import { backoffMs } from '../domain/backoff.ts';
import { InviteError } from '../domain/problem.ts';
import { isToBeTriedAgain } from '../domain/what-next.ts';
import { aborted } from './aborted.ts';
import type { Wait } from './ports.ts';

export type PatientPorts = {
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Fires when nobody waits for an answer any more. */
  readonly stop: AbortSignal;
  readonly tell: (event: { readonly kind: 'slowing_down'; readonly seconds: number }) => void;
};

/**
 * Asks Twilio, and again where it wants fewer requests: a question changes nothing, however often it
 * is asked.
 *
 * @returns null once `stop` has fired
 * @throws whatever `ask` throws
 */
export async function askPatiently<T>(
  ask: () => Promise<T>,
  { wait, random, stop, tell }: PatientPorts,
): Promise<T | null> {
  for (let tried = 1; ; tried += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await Promise.race([ask(), aborted(stop)]);
    } catch (error) {
      const milliseconds = wantsFewer(error) ? backoffMs(tried, null, random()) : null;
      if (milliseconds === null) throw error;
      tell({ kind: 'slowing_down', seconds: Math.ceil(milliseconds / 1000) });
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(milliseconds, stop);
      if (stop.aborted) return null;
    }
  }
}

function wantsFewer(error: unknown): boolean {
  return (
    error instanceof InviteError &&
    error.problem.code === 'twilio_refused' &&
    isToBeTriedAgain(error.problem)
  );
}
