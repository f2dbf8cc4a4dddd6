import type { GateFacts } from '../../domain/policy/send-policy.ts';
import type { Ledger } from '../ports/ports.ts';

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
