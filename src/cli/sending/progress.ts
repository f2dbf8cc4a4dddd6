import type { SendEvent } from '../../application/send/send-event.ts';
import { APPROVAL_VALID_HOURS } from '../../domain/approval/approval.ts';
import type { AnswerSource } from '../operator/answer-source.ts';
import { wrapped } from '../terminal/wrap-text.ts';
import type { Colours } from '../terminal/colours.ts';
import { count, playerOf } from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import { NO_SPINNER, startSpinner, type Spinner } from '../terminal/spinner.ts';

/** What stands at the foot of the screen while messages go out and no question stands there. */
export type Progress = {
  readonly tell: (event: SendEvent) => Promise<void>;
  /** Asks something with nothing below it. */
  readonly standAside: (ask: () => Promise<boolean>) => Promise<boolean>;
  readonly stop: () => void;
};

export type ProgressSetup = {
  readonly shell: Shell;
  readonly answers: AnswerSource;
  readonly quiet: boolean;
  /** Colours of the conversation, on standard error. */
  readonly colours: Colours;
  /** What prints the line of a message whose fate is known, on the stream of the results. */
  readonly fatePrinter: (
    event: Extract<SendEvent, { readonly kind: 'sent' }>,
  ) => Promise<() => void>;
};

type Countdown = { readonly text: (seconds: number) => string; readonly seconds: number };

const SECOND_MS = 1000;

export function progressOf({
  shell,
  answers,
  quiet,
  colours,
  fatePrinter,
}: ProgressSetup): Progress {
  /** Messages that are waited for; null as long as there are questions. */
  let waitedFor: number | null = null;
  let countdown: Countdown | null = null;
  let ticking: { readonly cancel: () => void } | null = null;
  let spinner: Spinner = NO_SPINNER;
  let isAside = false;
  let isOver = false;

  const text = (): string =>
    countdown === null
      ? `Waiting for Twilio's answer to ${count(waitedFor ?? 0, 'message')} (Ctrl-C to stop)`
      : countdown.text(countdown.seconds);
  const draw = async (): Promise<void> => {
    const started = await startSpinner(shell, text(), quiet);
    // Somebody may have begun to ask, or the run may have ended, while the spinner was loaded.
    if (isAside || isOver) started.stop();
    else spinner = started;
  };
  const printAbove = (print: () => void): void =>
    spinner === NO_SPINNER ? answers.printAbove(print) : spinner.printAbove(print);
  const countDown = (seconds: number, words: Countdown['text']): void => {
    ticking?.cancel();
    countdown = seconds > 0 ? { text: words, seconds } : null;
    if (seconds > 0) ticking = shell.after(SECOND_MS, () => countDown(seconds - 1, words));
    spinner.say(text());
  };
  const endCountdown = (): void => {
    ticking?.cancel();
    countdown = null;
  };
  const line = async (words: string): Promise<void> => {
    const told = await wrapped(`${colours.odd(words)}\n`, shell.stderr.columns());
    printAbove(() => shell.stderr.write(told));
  };

  return {
    tell: async (event) => {
      switch (event.kind) {
        case 'sent':
          endCountdown();
          if (waitedFor !== null) waitedFor -= 1;
          printAbove(await fatePrinter(event));
          spinner.say(text());
          return;
        case 'too_old':
          if (waitedFor !== null) waitedFor -= 1;
          await line(tooOldWords(event));
          spinner.say(text());
          return;
        case 'retrying': {
          const words = (seconds: number): string =>
            `Twilio asks us to slow down: trying again in ${seconds} s (try ${event.tryNumber} of ${event.of})`;
          if (!spinner.isDrawn && !quiet) await line(words(event.seconds));
          countDown(event.seconds, words);
          return;
        }
        case 'waiting_for_pace':
          countDown(event.seconds, paceWords);
          // Behind a question it delays nobody.
          if (waitedFor !== null && !spinner.isDrawn && !quiet)
            await line(paceWords(event.seconds));
          return;
        case 'waiting':
          waitedFor = event.count;
          await draw();
          if (countdown?.text === paceWords && !spinner.isDrawn && !quiet) await line(text());
      }
    },
    standAside: async (ask) => {
      isAside = true;
      spinner.stop();
      spinner = NO_SPINNER;
      const goesOn = await ask();
      isAside = false;
      if (goesOn && waitedFor !== null) await draw();
      return goesOn;
    },
    stop: () => {
      isOver = true;
      endCountdown();
      spinner.stop();
    },
  };
}

function tooOldWords({
  message,
  isAskedAgain,
}: Extract<SendEvent, { readonly kind: 'too_old' }>): string {
  const then = isAskedAgain ? 'you are asked again' : 'the message waits for the next time';
  return `Not sent: your yes to ${playerOf(message)} is older than ${APPROVAL_VALID_HOURS} hours, so ${then}.`;
}

function paceWords(seconds: number): string {
  return `One message in six seconds to the same number: the next goes in ${seconds} s`;
}
