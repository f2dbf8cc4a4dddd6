import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { forgetShownLists } from '../../../adapters/files/shown-lists.ts';
import { queueIn } from '../../../adapters/settings/aws-settings.ts';
import { modeOf, operatorName } from '../../../adapters/settings/run-settings.ts';
import { twilioSettings, type TwilioLogin } from '../../../adapters/settings/send-settings.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import { TWILIO_TIMEOUT_MS } from '../../../adapters/twilio/client.ts';
import type { DeadLetters } from '../../../application/forget/dead-letters.ts';
import {
  deleteAtTwilio,
  type RemovalReport,
  type TwilioRecord,
} from '../../../application/forget/delete-at-twilio.ts';
import {
  forget as forgetIn,
  holdingsIn,
  recordsAtTwilio,
  type ErasureChoice,
  type Forgotten,
  type Holdings,
  type ErasureSubject,
} from '../../../application/forget/forget.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { isOver } from '../../../domain/record/values/season.ts';
import { count } from '../../../text/format.ts';
import { phoneArgument } from '../../command-line/phone-argument.ts';
import { openErasables } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import { yesNoQuestion } from '../../operator/answer-source.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';
import {
  holdingsPage,
  type AtTwilio,
  type ForgetOptions,
  showForgotten,
  subjectText,
} from './view.ts';

/**
 * Erases names and numbers, and keeps the hashed keys that prevent a second send.
 *
 * @param words the number as it was typed; empty with `--season`
 * @throws InviteError `number_malformed`, `operator_needed`, `still_open`, `stopped_by_hand`
 */
export async function forget(
  shell: Shell,
  words: readonly string[],
  options: ForgetOptions,
): Promise<ExitCode> {
  const subject: ErasureSubject =
    options.season === undefined
      ? { kind: 'number', phone: phoneArgument(words) }
      : { kind: 'season', season: options.season };
  const { stdin, stderr, clock } = shell;
  if (!options.dryRun && (!stdin.isTerminal || !stderr.isTerminal)) {
    throw new InviteError({ code: 'operator_needed', why: 'forgetting' });
  }
  const home = homeFolder(shell);
  const settings = settingsOf(shell);
  const operator = operatorName(settings, shell.loginName());
  const mode = modeOf(settings);
  const { login } = twilioSettings(settings);
  const canDelete = login !== null;
  const ledgers = await openErasables(shell, settings);
  const deadLetters = await openDeadLettersIn(settings);
  try {
    if (options.dryRun) {
      const holdings = await holdingsIn(ledgers, subject, deadLetters);
      const { length: records } = await recordsAtTwilio(ledgers, subject, mode);
      const twilio = { count: records, canDelete };
      await showForgotten(shell, options, subject, { kind: 'dry_run', holdings, twilio });
      return 0;
    }
    const forgotten = await forgetIn(subject, {
      ledgers,
      deadLetters,
      mode,
      confirm: async (holdings, records) =>
        await confirm(shell, options, subject, holdings, { count: records, canDelete }),
      deleteAtTwilio: async (records) =>
        login === null
          ? { deleted: 0, gone: 0, failed: [], left: records.length }
          : await removeAtTwilio(shell, options, login, records),
      forgetShown: () => forgetShownLists(home),
      operator,
      at: clock.now(),
    });
    await showForgotten(shell, options, subject, forgotten);
    return exitCodeOf(forgotten, shell);
  } finally {
    deadLetters?.close();
    await Promise.all(ledgers.map(async (ledger) => await ledger.close()));
  }
}

/** The dead-letter queue, if the settings name a queue. */
async function openDeadLettersIn(settings: Settings): Promise<DeadLetters | null> {
  if (settings.values.INVITE_QUEUE_URL === undefined) return null;
  const { openDeadLetters } = await import('../../../adapters/queue/dead-letters.ts');
  return await openDeadLetters(queueIn(settings));
}

function exitCodeOf(forgotten: Forgotten, { stop }: Shell): ExitCode {
  if (forgotten.kind === 'erased' && forgotten.copiesLeft.length > 0) return 6;
  if (forgotten.kind !== 'twilio_incomplete') return 0;
  if (stop.aborted) return 130;
  const isCutOff = forgotten.atTwilio.failed.some(({ why }) => why.kind !== 'refused');
  return isCutOff ? 5 : 6;
}

/** Deletes messages at Twilio, and shows how far it is. */
async function removeAtTwilio(
  shell: Shell,
  { quiet }: ForgetOptions,
  { credentials, standIn }: TwilioLogin,
  records: readonly TwilioRecord[],
): Promise<RemovalReport> {
  const { stop, random } = shell;
  const { twilioMessageRemover } = await import('../../../adapters/twilio/message-remover.ts');
  const wait = waitBy(shell);
  // A deletion that was begun may be finished: it is not cut off by the first request to stop.
  const connection = { credentials, standIn, timeoutMs: TWILIO_TIMEOUT_MS, closed: shell.stopNow };
  const textAt = (done: number): string => `Deleting at Twilio: ${done} of ${records.length}`;
  const spinner = await startSpinner(shell, textAt(0), quiet);
  try {
    return await deleteAtTwilio(records, {
      remover: twilioMessageRemover(connection),
      pause: async (milliseconds) => {
        await wait(milliseconds, stop);
        return !stop.aborted;
      },
      random,
      stop,
      onProgress: (done) => spinner.say(textAt(done)),
    });
  } finally {
    spinner.stop();
  }
}

/**
 * Asks the operator to type the season or four digits, since erasing cannot be undone, and then whether the
 * messages at Twilio are deleted as well.
 */
async function confirm(
  shell: Shell,
  options: ForgetOptions,
  subject: ErasureSubject,
  holdings: Holdings,
  twilio: AtTwilio,
): Promise<ErasureChoice> {
  const { stderr, stop, clock } = shell;
  const colours = await coloursFor(stderr, shell, options.color);
  const early = subject.kind === 'season' && !isOver(subject.season, clock.now());
  stderr.write(
    `${colours.bold(`Forget ${subjectText(stderr, subject)}`)}\n${holdingsPage(holdings, twilio)}\n`,
  );
  if (early) stderr.write(`${colours.odd(`The season ${subject.season} is not over yet.`)}\n\n`);
  const { keyAnswers } = await import('../../operator/key-answers.ts');
  const answers = keyAnswers(shell);
  try {
    const wanted = subject.kind === 'season' ? subject.season : subject.phone.slice(-4);
    const what =
      subject.kind === 'season' ? `the season, ${wanted},` : `the last four digits, ${wanted},`;
    const typed = await answers.nextLine(
      colours.bold(`Type ${what} to erase it; anything else keeps it: `),
      stop,
    );
    if (typed === null || stop.aborted) {
      throw new InviteError({ code: 'stopped_by_hand', during: 'forget' });
    }
    if (typed.trim() !== wanted) return 'nothing';
    if (!twilio.canDelete || twilio.count === 0) return 'here';
    const question = `Delete ${count(twilio.count, 'message')} at Twilio, too, with media? (y/n)`;
    const key = await answers.next(yesNoQuestion(question, colours), stop);
    if (key === null || stop.aborted) {
      throw new InviteError({ code: 'stopped_by_hand', during: 'forget' });
    }
    return key === 'y' ? 'here_and_at_twilio' : 'here';
  } finally {
    answers.close();
  }
}
