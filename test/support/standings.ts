import type { LedgerMessage } from '../../src/domain/ledger-message.ts';
import { inOrderOfUrgency, standingOf, type Standing } from '../../src/domain/standing.ts';

/** How messages stand, in the order in which they are shown. */
export function standingsOf(messages: readonly LedgerMessage[], now: Date): readonly Standing[] {
  return messages
    .flatMap((message) => standingOf(message, now) ?? [])
    .toSorted((a, b) => inOrderOfUrgency({ ...a.message, ...a }, { ...b.message, ...b }));
}
