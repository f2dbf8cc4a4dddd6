import { queueIn } from '../../../adapters/settings/aws-settings.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import type { InviteQueue } from '../../../application/ports/invite-queue.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ViaOptions } from '../../command-line/options.ts';

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
