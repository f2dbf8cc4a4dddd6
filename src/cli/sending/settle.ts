import { settleUnknown, type SettleEvent } from '../../application/follow-up/settle-unknown.ts';
import type { NotAsked } from '../../application/ports/gateway.ts';
import type { OpenAttempt } from '../../application/ports/ledger.ts';
import { withoutChannel } from '../../domain/contact/recipient.ts';
import { parsePhone } from '../../domain/record/phone/phone.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { explainCandidate } from '../../text/delivery/candidate.ts';
import { notFoundText } from '../../text/delivery/not-found.ts';
import { explainRefusal } from '../../text/delivery/refusal.ts';
import { count, londonTime, formatPhone, printable } from '../../text/format.ts';
import { wordFor } from '../../text/mode-names.ts';
import type { World } from '../composition/world.ts';
import type { Output, Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import { startSpinner, type Spinner } from '../terminal/spinner.ts';
import { waitBy } from '../terminal/wait.ts';
import { wrapped } from '../terminal/wrap-text.ts';

type SettleOptions = {
  readonly colours: Colours;
  readonly quiet: boolean;
  /** Settles only outcomes that are unknown. Set where another run holds the ledger. */
  readonly onlyUnknown?: boolean;
};

/**
 * Asks Twilio about messages and replies that earlier runs left without an outcome, and prints a line
 * for each.
 */
export async function settleOpen(
  shell: Shell,
  world: World,
  { colours, quiet, onlyUnknown = false }: SettleOptions,
): Promise<void> {
  let spinner: Spinner | null = null;
  const spin = async (text: string): Promise<void> => {
    spinner?.stop();
    spinner = await startSpinner(shell, text, quiet);
  };
  const printAbove = async (text: string): Promise<void> => {
    const line = await wrapped(text, shell.stderr.columns(), 2);
    const print = (): void => shell.stderr.write(line);
    if (spinner === null) print();
    else spinner.printAbove(print);
  };
  // Events come without waiting for the screen; they are drawn one after the other.
  let drawn = Promise.resolve();
  const draw = (event: SettleEvent): void => {
    if (event.kind === 'settled') {
      const line = settledLine(event, shell, world.mode, colours);
      drawn = drawn.then(async () => await printAbove(line));
      return;
    }
    drawn = drawn.then(async () => await spin(progressText(event)));
  };
  try {
    const ports = settlePorts(shell, world);
    await settleUnknown({ ...ports, ledger: world.ledger, onlyUnknown, emit: draw });
  } finally {
    await drawn;
    (spinner as Spinner | null)?.stop();
  }
  await settleReplies(shell, world);
}

/** Asks Twilio about replies that earlier runs left without an outcome, and prints a line for each. */
export async function settleReplies(shell: Shell, world: World): Promise<void> {
  await settleUnknown({
    ...settlePorts(shell, world),
    ledger: world.replyLog,
    emit: (event) => {
      if (event.kind === 'settled') {
        const line = settledReplyLine(event, shell.clock.now());
        shell.stderr.write(`${wordFor(world.mode)}${line}\n`);
      }
    },
  });
}

function settlePorts(
  shell: Shell,
  world: World,
): Omit<Parameters<typeof settleUnknown>[0], 'ledger' | 'emit'> {
  return {
    sentMessages: world.sentMessages,
    showsUpWithinMs: world.showsUpWithinMs,
    operator: world.operatorName,
    clock: shell.clock,
    wait: waitBy(shell),
    stop: shell.stop,
  };
}

function progressText(event: Exclude<SettleEvent, { kind: 'settled' }>): string {
  const what = count(event.count, 'message');
  if (event.kind === 'asking') return `Asking Twilio what became of ${what}`;
  const seconds = Math.ceil(event.milliseconds / 1000);
  return `Twilio does not show ${what} yet; looking again for up to ${count(seconds, 'second')}`;
}

function settledLine(
  { attempt, result }: Extract<SettleEvent, { kind: 'settled' }>,
  { stderr, clock }: Pick<Shell, 'stderr' | 'clock'>,
  mode: Mode,
  colours: Colours,
): string {
  const word = wordFor(mode);
  const which = `${printable(attempt.player)}, for ${printable(attempt.parent)}, ${londonTime(attempt.since)}`;
  switch (result.kind) {
    case 'accepted':
      return `${word}${colours.good('settled')}  ${result.messageSid}  ${which}: Twilio has it.\n`;
    case 'found_twice':
      return `${word}${colours.bad('sent twice')}  ${which}: Twilio shows it ${result.sids.length} times, as ${result.sids.join(' and ')}. The first counts.\n`;
    case 'not_found':
      return `${word}${colours.odd('unknown')}  ${which}: ${notFoundText(attempt.since, clock.now())} ${OFFERED}\n`;
    case 'unclear': {
      const { message, fix } = explainCandidate(result.candidate, numberOf(attempt, stderr));
      return `${word}${colours.odd('unknown')}  ${which}: ${message} ${fix}\n`;
    }
    case 'not_asked':
      return `${word}${colours.odd('unknown')}  ${which}: ${notAskedText(result)} ${LATER}\n`;
  }
}

/** A refusal is not a Twilio that is silent: the operator can do something about it. */
function notAskedText({ refusal }: NotAsked): string {
  if (refusal === undefined) return 'Twilio could not be asked.';
  const { message, fix } = explainRefusal(refusal.twilioCode, refusal.twilioText);
  return `Twilio did not answer: ${message} ${fix}`;
}

function numberOf({ to }: OpenAttempt, output: Output): string {
  const phone = parsePhone(withoutChannel(to));
  return phone.ok ? formatPhone(output, phone.value) : 'this number';
}

const OFFERED = 'A list that holds it asks whether to send it now.';
const LATER = 'The next run asks again.';

function settledReplyLine(
  { attempt, result }: Extract<SettleEvent, { kind: 'settled' }>,
  now: Date,
): string {
  const which = `your reply of ${londonTime(attempt.since)}`;
  switch (result.kind) {
    case 'accepted':
      return `settled  ${result.messageSid}  ${which}: Twilio has it.`;
    case 'found_twice':
      return `sent twice  ${which}: Twilio shows it as ${result.sids.join(' and ')}.`;
    case 'not_found':
      return `unknown  ${which}: ${notFoundText(attempt.since, now)} Ask the parent, or write it in other words.`;
    case 'unclear':
      return `unknown  ${which}: ${explainCandidate(result.candidate).message} Ask the parent, or write it in other words.`;
    case 'not_asked':
      return `unknown  ${which}: ${notAskedText(result)} The next reply asks again.`;
  }
}
