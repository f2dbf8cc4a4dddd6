import { InviteError } from '../../domain/problem/problem.ts';
import { isRetryable, type AutomaticRetry } from '../../domain/policy/retry.ts';
import { aborted } from '../aborted.ts';
import type { Wait } from '../ports/ports.ts';
import { retry } from '../retry.ts';

export type AskWithRetryPorts = {
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Fires when nobody waits for an answer any more. */
  readonly stop: AbortSignal;
  readonly tell: (event: { readonly kind: 'slowing_down'; readonly seconds: number }) => void;
};

/**
 * Asks Twilio, and again where it wants fewer requests: a question changes nothing, however often it
 * is asked.
 *
 * @returns null once `stop` has fired
 * @throws whatever `ask` throws
 */
export async function askWithRetry<T>(
  ask: () => Promise<T>,
  { wait, random, stop, tell }: AskWithRetryPorts,
): Promise<T | null> {
  const { result, isCutShort } = await retry<Asked<T>>(
    async () => {
      try {
        return { kind: 'answered', answer: await Promise.race([ask(), aborted(stop)]) };
      } catch (error) {
        return { kind: 'failed', error };
      }
    },
    {
      again: (asked) => (asked.kind === 'failed' && wantsFewer(asked.error) ? AGAIN : null),
      pause: async (milliseconds) => {
        tell({ kind: 'slowing_down', seconds: Math.ceil(milliseconds / 1000) });
        await wait(milliseconds, stop);
        return !stop.aborted;
      },
      random,
    },
  );
  if (isCutShort) return null;
  if (result.kind === 'failed') throw result.error;
  return result.answer;
}

type Asked<T> =
  | { readonly kind: 'answered'; readonly answer: T | null }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A question has nothing in which Twilio's Retry-After comes. */
const AGAIN: AutomaticRetry = { afterSeconds: null };

function wantsFewer(error: unknown): boolean {
  return (
    error instanceof InviteError &&
    error.problem.code === 'twilio_refused' &&
    isRetryable(error.problem)
  );
}
