import { InviteError } from '../../../domain/problem.ts';

const TRY_AGAIN_AFTER_MS = 50;
/** By then a run that writes has made way, or something is wrong that waiting does not mend. */
const MOST_TRIES = 600;

/**
 * A store whose calls wait for another process that writes, while everything else goes on: SQLite's own
 * waiting holds up the whole process, and is kept short for this. What was busy has done nothing, so that
 * each call can be made again.
 *
 * @param wait resolves when so many milliseconds have passed
 */
export function patient<Store extends object>(
  store: Store,
  wait: (milliseconds: number) => Promise<unknown>,
): Store {
  const calls = Object.entries(store).map(([name, part]: [string, unknown]) => [
    name,
    typeof part === 'function'
      ? async (...given: readonly unknown[]): Promise<unknown> =>
          await untilFree(async () => await part(...given), wait)
      : part,
  ]);
  return Object.fromEntries(calls) as Store;
}

async function untilFree(
  call: () => Promise<unknown>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<unknown> {
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
