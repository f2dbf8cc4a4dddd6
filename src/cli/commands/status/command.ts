import { surveyStatus, type Survey } from '../../../application/follow-up/survey-status.ts';
import type { StopProblem } from '../../../domain/problem/problem.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { watchIntervalMs } from '../../../domain/delivery/follow-up.ts';
import { highest, type ExitCode, exitCodeOfStop } from '../../exit-codes/exit-code.ts';
import { explainNotAsked } from '../../../text/delivery/delivery-status.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { count } from '../../../text/format.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { askTwilio, settleFromStatus } from './ask-twilio.ts';
import { writeStatusDocument } from './json.ts';
import { loadListed, type Listed, messagesShown } from './messages-shown.ts';
import {
  columnWidths,
  otherReplies,
  statusPage,
  endingOf,
  neverSentPage,
  summaryOf,
} from './view.ts';
import { waitBy } from '../../terminal/wait.ts';
import { openWorld, type World } from '../../composition/world.ts';
import { writePieces } from '../../terminal/write-document.ts';
import type { StatusOptions } from '../../command-line/options.ts';

type Run = {
  readonly shell: Shell;
  readonly options: StatusOptions;
  readonly world: World;
  readonly listed: Listed | null;
  /** Colours of the conversation, on standard error. */
  readonly talk: Colours;
};

/** What came of asking Twilio. */
type Asked = {
  /** Why Twilio told nothing, or not all. */
  readonly failed: StopProblem | null;
  /** Whether the operator ended it before all was asked. */
  readonly cutShort: boolean;
};

/** What became of the messages: asks Twilio for what is not final, settles what is unknown, shows it all. */
export async function status(
  shell: Shell,
  file: string | undefined,
  options: StatusOptions,
): Promise<ExitCode> {
  const talk = await coloursFor(shell.stderr, shell, options.color);
  const settings = settingsOf(shell);
  const world = await openWorld(shell, settings, options);
  try {
    const listed =
      file === undefined ? null : await loadListed(shell, settings, file, options, world);
    const run = { shell, options, world, listed, talk };
    const asked = options.watch ? await watch(run) : await askOnce(run, false);
    return await writeSendSummary(run, asked);
  } finally {
    await world.close();
  }
}

async function askOnce(
  run: Run,
  isInUseTold: boolean,
): Promise<Asked & { readonly inUse: boolean }> {
  const { shell, world, listed, talk, options } = run;
  const { quiet } = options;
  const inUse = await settleFromStatus(shell, world, { colours: talk, quiet, isTold: isInUseTold });
  const failed = shell.stop.aborted
    ? null
    : await askTwilio(shell, world, {
        colours: talk,
        quiet,
        tellsSteps: options.watch,
        isAskedFor: listed === null ? () => true : listed.holds,
      });
  return { failed, cutShort: shell.stop.aborted, inUse };
}

/** Asks again and again until all is final, or the operator has seen enough: then nothing is cut short. */
async function watch(run: Run): Promise<Asked> {
  const { shell, options } = run;
  let isInUseTold = false;
  for (let round = 0; ; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one round after the other
    const { failed, inUse } = await askOnce(run, isInUseTold);
    isInUseTold ||= inUse;
    const ended = { failed, cutShort: false };
    // What Twilio refuses, it refuses the next time too.
    if (shell.stop.aborted || failed?.code === 'twilio_refused') return ended;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const watched = await watchedNow(run);
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

async function watchedNow({ shell, world, listed }: Run): Promise<number> {
  const { messages } = await messagesShown(world, listed);
  const now = shell.clock.now();
  return (await surveyStatus(messages(), { ledger: world.ledger, replies: [], now })).watched;
}

async function writeSendSummary(run: Run, { failed, cutShort }: Asked): Promise<ExitCode> {
  const { shell, options, world, listed, talk } = run;
  const { ledger, mode } = world;
  const shown = await messagesShown(world, listed);
  const widths = columnWidths();
  const went = new Set<KeyedHash>();
  const survey = await surveyStatus(shown.messages(), {
    ledger,
    replies: await shown.replies(),
    now: shell.clock.now(),
    see: (standing) => {
      if (!options.json) widths.see(standing);
      if (listed !== null) went.add(standing.message.inviteeKey);
    },
  });
  const others = await shown.others(survey.replies.others);
  const neverSent =
    listed?.messages.filter(({ inviteeKey }) => !went.has(ledger.keyOf(inviteeKey))) ?? null;
  if (options.json) {
    const { keyOf } = ledger;
    await writeStatusDocument(shell.stdout, { survey, others, mode, failed, neverSent, keyOf });
  } else {
    const colours = await coloursFor(shell.stdout, shell, options.color);
    const columns = shell.stdout.columns();
    if (mode !== 'live') shell.stdout.write(`${colours.bold(MODE_NAMES[mode])}\n`);
    if (survey.total > 0) {
      await writePieces(shell.stdout, statusPage(survey, widths, columns, colours));
    }
    if (!options.quiet) shell.stdout.write(otherReplies(others, columns));
    if (listed !== null && neverSent !== null) {
      shell.stdout.write(neverSentPage(neverSent, listed.faultyRows, colours));
    }
    shell.stdout.write(`${survey.total > 0 ? '\n' : ''}${summaryOf(survey, mode, colours)}\n`);
  }
  const notAsked = failed === null ? null : explainNotAsked(failed);
  if (notAsked !== null) {
    const told = `\n${talk.bad(notAsked.message)}\n${notAsked.fix}\n`;
    await writeWrapped(shell.stderr, told);
  }
  const ending = endingOf(survey.watched, { cutShort, watched: options.watch });
  if (ending !== null && !options.quiet) {
    await writeWrapped(shell.stderr, `\n${ending}\n`);
  }
  return cutShort ? 130 : exitCodeOf(survey, failed);
}

function exitCodeOf({ pressing }: Survey, failed: StopProblem | null): ExitCode {
  return highest([
    ...(failed === null ? [] : [exitCodeOfStop(failed)]),
    ...(pressing.has('failed') ? [6 as const] : []),
    ...(pressing.has('unknown') ? [7 as const] : []),
  ]);
}
