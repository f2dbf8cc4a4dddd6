import { hanging } from '../terminal/wrap-text.ts';
import type { OperatorSession } from './operator-session.ts';

type TypedConfirmation = {
  /** What the operator must know, shown before the question. */
  readonly why: string;
  /** One line, after which the answer is typed. */
  readonly question: string;
  /** Whether this answer goes on. */
  readonly goesOn: (typed: string) => boolean;
};

/**
 * Asks the operator to type something before the run goes on, where a single key would be too easy to
 * press. False for any other answer, at Ctrl-C and at the end of input.
 */
export async function confirmByTyping(
  { shell, answers, colours }: OperatorSession,
  { why, question, goesOn }: TypedConfirmation,
): Promise<boolean> {
  const { stderr, stop } = shell;
  stderr.write(`\n${colours.odd(await hanging(why, stderr.columns(), 0))}\n`);
  const typed = await answers.nextLine(colours.bold(question), stop);
  return typed !== null && !stop.aborted && goesOn(typed.trim());
}
