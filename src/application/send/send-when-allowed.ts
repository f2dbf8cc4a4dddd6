import {
  sendPolicy,
  type Hold,
  type SendFacts,
  type GateFacts,
} from '../../domain/policy/send-policy.ts';
import type { Ledger } from '../ports/ledger.ts';

type Steps<Result> = {
  /** The current facts; null where nothing more is sent. */
  readonly facts: () => Promise<Omit<SendFacts, 'waitedMs'> | null>;
  /** Waits until the message may be sent; false where it is not waited for. */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  /**
   * Called when the message may be sent. The ledger may still make it wait.
   *
   * @param at when the facts were read, and how long the message has waited
   */
  readonly go: (at: { readonly lookedAt: Date; readonly waitedMs: number }) => Promise<Result>;
};

type Wait = { readonly kind: 'wait'; readonly milliseconds: number };

/** Nothing was sent, since the wait was cut short. */
export type CutShort = { readonly kind: 'cut_short' };

/**
 * Applies the sending policy until it allows the message or holds it. The facts are read again after
 * each wait, since the computer may have slept.
 *
 * @throws the errors of its arguments
 */
export async function sendWhenAllowed<Result extends { readonly kind: string }>({
  facts,
  pause,
  go,
}: Steps<Result | Wait>): Promise<Exclude<Result, Wait> | Hold | CutShort> {
  for (let waitedMs = 0; ;) {
    // oxlint-disable-next-line no-await-in-loop -- each decision needs new facts
    const known = await facts();
    if (known === null) return { kind: 'cut_short' };
    const decision = sendPolicy({ ...known, waitedMs });
    if (decision.kind === 'hold') return decision;
    // oxlint-disable-next-line no-await-in-loop -- each decision needs new facts
    const result =
      decision.kind === 'wait' ? decision : await go({ lookedAt: known.now, waitedMs });
    if (!isWait(result)) return result as Exclude<Result, Wait>;
    // oxlint-disable-next-line no-await-in-loop -- each decision needs new facts
    if (!(await pause(result.milliseconds))) return { kind: 'cut_short' };
    waitedMs += result.milliseconds;
  }
}

function isWait(result: { readonly kind: string }): result is Wait {
  return result.kind === 'wait';
}

/** The ledger's data for the limits, for callers that check before they claim. */
export async function limitsFor(
  to: string,
  ledger: Pick<Ledger, 'people' | 'lastWrittenTo'>,
  dailyLimit: number,
): Promise<Omit<GateFacts, 'now' | 'waitedMs'>> {
  const [people, last] = await Promise.all([ledger.people(), ledger.lastWrittenTo([to])]);
  const lastWrittenTo = last.get(to) ?? null;
  return { people, lastWrittenTo, lastAsked: lastWrittenTo, dailyLimit };
}

/** Runs tasks for one number one after the other: WhatsApp requires some seconds between two messages. */
type KeyedMutex = <T>(to: string, work: () => Promise<T>) => Promise<T>;

export function mutexByNumber(): KeyedMutex {
  const lastByNumber = new Map<string, Promise<unknown>>();
  return async <T>(to: string, work: () => Promise<T>): Promise<T> => {
    const previous = lastByNumber.get(to) ?? Promise.resolve();
    const current = previous.then(work, work);
    lastByNumber.set(to, current);
    try {
      return await current;
    } finally {
      if (lastByNumber.get(to) === current) lastByNumber.delete(to);
    }
  };
}
