import { internationalForm, type Phone } from '../../../domain/record/phone/phone.ts';
import { count } from '../../../text/format.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { ExitCode } from '../../exit-code.ts';
import { nextCommand, ofWholeList } from '../../list/next-command.ts';
import {
  accountFacts,
  costOf,
  factTable,
  fileText,
  templateFacts,
} from '../../sending/header-facts.ts';
import type { Fetched } from '../../sending/operator-session.ts';
import { resultOf, summaryOf, resultsJson } from '../../sending/results.ts';
import { haltLine, summaryLine } from '../../sending/send-text.ts';
import type { Shell } from '../../shell.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { LABEL, type TestResult, type TestRun } from './send-test.ts';

/** What the operator must know before the first test: account, template, file, and the numbers it goes to. */
export async function testHeader(
  { world, list, colours }: TestRun,
  { template, known }: Fetched,
  { records, numbers }: { readonly records: number; readonly numbers: readonly Phone[] },
): Promise<string> {
  const { mode, guards } = world;
  const cost = { mode, messages: 1, price: guards.price, balance: known.balance };
  const facts = [
    ...accountFacts(world, known, colours),
    ...templateFacts(template, colours),
    ['file', fileText(list)],
    ['found', count(records, 'record that can be tried', 'records that can be tried')],
    ['goes to', numbers.map(internationalForm).join(', ')],
    ['cost', costOf(cost, colours)],
  ] as const;
  const banner = `${LABEL}${MODE_NAMES[mode]}: one message at a time to your own phone, none to a parent`;
  return `${colours.bold(banner)}\n${await factTable(facts, colours, null)}\n`;
}

/**
 * Prints why the tests ended, the result of each, and what to do next.
 *
 * @returns `exitCode`
 */
export async function writeTestSummary(
  { shell, options, world, list, resultColours }: TestRun,
  tests: readonly TestResult[],
  exitCode: ExitCode,
): Promise<ExitCode> {
  const { stdout, stderr } = shell;
  const results = tests.map(({ message, fate, delivery, verdict }) => ({
    ...resultOf(message, fate),
    delivery: delivery?.state ?? null,
    reads_right: verdict?.isRight ?? null,
    reason: verdict?.reason ?? null,
  }));
  const summary = summaryOf(results);
  const last = tests.at(-1);
  const ending = last === undefined ? null : endingOf(last, shell);
  if (ending !== null) await writeWrapped(stderr, `\n${ending}\n`);
  if (options.json) {
    const keyed = resultsJson(results, world.ledger.keyOf, list.readAs.sheets);
    writeDocument(stdout, { command: 'test', mode: world.mode, results: keyed, summary });
  } else if (tests.length > 0) {
    await writeWrapped(stdout, `${LABEL}${summaryLine(summary, world.mode, resultColours)}`, 2);
  }
  if (!options.quiet && summary.accepted > 0) {
    stderr.write(`Recorded in ${world.ledgerName}, as tests: the invites themselves wait.\n`);
    if (last?.verdict?.isRight === true) {
      const flags = options.rehearse ? ['--rehearse'] : [];
      const line = nextCommand(shell, ['send', ...flags], list.file, ofWholeList(options));
      stderr.write(`When all reads right: ${line}\n`);
    }
  }
  return exitCode;
}

/** Why no further test was sent; null where the screen shows it already. */
function endingOf({ fate, halt, verdict }: TestResult, { stop }: Shell): string | null {
  if (stop.aborted) return 'Stopped by hand.';
  if (halt !== null) return haltLine(halt);
  if (verdict?.isRight === false) return NOT_RIGHT;
  if (fate.kind === 'accepted' && verdict === null) return 'Nobody said whether it arrived.';
  return null;
}

const NOT_RIGHT = `Stopped: send nothing to parents until this is put right.
  The text is wrong: it is the template's at Twilio, and "urmston-invite doctor"
  tells where it differs.
  A name, team or fee is wrong: mend the list, and "urmston-invite check" it.
  Nothing came: the state above says why, else look at the phone's connection.
What you wrote is kept in the ledger. Then run the same line again.`;
