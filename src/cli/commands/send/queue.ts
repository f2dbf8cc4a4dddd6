import { queueIn } from '../../../adapters/settings/aws-settings.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import type { InviteQueue } from '../../../application/ports/invite-queue.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ViaOptions } from '../../command-line/options.ts';
import { followQueued, type FollowEvent } from '../../../application/worker/follow-queued.ts';
import type { SendReport } from '../../../application/send/send-messages.ts';
import type { Message } from '../../../domain/message/message.ts';
import { count } from '../../../text/format.ts';
import type { Shell } from '../../shell.ts';
import { NO_SPINNER, startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';
import type { World } from '../../composition/world.ts';

/**
 * The queue of a send by way of AWS; null for one that sends by itself.
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

type Watching = {
  readonly shell: Shell;
  readonly world: World;
  readonly quiet: boolean;
  /** The line of a message whose fate is known, on the stream of the results. */
  readonly printer: (event: Extract<FollowEvent, { readonly kind: 'sent' }>) => Promise<() => void>;
};

/** Tells what the worker makes of what was put on the queue; Ctrl-C leaves the rest to it. */
export async function watchQueue(
  report: SendReport,
  messages: readonly Message[],
  { shell, world, quiet, printer }: Watching,
): Promise<SendReport> {
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
      tell: async (event) => {
        if (event.kind === 'waiting') {
          left = event.count;
          spinner = await startSpinner(shell, text(), quiet);
          if (!spinner.isDrawn && !quiet) shell.stderr.write(`${text()}\n`);
          return;
        }
        left -= 1;
        spinner.printAbove(await printer(event));
        spinner.say(text());
      },
    });
  } finally {
    spinner.stop();
  }
}
