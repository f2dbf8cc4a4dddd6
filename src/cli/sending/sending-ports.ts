import type { Sending } from '../../application/send/send-messages.ts';
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
import { fateLine } from './send-text.ts';

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
  | 'ledger'
  | 'optOuts'
  | 'clock'
  | 'wait'
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
    resultPrinter: async ({ message, fate }) => await resultPrinter(run, message, fate, label),
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
      ledger: world.ledger,
      optOuts: world.optOuts,
      clock: shell.clock,
      wait: waitBy(shell),
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
  { shell, world, options, colours, resultColours }: SendingRun,
  message: Message,
  fate: SendFate | WorkedFate,
  label = '',
): Promise<() => void> {
  const output = options.json ? shell.stderr : shell.stdout;
  const line = fateLine(message, fate, world.mode, options.json ? colours : resultColours);
  const text = await wrapped(`${label}${line}`, output.columns(), 2);
  return () => output.write(text);
}
