import type { SettledList } from '../../../application/check/settle-list.ts';
import type { SendReport } from '../../../application/send/send-messages.ts';
import type { ViaOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-code.ts';
import { nextCommand, ofWholeList, statusCommand } from '../../list/next-command.ts';
import {
  exitCodeOf,
  resultsOf,
  summaryOf,
  resultsJson,
  type Summary,
} from '../../sending/results.ts';
import { endingOf, failureIn, haltText, summaryLine } from '../../sending/send-text.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { stillNotDeliveredText } from './not-delivered.ts';
import { unknownText, type SendView } from './view.ts';

/**
 * Prints how a run ended, the result of every record, and what to do next.
 *
 * @returns the exit code of the run
 */
export async function writeSendSummary(
  run: SendView,
  settled: SettledList,
  report: SendReport,
): Promise<ExitCode> {
  const { shell, options, world } = run;
  const { stdout, stderr } = shell;
  const { loaded, chosen, later, plan, notChosen, optedOut, withoutConsent, openRecipients } =
    settled;
  const heldBack = [...notChosen, ...openRecipients, ...optedOut, ...withoutConsent];
  const results = resultsOf(loaded, report, heldBack, later?.otherRows);
  const summary = summaryOf(results);
  const exitCode = exitCodeOf(chosen, report);
  // The header shows these too, but it may be hundreds of questions above.
  const unclear = plan.unknown.filter(({ attempt }) => attempt.candidate !== undefined);
  if (plan.toAsk.length > 0 && unclear.length > 0) {
    await writeWrapped(stderr, `\n${unknownText(unclear, run.colours)}`, 2);
  }
  const ending =
    report.halt === null ? endingOf(settled, summary) : haltText(report.halt, plan, report);
  if (ending !== null) await writeWrapped(stderr, `\n${ending}\n`);
  const notDelivered = stillNotDeliveredText(
    plan,
    (key) => report.fates.get(key)?.kind === 'not_delivered',
  );
  if (notDelivered !== '') await writeWrapped(stderr, `\n${notDelivered}`, 2);
  if (options.json) {
    const keyed = resultsJson(results, world.ledger.keyOf, run.list.readAs.sheets);
    const parts = { ...failureIn(report), results: keyed, summary };
    writeDocument(stdout, { command: 'send', mode: world.mode, ...parts });
  } else {
    await writeWrapped(stdout, summaryLine(summary, world.mode, run.resultColours), 2);
  }
  // Not wrapped, so that the command can be copied in one piece.
  if (!options.quiet) stderr.write(nextSteps(run, settled, report, summary));
  return exitCode;
}

function nextSteps(
  { shell, options, list, world }: SendView,
  { plan: { toAsk }, later }: SettledList,
  { fates, halt }: SendReport,
  summary: Summary,
): string {
  const flags = sameFlags(options);
  const nextLine = nextCommand(shell, ['send', ...flags], list.file, options);
  const again = toAsk.filter(({ message }) => fates.get(message.key)?.kind === 'not_delivered');
  const all = summary.left + summary.skipped + again.length;
  // While something of what the options choose waits, the same line goes on with it.
  const others = later?.others ?? 0;
  const open = all - others;
  const queued = summary.queued ?? 0;
  const accepted = summary.accepted + (summary.not_delivered ?? 0);
  const tried = accepted + summary.refused + summary.unknown + queued;
  const statusFlags = ['--watch', ...(options.rehearse ? ['--rehearse'] : [])];
  const watch = statusCommand(shell, null, options, statusFlags);
  const isPlayedThrough = all === 0 && summary.accepted + summary.already_sent > 0;
  return [
    ...(tried > 0 && halt?.kind !== 'failed' ? [`Recorded in ${world.ledgerName}.\n`] : []),
    ...(queued > 0 ? [`What came of the ${queued} on the queue: ${watch}\n`] : []),
    ...(queued === 0 && summary.accepted > 0 ? [`To see who gets it: ${watch}\n`] : []),
    ...(summary.unknown > 0
      ? [`To find out what is unknown (${summary.unknown}), run this in a minute: ${nextLine}\n`]
      : []),
    ...(open > 0 ? [`To go on with what waits (${open}): ${nextLine}\n`] : []),
    ...(open === 0 && others > 0
      ? [
          `To go on with the rest of the list (${others}): ${nextCommand(shell, ['send', ...flags], list.file, ofWholeList(options))}\n`,
        ]
      : []),
    ...(world.mode === 'rehearsal' && isPlayedThrough
      ? [`To rehearse it all again from the start, delete ${world.ledgerName}.\n`]
      : []),
  ].join('');
}

/** The flags of this run that the next one needs as well. */
function sameFlags({ rehearse, via }: ViaOptions): readonly string[] {
  if (via !== undefined) return ['--via', via];
  return rehearse ? ['--rehearse'] : [];
}
