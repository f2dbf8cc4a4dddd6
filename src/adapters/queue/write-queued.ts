import type { QueuedMessage } from '../../application/ports/invite-queue.ts';

/** A worker leaves a message with another version on the queue. */
export const QUEUED_VERSION = 1;

/** The body of a queue message, in the form that `readQueued` reads. */
export function writeQueued({ message, approval, ...others }: QueuedMessage): string {
  const { digest, operator, at } = approval;
  return JSON.stringify({
    version: QUEUED_VERSION,
    ...others,
    message,
    approval: { digest, operator, at: at.toISOString() },
  });
}
