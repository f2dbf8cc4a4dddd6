import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import {
  inOrderOfUrgency,
  standingOf,
  stateTally,
  type MessageState,
  type Standing,
} from '../../../src/domain/delivery/delivery-status.ts';

/** How messages stand, in the order in which they are shown. */
export function standingsOf(messages: readonly LedgerMessage[], now: Date): readonly Standing[] {
  return messages
    .flatMap((message) => standingOf(message, now) ?? [])
    .toSorted((a, b) => inOrderOfUrgency({ ...a.message, ...a }, { ...b.message, ...b }));
}

export function countsOf(standings: readonly Standing[]): ReadonlyMap<MessageState, number> {
  const tally = stateTally();
  for (const standing of standings) tally.see(standing);
  return tally.counts();
}
