import { findHeld } from '../../../application/follow-up/find-held.ts';
import { surveyStatus, type Survey } from '../../../application/follow-up/survey-status.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { watchIntervalMs } from '../../../domain/delivery/status/follow-up.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import { explainNotAsked } from '../../../text/delivery/delivery-status.ts';
import { count } from '../../../text/format.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { StatusOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openWorld, type World } from '../../composition/world.ts';
import { exitCodeOfStop } from '../../exit-code.ts';
import { highest, type ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writePieces } from '../../terminal/write-document.ts';
import { askTwilio, settleFromStatus } from './ask-twilio.ts';
import { writeStatusDocument } from './json.ts';
import { loadListed, messagesShown, type Listed } from './messages-shown.ts';
import {
  columnWidths,
  endingOf,
  neverSentPage,
  otherReplies,
  statusPage,
  summaryOf,
  unmatchedPage,
} from './view.ts';

type StatusRun = {
  readonly shell: Shell;
  readonly options: StatusOptions;
  readonly world: World;
  readonly listed: Listed | null;
  /** Colours of standard error. */
  readonly colours: Colours;
};

type Asked = {
  /** Why Twilio returned nothing, or not everything; null where it returned all. */
  readonly failed: StopProblem | null;
  /** Whether the operator stopped it before everything was asked. */
  readonly cutShort: boolean;
};

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
    const run = { shell, options, world, listed, colours };
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
  const { shell, options } = run;
  let isInUseShown = false;
  for (let round = 0; ; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one round after the other
    const { failed, inUse } = await askOnce(run, isInUseShown);
    isInUseShown ||= inUse;
    const ended = { failed, cutShort: false };
    // Twilio would refuse the next request for the same reason.
    if (shell.stop.aborted || failed?.code === 'twilio_refused') return ended;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const watched = await countWatched(run);
    if (watched === 0) return ended;
    const pauseMs = watchIntervalMs(round);
    const text = `${count(watched, 'message')} not final yet; asking again in ${count(pauseMs / 1000, 'second')}. Ctrl-C ends it.`;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const spinner = await startSpinner(shell, text, options.quiet);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await waitBy(shell)(pauseMs, shell.stop);
    spinner.stop();
    if (shell.stop.aborted) return ended;
  }
}

async function countWatched({ shell, world, listed }: StatusRun): Promise<number> {
  const { messages } = await messagesShown(world, listed);
  const now = shell.clock.now();
  return (await surveyStatus(messages(), { ledger: world.ledger, replies: [], now })).watched;
}

async function showStatus(run: StatusRun, { failed, cutShort }: Asked): Promise<ExitCode> {
  const { shell, options, world, listed } = run;
  const { ledger, mode } = world;
  const shown = await messagesShown(world, listed);
  const widths = columnWidths();
  const sentInvitees = new Set<KeyedHash>();
  const now = shell.clock.now();
  const survey = await surveyStatus(shown.messages(), {
    ledger,
    replies: await shown.replies(),
    now,
    held: await findHeld({ ledger, now }),
    see: (one) => {
      if (!options.json) widths.add(one);
      if (listed !== null) sentInvitees.add(one.message.inviteeKey);
    },
  });
  const others = await shown.others(survey.replies.others);
  const neverSent =
    listed?.messages.filter(({ inviteeKey }) => !sentInvitees.has(ledger.keyOf(inviteeKey))) ??
    null;
  const unmatched = await world.replies.unmatched();
  if (options.json) {
    const { keyOf } = ledger;
    const parts = { survey, others, mode, failed, neverSent, keyOf, unmatched };
    await writeStatusDocument(shell.stdout, parts);
  } else {
    const colours = await coloursFor(shell.stdout, shell, options.color);
    const columns = shell.stdout.columns();
    if (mode !== 'live') shell.stdout.write(`${colours.bold(MODE_NAMES[mode])}\n`);
    shell.stdout.write(await unmatchedPage(unmatched, shell.stdout, { mode, colours }));
    if (survey.total > 0) {
      await writePieces(shell.stdout, statusPage(survey, widths, columns, colours));
    }
    if (!options.quiet) shell.stdout.write(otherReplies(others, columns));
    if (listed !== null && neverSent !== null) {
      shell.stdout.write(neverSentPage(neverSent, listed.faultyRows, colours));
    }
    shell.stdout.write(`${survey.total > 0 ? '\n' : ''}${summaryOf(survey, mode, colours)}\n`);
  }
  await writeNotes(run, survey, { failed, cutShort });
  return cutShort ? 130 : exitCodeOf(survey, failed);
}

/** Why Twilio was not asked for all, and what is still to come. */
async function writeNotes(
  { shell, options, colours }: StatusRun,
  { watched }: Survey,
  { failed, cutShort }: Asked,
): Promise<void> {
  if (failed !== null) {
    const { message, fix } = explainNotAsked(failed);
    await writeWrapped(shell.stderr, `\n${colours.bad(message)}\n${fix}\n`);
  }
  const ending = endingOf(watched, { cutShort, watched: options.watch });
  if (ending !== null && !options.quiet) await writeWrapped(shell.stderr, `\n${ending}\n`);
}

function exitCodeOf({ pressing }: Survey, failed: StopProblem | null): ExitCode {
  return highest([
    ...(failed === null ? [] : [exitCodeOfStop(failed)]),
    ...(pressing.has('failed') ? [6 as const] : []),
    ...(pressing.has('unknown') ? [7 as const] : []),
  ]);
}
