import type { SendReport } from '../../../application/send/send-messages.ts';
import type { SettledList } from '../../../application/check/settle-list.ts';
import type { SendOptions, ViaOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { lineFor } from '../../list/next-command.ts';
import type { Colours } from '../../terminal/colours.ts';
import type { NamedList } from '../../list/read-list-file.ts';
import type { Shell } from '../../shell.ts';
import type { World } from '../../composition/world.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { unknownText } from './view.ts';
import { endingOf, failureIn, haltText, summaryLine } from '../../sending/send-text.ts';
import {
  exitCodeOf,
  resultsOf,
  summaryOf,
  withLedgerKeys,
  type Summary,
} from '../../sending/results.ts';

/** What of a run is needed at its end. */
type Ended = {
  readonly shell: Shell;
  readonly options: SendOptions & ViaOptions;
  readonly named: NamedList;
  readonly world: World;
  /** Colours of the conversation, on standard error. */
  readonly talk: Colours;
  /** Colours of the results, on standard output. */
  readonly result: Colours;
};

/** Tells how a run ended, what became of every record, and what to do next. */
export async function writeSendSummary(
  run: Ended,
  settled: SettledList,
  report: SendReport,
): Promise<ExitCode> {
  const { shell, options, world } = run;
  const { stdout, stderr } = shell;
  const { loaded, plan, notChosen, optedOut } = settled;
  const results = resultsOf(loaded, report, [...notChosen, ...optedOut]);
  const summary = summaryOf(results);
  const exitCode = exitCodeOf(loaded, report);
  // The header, which has told it, may be hundreds of questions above.
  const unclear = plan.unknown.filter(({ attempt }) => attempt.candidate !== undefined);
  if (plan.toAsk.length > 0 && unclear.length > 0) {
    await writeWrapped(stderr, `\n${unknownText(unclear, run.talk)}`, 2);
  }
  const ending =
    report.halt === null
      ? endingOf(plan, summary, loaded.refusedRows)
      : haltText(report.halt, plan, report);
  if (ending !== null) await writeWrapped(stderr, `\n${ending}\n`);
  if (options.json) {
    const keyed = withLedgerKeys(results, world.ledger.keyOf);
    const parts = { ...failureIn(report), results: keyed, summary };
    writeDocument(stdout, { command: 'send', mode: world.mode, ...parts });
  } else {
    await writeWrapped(stdout, summaryLine(summary, world.mode, run.result), 2);
  }
  // A command that is to be copied is left in one piece.
  if (!options.quiet) stderr.write(nextSteps(run, report, summary));
  return exitCode;
}

function nextSteps(
  { options, named, world }: Ended,
  { halt }: SendReport,
  summary: Summary,
): string {
  const again = lineFor('send', named.file, options, wayOf(options));
  const open = summary.left + summary.skipped;
  const queued = summary.queued ?? 0;
  const tried = summary.accepted + summary.refused + summary.unknown + queued;
  const isPlayedThrough = open === 0 && summary.accepted + summary.already_sent > 0;
  return [
    ...(tried > 0 && halt?.kind !== 'failed' ? [`Recorded in ${world.ledgerName}.\n`] : []),
    ...(queued > 0 ? [`What came of the ${queued} on the queue: urmston-invite status\n`] : []),
    ...(open > 0 ? [`To go on with what waits (${open}): ${again}\n`] : []),
    ...(world.mode === 'rehearsal' && isPlayedThrough
      ? [`To rehearse it all again from the start, delete ${world.ledgerName}.\n`]
      : []),
  ].join('');
}

/** The flags that make the same run of it once more. */
function wayOf({ rehearse, via }: ViaOptions): readonly string[] {
  if (via !== undefined) return ['--via', via];
  return rehearse ? ['--rehearse'] : [];
}
