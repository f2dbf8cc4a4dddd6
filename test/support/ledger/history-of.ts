import type { HistoryEntry, Ledger } from '../../../src/application/ports/ledger.ts';
import type { Message } from '../../../src/domain/message/message.ts';

/** The events of one message, in the order in which they were recorded. */
export async function historyOf(
  ledger: Pick<Ledger, 'events' | 'keyOf'>,
  { to, key: plain }: Pick<Message, 'to' | 'key'>,
): Promise<readonly HistoryEntry[]> {
  const events = await Array.fromAsync(ledger.events({ to }));
  return events
    .filter(({ key }) => key === ledger.keyOf(plain))
    .map(({ attempt, at, state, operator }) => ({ attempt, at, state, operator }));
}
