import { testNumbers } from '../../../adapters/settings/run-settings.ts';
import { narrowMessages } from '../../../application/check/narrow-list.ts';
import { settleList } from '../../../application/check/settle-list.ts';
import { sendChecks, watchTemplate } from '../../../application/send/send-checks.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { TestNumber } from '../../../domain/message/test-message.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { internationalForm, parseMobile } from '../../../domain/record/phone/phone.ts';
import { count, playerOf } from '../../../text/format.ts';
import type { TestOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openWorld } from '../../composition/world.ts';
import { highest, type ExitCode, exitCodeOfFate, exitCodeOfStop } from '../../exit-code.ts';
import { readListFile, reloadOf, rulesFor } from '../../list/read-list-file.ts';
import { notesOnRow, renderFindings } from '../../list/render-findings.ts';
import { yesNoQuestion, answersFrom } from '../../operator/answer-source.ts';
import {
  askAboutDoubts,
  fetchTemplateAndAccount,
  refuseWithoutAnswers,
  type OperatorSession,
  withSendersLimit,
} from '../../sending/operator-session.ts';
import { quietHours } from '../../sending/quiet-hours.ts';
import { settleOpen } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { sendTest, type TestResult, type TestRun, type TestPlan } from './send-test.ts';
import { testHeader, writeTestSummary } from './view.ts';

/** Sends one message at a time to one of the operator's own phones, and asks how it looks there. */
export async function test(shell: Shell, file: string, options: TestOptions): Promise<ExitCode> {
  refuseWithoutAnswers(shell, file, options);
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const resultColours = await coloursFor(shell.stdout, shell, options.color);
  const settings = settingsOf(shell);
  // A file that cannot be read ends the run here. Its rows are checked later, with the template.
  const asRead = await readListFile(shell, file, options);
  const answers = await answersFrom(shell);
  try {
    const session = { shell, answers, colours };
    const answered = await askAboutDoubts(asRead, options, session);
    const world = await openWorld(shell, settings, options);
    try {
      await world.ledger.hold(world.operatorName, shell.clock.now());
      return await testList({ ...session, ...answered, resultColours, settings, world });
    } finally {
      await world.close();
    }
  } finally {
    answers.close();
  }
}

async function testList(opened: TestRun): Promise<ExitCode> {
  const { shell, options, list, colours } = opened;
  const { clock } = shell;
  const ownNumbers = testNumbers(opened.settings, opened.world.mode);

  const fetched = await fetchTemplateAndAccount(shell, opened.world, options.quiet);
  const run = withSendersLimit(opened, fetched);
  const { world } = run;
  const { mode, ledger, optOuts } = world;
  const { template } = fetched;
  await settleOpen(shell, world, { colours, quiet: options.quiet });
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });

  // Nothing is sent to the numbers of the list, so example numbers are allowed.
  const rules = rulesFor(shell, run.settings, list, false);
  const { loaded } = await settleList(reloadOf(list, template, rules), ledger, optOuts);
  const { messages } = narrowMessages(loaded).chosen;
  if (messages.length === 0) {
    const findings = renderFindings(loaded.findings, colours);
    await writeWrapped(shell.stderr, `${findings}\nNothing in this list can be tried.\n`, 2);
    return await writeTestSummary(run, [], 3);
  }

  const numbers = await chooseNumbers(ownNumbers, options.to, run);
  const counts = { records: messages.length, numbers };
  shell.stderr.write(await testHeader(run, fetched, counts));

  const hours = quietHours({ hours: world.guards.sendHours, mode }, run);
  const watch = watchTemplate(template, clock.now(), { templates: world.templates, clock });
  const guards = { hours, checks: sendChecks(watch, hours) };
  const results: TestResult[] = [];
  for (const [index, [message, number]] of pairsOf(messages, numbers).entries()) {
    const plan = { message, number, template, notes: notesOnRow(loaded, message.invite.row) };
    // oxlint-disable-next-line no-await-in-loop -- one test after the other
    if (index > 0 && !(await isNextWanted(run, plan))) break;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const result = await sendTest(run, plan, guards);
    results.push(result);
    if (result.verdict?.isRight !== true) break;
  }
  return await writeTestSummary(run, results, exitCodeOf(results, shell));
}

/** The operator chooses with one of the keys 1 to 9. */
const MOST_KEYS = 9;

/**
 * The numbers to test, in their order: the one `--to` names, or all of them, beginning with the one the
 * operator chooses at a keyboard.
 *
 * @throws InviteError `usage` when `--to` names another number, `stopped_by_hand`
 */
async function chooseNumbers(
  numbers: readonly TestNumber[],
  to: string | undefined,
  { shell, answers, colours }: OperatorSession,
): Promise<readonly TestNumber[]> {
  if (to !== undefined) return [numberNamed(to, numbers)];
  if (numbers.length < 2 || !shell.stdin.isTerminal) return numbers;
  const offered = numbers.slice(0, MOST_KEYS);
  const keys = offered.map((_, index) => String(index + 1));
  const lines = offered.map(
    (number, index) => `  ${keys[index] ?? ''}  ${internationalForm(number)}`,
  );
  shell.stderr.write(`\n${count(numbers.length, 'test number')}:\n${lines.join('\n')}\n`);
  const question = {
    question: colours.bold(`Which one first? (1-${keys.length})`),
    keys,
    otherKey: colours.odd(`Press a digit from 1 to ${keys.length}.`),
  };
  const key = await answers.next(question, shell.stop);
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

/** Each message with every number, before the next message. */
function pairsOf(
  messages: readonly Message[],
  numbers: readonly TestNumber[],
): readonly (readonly [Message, TestNumber])[] {
  return messages.flatMap((message) => numbers.map((number) => [message, number] as const));
}

async function isNextWanted(
  { shell, answers, colours }: OperatorSession,
  { message, number }: TestPlan,
): Promise<boolean> {
  shell.stderr.write(`\nNext: ${playerOf(message)}, to ${internationalForm(number)}.\n`);
  const question = yesNoQuestion('Send the next test? (y/n)', colours);
  return (await answers.next(question, shell.stop)) === 'y' && !shell.stop.aborted;
}

function exitCodeOf(results: readonly TestResult[], { stop }: Shell): ExitCode {
  if (stop.aborted) return 130;
  return highest(
    results.flatMap(({ fate, halt, verdict }): readonly ExitCode[] => [
      ...(halt?.kind === 'template' ? [4 as const] : []),
      ...(halt?.kind === 'failed' ? [exitCodeOfStop(halt.problem)] : []),
      ...(halt?.kind === 'unreachable' ? [5 as const] : []),
      ...(verdict?.isRight === false ? [6 as const] : []),
      exitCodeOfFate(fate),
    ]),
  );
}
