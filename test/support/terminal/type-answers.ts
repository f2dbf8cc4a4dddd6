import type { FakeShell } from './fake-shell.ts';

/** A text to wait for, and what to type then. */
export type Step = readonly [shown: RegExp, typed: string];

/**
 * Answers the questions of a command line in this process; resolves to its exit code.
 *
 * @throws Error if it ends before a text is shown
 */
export async function typeAnswers(
  steps: readonly Step[],
  shell: FakeShell,
  running: Promise<number>,
): Promise<number> {
  for (const [shown, typed] of steps) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const hasEnded = await Promise.race([shell.stderr.shows(shown), running.then(() => true)]);
    if (hasEnded === true) throw new Error(`It ended before it showed ${String(shown)}.`);
    shell.keys.type(typed);
  }
  return await running;
}
