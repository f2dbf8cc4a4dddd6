import { queueIn } from '../../../adapters/settings/aws-settings.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import type { InviteQueue } from '../../../application/ports/invite-queue.ts';
import type { SendReport } from '../../../application/send/send-messages.ts';
import { followQueued } from '../../../application/worker/follow-queued.ts';
import type { Message } from '../../../domain/message/message.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { count } from '../../../text/format.ts';
import type { ViaOptions } from '../../command-line/options.ts';
import { resultPrinter, type SendingRun } from '../../sending/sending-ports.ts';
import { NO_SPINNER, startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';

/**
 * Opens the queue of `--via aws`; null without that option.
 *
 * @throws InviteError `usage`, `settings_missing`, `settings_malformed`
 */
export async function openQueue(
  settings: Settings,
  { via, rehearse }: ViaOptions,
): Promise<InviteQueue | null> {
  if (via === undefined) return null;
  if (rehearse) {
    throw new InviteError({
      code: 'usage',
      message: 'A rehearsal leaves nothing of this computer, so it has no way by AWS.',
      fix: 'Leave --via out, or --rehearse.',
    });
  }
  const address = queueIn(settings);
  const { openSqsQueue } = await import('../../../adapters/queue/sqs-queue.ts');
  return await openSqsQueue(address);
}

/**
 * Waits for the worker to send what this run put on the queue, and prints each result. Ctrl-C ends the
 * wait; the worker sends the rest all the same.
 *
 * @returns the report, with the results of the worker
 */
export async function watchQueue(
  report: SendReport,
  messages: readonly Message[],
  run: SendingRun,
): Promise<SendReport> {
  const { shell, world, options } = run;
  let spinner = NO_SPINNER;
  let left = 0;
  const text = (): string =>
    `Waiting for the worker to send ${count(left, 'message')} (Ctrl-C leaves them to it)`;
  try {
    return await followQueued(report, messages, {
      ledger: world.ledger,
      clock: shell.clock,
      wait: waitBy(shell),
      stop: shell.stop,
      emit: async (event) => {
        if (event.kind === 'waiting') {
          left = event.count;
          spinner = await startSpinner(shell, text(), options.quiet);
          if (!spinner.isDrawn && !options.quiet) shell.stderr.write(`${text()}\n`);
          return;
        }
        left -= 1;
        spinner.printAbove(await resultPrinter(run, event.message, event.fate));
        spinner.say(text());
      },
    });
  } finally {
    spinner.stop();
  }
}
