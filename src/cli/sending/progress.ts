import type { SendEvent } from '../../application/send/send-one.ts';
import { APPROVAL_VALID_HOURS } from '../../domain/approval/approval.ts';
import { FIRST_MESSAGES } from '../../domain/policy/own-messages.ts';
import { count, playerOf } from '../../text/format.ts';
import type { AnswerSource } from '../operator/answer-source.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import { NO_SPINNER, startSpinner, type Spinner } from '../terminal/spinner.ts';
import { wrapped } from '../terminal/wrap-text.ts';

/** The last line of the screen while messages are sent and no question is open. */
export type Progress = {
  readonly report: (event: SendEvent) => Promise<void>;
  /** Hides the progress while `ask` asks the operator something. */
  readonly hideWhile: (ask: () => Promise<boolean>) => Promise<boolean>;
  readonly stop: () => void;
};

export type ProgressSetup = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly quiet: boolean;
  /** Colours of standard error. */
  readonly colours: Colours;
  /** Makes the function that prints the result of a message. */
  readonly resultPrinter: (
    event: Extract<SendEvent, { readonly kind: 'sent' | 'not_delivered' }>,
  ) => Promise<() => void>;
};

type Countdown = {
  readonly text: (seconds: number) => string;
  readonly seconds: number;
  /** Whether the next message is held back. Then nothing is printed while a question is open. */
  readonly isHeldBack: boolean;
};

const SECOND_MS = 1000;

/** Shows what a send is waiting for: a spinner at a terminal, a line for each wait elsewhere. */
export function showProgress({
  shell,
  answers,
  quiet,
  colours,
  resultPrinter,
}: ProgressSetup): Progress {
  /** Messages without an answer from Twilio after the last question; null until that question. */
  let pending: number | null = null;
  let countdown: Countdown | null = null;
  let ticking: { readonly cancel: () => void } | null = null;
  let spinner: Spinner = NO_SPINNER;
  let isHidden = false;
  let isOver = false;

  const text = (): string =>
    countdown === null
      ? `Waiting for Twilio's answer to ${count(pending ?? 0, 'message')} (Ctrl-C to stop)`
      : countdown.text(countdown.seconds);
  const draw = async (): Promise<void> => {
    const started = await startSpinner(shell, text(), quiet);
    // A question may have opened, or the run may have ended, while the spinner was loaded.
    if (isHidden || isOver) started.stop();
    else spinner = started;
  };
  const printAbove = (print: () => void): void =>
    spinner === NO_SPINNER ? answers.printAbove(print) : spinner.printAbove(print);
  const countDown = (next: Countdown): void => {
    ticking?.cancel();
    const { seconds } = next;
    countdown = seconds > 0 ? next : null;
    if (seconds > 0)
      ticking = shell.after(SECOND_MS, () => countDown({ ...next, seconds: seconds - 1 }));
    spinner.say(text());
  };
  const endCountdown = (): void => {
    ticking?.cancel();
    countdown = null;
  };
  const printLine = async (words: string): Promise<void> => {
    const line = await wrapped(`${colours.odd(words)}\n`, shell.stderr.columns());
    printAbove(() => shell.stderr.write(line));
  };
  const holdBack = async (seconds: number, words: Countdown['text']): Promise<void> => {
    countDown({ text: words, seconds, isHeldBack: true });
    // While a question is open, the operator is not waiting for this message.
    if (pending !== null && !spinner.isDrawn && !quiet) await printLine(words(seconds));
  };

  return {
    report: async (event) => {
      switch (event.kind) {
        case 'sent':
          endCountdown();
          if (pending !== null) pending -= 1;
          printAbove(await resultPrinter(event));
          spinner.say(text());
          return;
        case 'not_delivered':
          printAbove(await resultPrinter(event));
          return;
        case 'too_old':
          if (pending !== null) pending -= 1;
          await printLine(tooOldText(event));
          spinner.say(text());
          return;
        case 'retrying': {
          const words = (seconds: number): string =>
            `Twilio asks us to slow down: trying again in ${seconds} s (try ${event.tryNumber} of ${event.of})`;
          if (!spinner.isDrawn && !quiet) await printLine(words(event.seconds));
          countDown({ text: words, seconds: event.seconds, isHeldBack: false });
          return;
        }
        case 'waiting_for_pace':
          await holdBack(event.seconds, paceText);
          return;
        case 'waiting_for_first':
          await holdBack(event.seconds, firstText);
          return;
        case 'waiting':
          pending = event.count;
          await draw();
          if (countdown?.isHeldBack === true && !spinner.isDrawn && !quiet) await printLine(text());
      }
    },
    hideWhile: async (ask) => {
      isHidden = true;
      spinner.stop();
      spinner = NO_SPINNER;
      const goesOn = await ask();
      isHidden = false;
      if (goesOn && pending !== null) await draw();
      return goesOn;
    },
    stop: () => {
      isOver = true;
      endCountdown();
      spinner.stop();
    },
  };
}

function tooOldText({
  message,
  isRepeated,
}: Extract<SendEvent, { readonly kind: 'too_old' }>): string {
  const then = isRepeated ? 'you are asked again' : 'the message waits for the next time';
  return `Not sent: your yes to ${playerOf(message)} is older than ${APPROVAL_VALID_HOURS} hours, so ${then}.`;
}

function paceText(seconds: number): string {
  return `One message in six seconds to the same number: the next goes in ${seconds} s`;
}

function firstText(seconds: number): string {
  return `Waiting to see the first ${FIRST_MESSAGES} go out: the next goes in ${seconds} s at the latest`;
}
