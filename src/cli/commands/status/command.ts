import { surveyStatus, type Survey } from '../../../application/follow-up/survey-status.ts';
import { watchIntervalMs } from '../../../domain/delivery/status/follow-up.ts';
import { count } from '../../../text/format.ts';
import type { StatusOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openWorld } from '../../composition/world.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { waitBy } from '../../terminal/wait.ts';
import { askTwilio, settleFromStatus } from './ask-twilio.ts';
import { loadListed, messagesShown } from './messages-shown.ts';
import { showStatus, type Asked, type StatusRun } from './show-status.ts';
import { openWatchView, type WatchView } from './watch-view.ts';

/**
 * Asks Twilio about every message that is not final, settles unknown outcomes, and shows what became of
 * the messages: those of a list, or those of the latest season.
 */
export async function status(
  shell: Shell,
  file: string | undefined,
  options: StatusOptions,
): Promise<ExitCode> {
  const colours = await coloursFor(shell.stderr, shell, options.color);
  const settings = settingsOf(shell);
  const world = await openWorld(shell, settings, options);
  try {
    const listed =
      file === undefined ? null : await loadListed(shell, settings, file, options, world);
    const run = { shell, options, world, file: file ?? null, listed, colours };
    const asked = options.watch ? await watch(run) : await askOnce(run, false);
    return await showStatus(run, asked);
  } finally {
    await world.close();
  }
}

/**
 * Settles what is open, then asks Twilio for delivery states and replies.
 *
 * @param isInUseShown whether an earlier round has printed already that another run has the ledger
 */
async function askOnce(
  { shell, world, listed, colours, options }: StatusRun,
  isInUseShown: boolean,
): Promise<Asked & { readonly inUse: boolean }> {
  const { quiet } = options;
  const inUse = await settleFromStatus(shell, world, { colours, quiet, isInUseShown });
  const failed = shell.stop.aborted
    ? null
    : await askTwilio(shell, world, {
        colours,
        quiet,
        showsSteps: options.watch,
        isAskedFor: listed === null ? () => true : listed.holds,
      });
  return { failed, cutShort: shell.stop.aborted, inUse };
}

/** Asks again and again until every message is final, or the operator presses Ctrl-C. */
async function watch(run: StatusRun): Promise<Asked> {
  const { shell, options, world, colours } = run;
  const { mode } = world;
  const view = await openWatchView(shell, { mode, colours, quiet: options.quiet });
  try {
    if (view.isDrawn) view.show(await surveyNow(run), 'Asking Twilio. Ctrl-C ends it.');
    return await rounds(run, view);
  } finally {
    view.stop();
  }
}

async function rounds(run: StatusRun, view: WatchView): Promise<Asked> {
  const { shell } = run;
  let isInUseShown = false;
  for (let round = 0; ; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one round after the other
    const { failed, inUse } = await askOnce({ ...run, shell: view.shell }, isInUseShown);
    isInUseShown ||= inUse;
    const ended = { failed, cutShort: false };
    // Twilio would refuse the next request for the same reason.
    if (shell.stop.aborted || failed?.code === 'twilio_refused') return ended;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const survey = await surveyNow(run);
    if (survey.watched === 0) return ended;
    const pauseMs = watchIntervalMs(round);
    view.show(
      survey,
      `${count(survey.watched, 'message')} not final yet; asking again in ${count(pauseMs / 1000, 'second')}. Ctrl-C ends it.`,
    );
    // oxlint-disable-next-line no-await-in-loop -- as above
    await waitBy(shell)(pauseMs, shell.stop);
    if (shell.stop.aborted) return ended;
  }
}

/** The states of the messages now, without what their recipients wrote. */
async function surveyNow({ shell, world, listed }: StatusRun): Promise<Survey> {
  const { messages } = await messagesShown(world, listed);
  const now = shell.clock.now();
  return await surveyStatus(messages(), { ledger: world.ledger, replies: [], now });
}
