import type { LogFacts } from '../log.ts';

/** How an answer leaves in time, whatever the ledger is at. */
export type WithDeadline = {
  /** Resolves when the answer has to leave. */
  readonly due: () => Promise<unknown>;
  /** Takes what is not done by then, and sees to it; null where nothing goes on once the answer is out. */
  readonly goOn: ((work: Promise<unknown>, facts: LogFacts) => void) | null;
};

/**
 * What came of the work; null where it is not done in time. What has failed by then is thrown.
 *
 * @param facts what the log is to have of it, should it fail later
 */
export async function withDeadline<T extends object>(
  work: Promise<T>,
  facts: LogFacts,
  { due, goOn }: WithDeadline,
): Promise<T | null> {
  const done = await Promise.race([work, due().then(() => null)]);
  if (done !== null) return done;
  // Whoever takes it over tells of its failure; without anybody the answer itself does.
  work.catch(() => {});
  goOn?.(work, facts);
  return null;
}
