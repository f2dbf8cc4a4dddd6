import { InviteError } from '../../../domain/problem/problem.ts';

const TRY_AGAIN_AFTER_MS = 50;
/** By then a run that writes has made way, or something is wrong that waiting does not mend. */
const MOST_TRIES = 600;

/**
 * Makes a call, and makes it again after a while when the file was busy: what was busy has done nothing.
 *
 * @param wait resolves when so many milliseconds have passed
 */
export async function untilFree<T>(
  call: () => T | Promise<T>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await call();
    } catch (error) {
      if (!isBusy(error) || tried === MOST_TRIES) throw error;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(TRY_AGAIN_AFTER_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  const problem = error instanceof InviteError ? error.problem : null;
  return problem?.code === 'ledger_unavailable' && problem.reason === 'busy';
}
