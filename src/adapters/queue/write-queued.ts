import type { QueuedMessage } from '../../application/ports/invite-queue.ts';

/** A worker that does not know it leaves the message on the queue. */
export const QUEUED_VERSION = 1;

/** What stands on the queue: the message as it was approved, and nothing beside it. */
export function writeQueued({ message, approval, ...others }: QueuedMessage): string {
  const { digest, operator, at } = approval;
  return JSON.stringify({
    version: QUEUED_VERSION,
    ...others,
    message,
    approval: { digest, operator, at: at.toISOString() },
  });
}
