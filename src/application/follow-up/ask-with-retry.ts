import { isRetryable, type AutomaticRetry } from '../../domain/policy/retry.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { type Wait, aborted } from '../ports/clock.ts';
import { retry } from '../retry.ts';

export type AskWithRetryPorts = {
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Fires when the response is not needed any more. */
  readonly stop: AbortSignal;
  readonly emit: (event: { readonly kind: 'slowing_down'; readonly seconds: number }) => void;
};

/**
 * Makes a read request to Twilio, and repeats it where Twilio asks for fewer requests. Reads have no
 * effect, so repeating them is safe.
 *
 * @returns null once `stop` has fired
 * @throws the error of `ask`
 */
export async function askWithRetry<T>(
  ask: () => Promise<T>,
  { wait, random, stop, emit }: AskWithRetryPorts,
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
      again: (asked) => (asked.kind === 'failed' && isRateLimited(asked.error) ? RETRY : null),
      pause: async (milliseconds) => {
        emit({ kind: 'slowing_down', seconds: Math.ceil(milliseconds / 1000) });
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

/** Twilio's `Retry-After` is not known here. */
const RETRY: AutomaticRetry = { afterSeconds: null };

function isRateLimited(error: unknown): boolean {
  return (
    error instanceof InviteError &&
    error.problem.code === 'twilio_refused' &&
    isRetryable(error.problem)
  );
}
