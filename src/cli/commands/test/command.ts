import { writeWrapped } from '../../terminal/wrap-text.ts';
import { testNumbers } from '../../../adapters/settings/run-settings.ts';
import { sendChecks } from '../../../application/send/send-checks.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import { settleList, type Reload } from '../../../application/check/settle-list.ts';
import { watchTemplate } from '../../../application/send/template-watch.ts';
import type { Message } from '../../../domain/message/message.ts';
import { internationalForm, parseMobile } from '../../../domain/record/phone/phone.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { TestNumber } from '../../../domain/message/test-message.ts';
import { chosenMessages, rulesFor } from '../../list/read-list-file.ts';
import { highest, type ExitCode } from '../../exit-codes/exit-code.ts';
import { exitCodeOfFate } from '../../exit-codes/exit-code.ts';
import { exitCodeOfStop } from '../../exit-codes/exit-code.ts';
import { lineFor } from '../../list/next-command.ts';
import { answersFrom } from '../../operator/answer-source.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { playerOf, count } from '../../../text/format.ts';
import { renderFindings, notesOnRow } from '../../list/render-findings.ts';
import { haltLine, summaryLine } from '../../sending/send-text.ts';
import {
  askTwilio,
  readOnce,
  refuseWithoutAnswers,
  settleColumns,
  type Asking,
} from '../../sending/operator-session.ts';
import { quietHours } from '../../sending/quiet-hours.ts';
import { resultOf, summaryOf, withLedgerKeys } from '../../sending/results.ts';
import { settleOpen } from '../../sending/settle.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { LABEL, testHeader } from './view.ts';
import { tryOne, type TestRun, type Tried, type What } from './send-test.ts';
import { openWorld } from '../../composition/world.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { TestOptions } from '../../command-line/options.ts';

/** Sends one message at a time to one of the operator's own phones, and asks how it looks there. */
export async function test(shell: Shell, file: string, options: TestOptions): Promise<ExitCode> {
  refuseWithoutAnswers(shell, file, options);
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const result = await coloursFor(shell.stdout, shell, options.color);
  const settings = settingsOf(shell);
  const listed = await readOnce(shell, file, options);
  const answers = await answersFrom(shell);
  try {
    const settled = await settleColumns(listed, { shell, answers, colours });
    const world = await openWorld(shell, settings, options);
    try {
      await world.ledger.hold(world.operatorName, shell.clock.now());
      const { findings } = world;
      return await runTests({
        shell,
        settings,
        answers,
        colours,
        result,
        world,
        findings,
        ...settled,
      });
    } finally {
      await world.close();
    }
  } finally {
    answers.close();
  }
}

async function runTests(run: TestRun): Promise<ExitCode> {
  const { shell, options, named, world, colours, answers } = run;
  const { clock } = shell;
  const own = testNumbers(run.settings, world.mode);
  const { template, known } = await askTwilio(shell, world, options.quiet);
  await settleOpen(shell, world, { colours, quiet: options.quiet });
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  // Nothing goes to the numbers of the list, so those kept for examples do.
  const rules = rulesFor(shell, run.settings, options, false);
  const reload: Reload = async (agreed) => {
    const loader = startLoading(template, { ...rules, agreed });
    await named.readAgain(loader.add);
    return loader.finish(named.findings);
  };
  const { loaded } = await settleList(reload, world.ledger, world.optOuts);
  const messages = chosenMessages(loaded.messages, options);
  if (messages.length === 0) {
    shell.stderr.write(
      `${renderFindings(loaded.findings, colours)}\nNothing in this list can be tried.\n`,
    );
    return await writeSendSummary(run, [], 3);
  }
  const numbers = await chosenNumbers(own, options.to, run);
  const counts = { records: messages.length, numbers };
  shell.stderr.write(testHeader(world, { template, known }, named, counts, colours));
  const hours = { hours: world.guards.sendHours, mode: world.mode };
  const quiet = quietHours({ ...hours, shell, answers, colours });
  const watch = watchTemplate(template, clock.now(), { templates: world.templates, clock });
  const guards = { quiet, look: sendChecks(watch, quiet) };
  const tried: Tried[] = [];
  for (const [index, [message, number]] of pairsOf(messages, numbers).entries()) {
    const what = { message, number, template, notes: notesOnRow(loaded, message.invite.row) };
    // oxlint-disable-next-line no-await-in-loop -- one test after the other is the point
    if (index > 0 && !(await isNextWanted(run, what))) break;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const one = await tryOne(run, what, guards);
    tried.push(one);
    if (one.seen?.isRight !== true) break;
  }
  return await writeSendSummary(run, tried, exitCodeOf(tried, shell));
}

