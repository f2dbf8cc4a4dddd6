import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import {
  compareByUrgency,
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
} from '../../../src/domain/delivery/delivery-status.ts';

/** How messages stand, in the order in which they are shown. */
export function deliveryStatusesOf(
  messages: readonly LedgerMessage[],
  now: Date,
): readonly DeliveryStatus[] {
  return messages
    .flatMap((message) => deliveryStatusOf(message, now) ?? [])
    .toSorted((a, b) => compareByUrgency({ ...a.message, ...a }, { ...b.message, ...b }));
}

export function countsOf(standings: readonly DeliveryStatus[]): ReadonlyMap<MessageState, number> {
  const tally = stateTally();
  for (const standing of standings) tally.see(standing);
  return tally.counts();
}
