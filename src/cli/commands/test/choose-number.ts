import { InviteError } from '../../../domain/problem/problem.ts';
import { internationalForm, parseMobile } from '../../../domain/record/phone/phone.ts';
import type { TestNumber } from '../../../domain/message/test-message.ts';
import type { Asking } from '../../sending/operator-session.ts';
import { count } from '../../../text/format.ts';

/** As many as there are keys for. */
const MOST_KEYS = 9;

/**
 * The numbers that tests go to, the first one first: the one that `--to` names alone, else all, from
 * the one that an operator at a keyboard chooses.
 *
 * @throws InviteError `usage` when `--to` names another number, `stopped_by_hand`
 */
export async function chosenNumbers(
  numbers: readonly TestNumber[],
  to: string | undefined,
  { shell, answers, colours }: Asking,
): Promise<readonly TestNumber[]> {
  if (to !== undefined) return [numberNamed(to, numbers)];
  if (numbers.length < 2 || !shell.stdin.isTerminal) return numbers;
  const offered = numbers.slice(0, MOST_KEYS);
  const keys = offered.map((_, index) => String(index + 1));
  const lines = offered.map(
    (number, index) => `  ${keys[index] ?? ''}  ${internationalForm(number)}`,
  );
  shell.stderr.write(`\n${count(numbers.length, 'test number')}:\n${lines.join('\n')}\n`);
  const asked = {
    question: colours.bold(`Which one first? (1-${keys.length})`),
    keys,
    otherKey: colours.odd(`Press a digit from 1 to ${keys.length}.`),
  };
  const key = await answers.next(asked, shell.stop);
  if (key === null || shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  const first = offered[Number(key) - 1];
  return first === undefined ? numbers : [first, ...numbers.filter((other) => other !== first)];
}

function numberNamed(to: string, numbers: readonly TestNumber[]): TestNumber {
  const typed = parseMobile(to);
  const found = numbers.find((number) => typed.ok && number === typed.value);
  if (found !== undefined) return found;
  throw new InviteError({
    code: 'usage',
    message: `--to is none of the ${count(numbers.length, 'number')} in TEST_NUMBERS.`,
    fix: 'Test messages go to your own phones alone: add the number to TEST_NUMBERS first, or leave --to out.',
  });
}