/** Each record to every number, before the next record. */
function pairsOf(
  messages: readonly Message[],
  numbers: readonly TestNumber[],
): readonly (readonly [Message, TestNumber])[] {
  return messages.flatMap((message) => numbers.map((number) => [message, number] as const));
}

async function isNextWanted(
  { shell, answers, colours }: TestRun,
  { message, number }: What,
): Promise<boolean> {
  shell.stderr.write(`\nNext: ${playerOf(message)}, to ${internationalForm(number)}.\n`);
  const asked = {
    question: colours.bold('Send the next test? (y/n)'),
    keys: ['y', 'n'],
    otherKey: colours.odd('Press y or n.'),
  };
  return (await answers.next(asked, shell.stop)) === 'y' && !shell.stop.aborted;
}

function exitCodeOf(tried: readonly Tried[], { stop }: Shell): ExitCode {
  if (stop.aborted) return 130;
  return highest(
    tried.flatMap(({ fate, halt, seen }): readonly ExitCode[] => [
      ...(halt?.kind === 'template' ? [4 as const] : []),
      ...(halt?.kind === 'failed' ? [exitCodeOfStop(halt.problem)] : []),
      ...(halt?.kind === 'unreachable' ? [5 as const] : []),
      ...(seen?.isRight === false ? [6 as const] : []),
      exitCodeOfFate(fate),
    ]),
  );
}

async function writeSendSummary(
  run: TestRun,
  tried: readonly Tried[],
  exitCode: ExitCode,
): Promise<ExitCode> {
  const { shell, options, world, named } = run;
  const { stdout, stderr } = shell;
  const results = tried.map(({ message, fate, delivery, seen }) => ({
    ...resultOf(message, fate),
    delivery: delivery?.state ?? null,
    reads_right: seen?.isRight ?? null,
    reason: seen?.reason ?? null,
  }));
  const summary = summaryOf(results);
  const last = tried.at(-1);
  const ending = last === undefined ? null : endingOf(last, shell);
  if (ending !== null) await writeWrapped(stderr, `\n${ending}\n`);
  if (options.json) {
    const keyed = withLedgerKeys(results, world.ledger.keyOf);
    writeDocument(stdout, { command: 'test', mode: world.mode, results: keyed, summary });
  } else if (tried.length > 0) {
    await writeWrapped(stdout, `${LABEL}${summaryLine(summary, world.mode, run.result)}`, 2);
  }
  if (!options.quiet && summary.accepted > 0) {
    stderr.write(`Recorded in ${world.ledgerName}, as tests: the invites themselves wait.\n`);
    if (last?.seen?.isRight === true) {
      const flags = options.rehearse ? ['--rehearse'] : [];
      const line = lineFor('send', named.file, options, flags);
      stderr.write(`When all reads right: ${line}\n`);
    }
  }
  return exitCode;
}

/** Why there was no other test, where that is not plain; null where it is. */
function endingOf({ fate, halt, seen }: Tried, { stop }: Shell): string | null {
  if (stop.aborted) return 'Stopped by hand.';
  if (halt !== null) return haltLine(halt);
  if (seen?.isRight === false) return NOT_RIGHT;
  if (fate.kind === 'accepted' && seen === null) return 'Nobody said whether it arrived.';
  return null;
}

const NOT_RIGHT = `Stopped: send nothing to parents until this is put right.
  The text is wrong: it is the template's at Twilio, and "urmston-invite doctor"
  tells where it differs.
  A name, team or fee is wrong: mend the list, and "urmston-invite check" it.
  Nothing came: the state above says why, else look at the phone's connection.
What you wrote is kept in the ledger. Then run the same line again.`;

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
