import { MOST_TRIES } from '../../domain/policy/retry.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import { automaticRetry } from '../../domain/policy/retry.ts';
import type { Wait } from '../ports/ports.ts';
import { retry } from '../retry.ts';
import type { SendEvent } from './send-event.ts';

export type RetryPorts = {
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly tell: (event: SendEvent) => Promise<void>;
};

/**
 * Tries a message until Twilio has processed it, or has refused to five times. Each try is an
 * attempt of its own with the same approval: a refusal of this kind proves that nothing went.
 *
 * @param attempt one try; null where the message is not to go any more
 * @param stopped ends a wait at once: nothing is on its way then
 * @returns null where there is no last word of Twilio's: the message has not gone, and waits
 */
export async function tryAgain(
  message: Message,
  attempt: () => Promise<SendFate | null>,
  { wait, random, tell }: RetryPorts,
  stopped: AbortSignal,
): Promise<SendFate | null> {
  const { result, isCutShort } = await retry(attempt, {
    again: (fate) => (fate === null ? null : automaticRetry(fate, { isAttended: true })),
    pause: async (milliseconds, tryNumber) => {
      if (stopped.aborted) return false;
      const seconds = Math.ceil(milliseconds / 1000);
      await tell({ kind: 'retrying', message, seconds, tryNumber, of: MOST_TRIES });
      await wait(milliseconds, stopped);
      return !stopped.aborted;
    },
    random,
  });
  return isCutShort ? null : result;
}
