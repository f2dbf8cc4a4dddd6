import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import {
  compareByUrgency,
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
} from '../../../src/domain/delivery/status/delivery-status.ts';

/** The delivery status of messages, in the order in which `status` shows them. */
export function deliveryStatusesOf(
  messages: readonly LedgerMessage[],
  now: Date,
): readonly DeliveryStatus[] {
  return messages
    .flatMap((message) => deliveryStatusOf(message, now) ?? [])
    .toSorted((a, b) => compareByUrgency({ ...a.message, ...a }, { ...b.message, ...b }));
}

export function countsOf(statuses: readonly DeliveryStatus[]): ReadonlyMap<MessageState, number> {
  const tally = stateTally();
  for (const status of statuses) tally.see(status);
  return tally.counts();
}
