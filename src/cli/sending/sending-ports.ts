import type { Sending } from '../../application/send/send-messages.ts';
import type { SendEvent } from '../../application/send/send-one.ts';
import type { WorkedFate } from '../../application/worker/follow-queued.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import type { SendOptions } from '../command-line/options.ts';
import type { World } from '../composition/world.ts';
import { cliOperator } from '../operator/cli-operator.ts';
import type { Colours } from '../terminal/colours.ts';
import { waitBy } from '../terminal/wait.ts';
import { wrapped } from '../terminal/wrap-text.ts';
import type { OperatorSession } from './operator-session.ts';
import { showProgress } from './progress.ts';
import type { QuietHours } from './quiet-hours.ts';
import { fateLine, notDeliveredLine } from './send-text.ts';

/** What a run needs to ask the operator about messages and to send them. */
export type SendingRun = OperatorSession & {
  readonly world: World;
  readonly options: Pick<SendOptions, 'json' | 'quiet'>;
  /** Colours of the results, on standard output. */
  readonly resultColours: Colours;
};

/** The ports that a list and a single test message have in common. */
type SendingPorts = Pick<
  Sending,
  | 'operator'
  | 'gateway'
  | 'deliveries'
  | 'log'
  | 'ledger'
  | 'optOuts'
  | 'clock'
  | 'wait'
  | 'lookWait'
  | 'random'
  | 'dailyLimit'
  | 'stop'
  | 'stopNow'
  | 'hoursNow'
  | 'emit'
>;

type Presentation = {
  /** What is odd or repaired about a row, in words. */
  readonly notesOn: (row: number) => readonly string[];
  readonly hours: Pick<QuietHours, 'mayAskNow' | 'hoursNow'>;
  /** Stands before each line about a message; empty for an invite. */
  readonly label: string;
};

/**
 * Calls `send` with the operator at this terminal and the ports of this run. Shows the progress below
 * the questions until `send` ends.
 */
export async function withSendingPorts<T>(
  run: SendingRun,
  { notesOn, hours, label }: Presentation,
  send: (ports: SendingPorts) => Promise<T>,
): Promise<T> {
  const { shell, world, answers, options, colours } = run;
  const { mayAskNow, hoursNow } = hours;
  const name = world.operatorName;
  const operator = cliOperator(shell, answers, { name, notesOn, mayAskNow, label, colours });
  const progress = showProgress({
    shell,
    answers,
    quiet: options.quiet,
    colours,
    resultPrinter: async (event) =>
      event.kind === 'sent'
        ? await resultPrinter(run, event.message, event.fate, label)
        : await failurePrinter(run, event, label),
  });
  try {
    return await send({
      operator: {
        ...operator,
        confirmContinue: async (...why) =>
          await progress.hideWhile(async () => await operator.confirmContinue(...why)),
      },
      gateway: world.gateway,
      deliveries: world.deliveries,
      log: world.messageLog,
      ledger: world.ledger,
      optOuts: world.optOuts,
      clock: shell.clock,
      wait: waitBy(shell),
      lookWait: waitBy(shell),
      random: shell.random,
      dailyLimit: world.dailyLimit,
      stop: shell.stop,
      stopNow: shell.stopNow,
      hoursNow,
      emit: progress.report,
    });
  } finally {
    progress.stop();
  }
}

/**
 * A function that prints the result of one message: on standard output, or on standard error where
 * `--json` keeps standard output for the document.
 */
export async function resultPrinter(
  run: SendingRun,
  message: Message,
  fate: SendFate | WorkedFate,
  label = '',
): Promise<() => void> {
  const line = (colours: Colours): string => fateLine(message, fate, run.world.mode, colours);
  return await linePrinter(run, line, label);
}

/** As `resultPrinter`, for a message that Twilio accepted and could not deliver. */
async function failurePrinter(
  run: SendingRun,
  { message, failure }: Extract<SendEvent, { readonly kind: 'not_delivered' }>,
  label: string,
): Promise<() => void> {
  const line = (colours: Colours): string =>
    notDeliveredLine(message, failure, run.world.mode, colours);
  return await linePrinter(run, line, label);
}

async function linePrinter(
  { shell, options, colours, resultColours }: SendingRun,
  line: (colours: Colours) => string,
  label: string,
): Promise<() => void> {
  const output = options.json ? shell.stderr : shell.stdout;
  const words = line(options.json ? colours : resultColours);
  const text = await wrapped(`${label}${words}`, output.columns(), 2);
  return () => output.write(text);
}
