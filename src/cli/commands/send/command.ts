import { keepUntil } from '../../../adapters/settings/run-settings.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import { rememberIfSent } from '../../../application/check/compare-with-last.ts';
import { settleList, type SettledList } from '../../../application/check/settle-list.ts';
import type { InviteQueue } from '../../../application/ports/invite-queue.ts';
import { outboxOf } from '../../../application/send/outbox.ts';
import {
  sendChecks,
  type SendChecks,
  watchTemplate,
} from '../../../application/send/send-checks.ts';
import { sendMessages, type SendReport } from '../../../application/send/send-messages.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { parentsNotes } from '../../../text/list/parents.ts';
import type { SendOptions, ViaOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openWorld } from '../../composition/world.ts';
import type { ExitCode } from '../../exit-code.ts';
import { readListFile, reloadOf, rulesFor } from '../../list/read-list-file.ts';
import { notesOnRow } from '../../list/render-findings.ts';
import { keepShown, sinceShown, type SinceShown } from '../../list/since-shown.ts';
import { answersFrom } from '../../operator/answer-source.ts';
import { confirmMarketing } from '../../sending/confirm-marketing.ts';
import {
  askAboutDoubts,
  fetchTemplateAndAccount,
  refuseWithoutAnswers,
  withSendersLimit,
} from '../../sending/operator-session.ts';
import { quietHours, type QuietHours } from '../../sending/quiet-hours.ts';
import { showRecentFailures } from '../../sending/recent-failures.ts';
import { withSendingPorts } from '../../sending/sending-ports.ts';
import { settleOpen } from '../../sending/settle.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { askAboutList, hasSomethingToAsk, refuseUnseen } from './ask-about-list.ts';
import { remindOfPastSeason } from './past-season.ts';
import { openQueue, watchQueue } from './queue.ts';
import { writeSendSummary } from './send-summary.ts';
import { showUnanswered } from './unanswered.ts';
import { headerOf, type SendView } from './view.ts';

/** Everything one run of `send` works with. */
type SendRun = SendView & {
  readonly settings: Settings;
  /** The setting KEEP_UNTIL; null where it is not set, and in a rehearsal. */
  readonly until: string | null;
  /** Where a worker takes what is approved; null where this run sends it. */
  readonly queue: InviteQueue | null;
};

/** Checks a list, asks about each message, sends what is approved, and prints the SIDs. */
export async function send(
  shell: Shell,
  file: string,
  options: SendOptions & ViaOptions,
): Promise<ExitCode> {
  refuseWithoutAnswers(shell, file, options);
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const resultColours = await coloursFor(shell.stdout, shell, options.color);
  // A file that cannot be read ends the run here. Its rows are checked later, with the template.
  const asRead = await readListFile(shell, file, options);
  const answers = await answersFrom(shell);
  try {
    const session = { shell, answers, colours };
    const answered = await askAboutDoubts(asRead, options, session);
    const settings = settingsOf(shell);
    const until = options.rehearse ? null : keepUntil(settings);
    const queue = await openQueue(settings, options);
    const world = await openWorld(shell, settings, options);
    try {
      await world.ledger.hold(world.operatorName, shell.clock.now());
      return await sendList({
        ...session,
        ...answered,
        resultColours,
        settings,
        until,
        queue,
        world,
      });
    } finally {
      queue?.close();
      await world.close();
    }
  } finally {
    answers.close();
  }
}

async function sendList(opened: SendRun): Promise<ExitCode> {
  const { shell, options, list, colours } = opened;
  const { clock } = shell;
  const place = { shell, file: list.file };

  const fetched = await fetchTemplateAndAccount(shell, opened.world, options.quiet);
  const run = withSendersLimit(opened, fetched);
  const { world } = run;
  const { ledger, optOuts, mode } = world;
  const { template } = fetched;
  const watch = watchTemplate(template, clock.now(), { templates: world.templates, clock });
  await settleOpen(shell, world, { colours, quiet: options.quiet });
  await showRecentFailures(shell, world, { colours, quiet: options.quiet });
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });

  const rules = rulesFor(shell, run.settings, list, mode === 'live');
  const reload = reloadOf(list, template, rules);
  const found = refuseUnseen(await settleList(reload, ledger, optOuts), shell);
  const season = found.loaded.messages[0]?.invite.season ?? null;
  await showUnanswered(shell, world, season, colours);
  const changes = sinceShown(place, found, template);
  shell.stderr.write(
    await headerOf(run, fetched, found, { changes, isQueued: run.queue !== null }),
  );

  if (mode !== 'rehearsal') {
    const seasons = new Set(found.loaded.messages.map(({ invite }) => invite.season));
    await remindOfPastSeason(run, seasons, run.until);
  }
  const hours = quietHours({ hours: world.guards.sendHours, mode }, run);
  const isToAsk = hasSomethingToAsk(found);
  if (isToAsk) await confirmMarketing(template, run);
  const mayAsk = isToAsk && (await hours.mayAskNow());
  const settled = mayAsk ? await askAboutList(found, reload, run) : found;
  // The cards show the list with the answers given so far, so these count as shown, if they are all of it.
  if (settled.later === null) keepShown(place, settled.loaded.messages, template, 'send');

  const checks = sendChecks(watch, hours);
  const sent = await askAndSend(run, settled, { hours, changes, checks });
  const followed = await watchQueue(sent, settled.loaded.messages, run);
  const seen = { file: list.file, at: clock.now(), operator: world.operatorName };
  const report = await rememberIfSent(followed, settled.loaded, ledger, seen);
  return await writeSendSummary(run, settled, report);
}

type Guards = {
  readonly hours: QuietHours;
  readonly changes: SinceShown;
  readonly checks: SendChecks;
};

async function askAndSend(
  run: SendRun,
  { loaded, plan }: SettledList,
  { hours, changes, checks }: Guards,
): Promise<SendReport> {
  const { list, queue, world } = run;
  const source = { file: list.file };
  const outbox =
    queue === null
      ? null
      : outboxOf(queue, { mode: world.mode, source, sendHours: world.guards.sendHours });
  const view = {
    notesOn: (row: number) => [
      ...parentsNotes(list.parents, row),
      ...changes.notesOn(row),
      ...notesOnRow(loaded, row),
    ],
    hours,
    label: '',
  };
  return await withSendingPorts(
    run,
    view,
    async (ports) => await sendMessages(plan, { ...ports, ...checks, outbox, source }),
  );
}
