import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import {
  compareByStanding,
  reasonOf,
  standingOf,
} from '../../../src/domain/delivery/status/attention.ts';
import {
  deliveryStatusOf,
  stateTally,
  type MessageState,
  type DeliveryStatus,
} from '../../../src/domain/delivery/status/delivery-status.ts';

/** Without an opt-out and without a reply. */
const NOTHING_KNOWN = { optOut: null, unanswered: null };

/** The delivery status of messages with their place, in the order in which `status` shows them. */
export function deliveryStatusesOf(messages: readonly LedgerMessage[], now: Date) {
  return messages
    .flatMap((message) => deliveryStatusOf(message, now) ?? [])
    .map((status) => {
      const standing = standingOf({ ...status.message, ...status }, NOTHING_KNOWN);
      return { ...status, standing, reason: reasonOf(status, standing) };
    })
    .toSorted((a, b) => compareByStanding({ ...a.message, ...a }, { ...b.message, ...b }));
}

export function countsOf(statuses: readonly DeliveryStatus[]): ReadonlyMap<MessageState, number> {
  const tally = stateTally();
  for (const status of statuses) tally.see(status);
  return tally.counts();
}
