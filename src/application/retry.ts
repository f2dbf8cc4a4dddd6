import { backoffMs, type AutomaticRetry } from '../domain/policy/retry.ts';

type Retrying<Result> = {
  /** When to retry; null where the result is final. */
  readonly again: (result: Result) => AutomaticRetry | null;
  /**
   * Waits before the next try; false where there is no next try.
   *
   * @param tryNumber the number of the next try
   */
  readonly pause: (milliseconds: number, tryNumber: number) => Promise<boolean>;
  /** From 0 to 1. */
  readonly random: () => number;
};

export type Retried<Result> = {
  readonly result: Result;
  /** Whether `pause` ended it, so the result is not final. */
  readonly isCutShort: boolean;
};

/**
 * Repeats an operation until its result is final, or until it was tried `MOST_TRIES` times.
 *
 * @param attempt one try; gets the previous result, or null the first time
 * @throws the errors of `attempt` and `pause`
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
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    result = await attempt(result);
  }
}
