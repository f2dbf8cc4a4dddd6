import { backoffMs } from '../domain/policy/retry.ts';
import type { AutomaticRetry } from '../domain/policy/retry.ts';

type Retrying<Result> = {
  /** Whether the same may go better in a moment; null where the result is the last word. */
  readonly again: (result: Result) => AutomaticRetry | null;
  /**
   * Waits before the next try; false where there is to be none.
   *
   * @param tryNumber of the try to come
   */
  readonly pause: (milliseconds: number, tryNumber: number) => Promise<boolean>;
  /** From 0 to 1. */
  readonly random: () => number;
};

export type Retried<Result> = {
  readonly result: Result;
  /** Whether `pause` ended it, so that another try might have come to something else. */
  readonly isCutShort: boolean;
};

/**
 * Does something until its result is the last word, or until it has been tried often enough.
 *
 * @param attempt one try; gets what the one before it came to, or null the first time
 * @throws whatever `attempt` or `pause` throws
 */
export async function retry<Result>(
  attempt: (before: Result | null) => Promise<Result>,
  { again, pause, random }: Retrying<Result>,
): Promise<Retried<Result>> {
  let result = await attempt(null);
  for (let tried = 1; ; tried += 1) {
    const passing = again(result);
    const milliseconds = passing === null ? null : backoffMs(tried, passing.afterSeconds, random());
    if (milliseconds === null) return { result, isCutShort: false };
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    if (!(await pause(milliseconds, tried + 1))) return { result, isCutShort: true };
    // oxlint-disable-next-line no-await-in-loop -- as above
    result = await attempt(result);
  }
}
