import {
  sendPolicy,
  type Hold,
  type SendFacts,
  type GateFacts,
} from '../../domain/policy/send-policy.ts';
import type { Ledger } from '../ports/ledger.ts';

type Asking<Result> = {
  /** What is known at this moment; null where nothing more is to go. */
  readonly facts: () => Promise<Omit<SendFacts, 'waitedMs'> | null>;
  /** Waits until the message may go; false where it is not to be waited for. */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  /**
   * What is done once the message may go. The ledger may still have it wait.
   *
   * @param at when it was last looked at, and how long it has waited already
   */
  readonly go: (at: { readonly lookedAt: Date; readonly waitedMs: number }) => Promise<Result>;
};

type Wait = { readonly kind: 'wait'; readonly milliseconds: number };

/** Nothing went, since nobody waits for it any longer. */
export type CutShort = { readonly kind: 'cut_short' };

/**
 * Asks the policy until it lets the message go, or holds it. Everything is asked anew after a wait, since a
 * computer may have slept in it.
 *
 * @throws whatever its parts throw
 */
export async function sendWhenAllowed<Result extends { readonly kind: string }>({
  facts,
  pause,
  go,
}: Asking<Result | Wait>): Promise<Exclude<Result, Wait> | Hold | CutShort> {
  for (let waitedMs = 0; ;) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const known = await facts();
    if (known === null) return { kind: 'cut_short' };
    const decision = sendPolicy({ ...known, waitedMs });
    if (decision.kind === 'hold') return decision;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const result =
      decision.kind === 'wait' ? decision : await go({ lookedAt: known.now, waitedMs });
    if (!isWait(result)) return result as Exclude<Result, Wait>;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!(await pause(result.milliseconds))) return { kind: 'cut_short' };
    waitedMs += result.milliseconds;
  }
}

function isWait(result: { readonly kind: string }): result is Wait {
  return result.kind === 'wait';
}

/** What the ledger has of the limits, for those who ask before they write anything down. */
export async function limitsFor(
  to: string,
  ledger: Pick<Ledger, 'people' | 'lastWrittenTo'>,
  dailyLimit: number,
): Promise<Omit<GateFacts, 'now' | 'waitedMs'>> {
  const [people, last] = await Promise.all([ledger.people(), ledger.lastWrittenTo([to])]);
  const lastWrittenTo = last.get(to) ?? null;
  return { people, lastWrittenTo, lastAsked: lastWrittenTo, dailyLimit };
}

/** Does one thing after the other for each number: WhatsApp wants some seconds between two messages. */
type KeyedMutex = <T>(to: string, work: () => Promise<T>) => Promise<T>;

export function mutexByNumber(): KeyedMutex {
  const lastTo = new Map<string, Promise<unknown>>();
  return async <T>(to: string, work: () => Promise<T>): Promise<T> => {
    const before = lastTo.get(to) ?? Promise.resolve();
    const mine = before.then(work, work);
    lastTo.set(to, mine);
    try {
      return await mine;
    } finally {
      if (lastTo.get(to) === mine) lastTo.delete(to);
    }
  };
}
