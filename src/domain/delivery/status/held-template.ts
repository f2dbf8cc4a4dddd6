import type { LedgerMessage } from '../ledger-message.ts';

/** What the rule reads of a message. Without `deliveryAt`, `at` is when the delivery state was reached. */
type Sent = Pick<
  LedgerMessage,
  'templateSid' | 'season' | 'delivery' | 'at' | 'sentAt' | 'approvedAt' | 'isErased'
> &
  Partial<Pick<LedgerMessage, 'deliveryAt'>>;

/** Phones that are on take a message within seconds. */
const STUCK_AFTER_MS = 15 * 60_000;

/** Fewer may have their phones off by chance. */
const LEAST_STUCK = 10;

/** Whether WhatsApp has had a message for longer than a phone that is on takes to receive it. */
export function isStuck(message: Sent, now: Date): boolean {
  const { delivery, deliveryAt, at, isErased } = message;
  // The states of erased messages are not asked for any more.
  if (isErased || delivery !== 'sent') return false;
  return now.getTime() - (deliveryAt ?? at).getTime() > STUCK_AFTER_MS;
}

/** Whether a message left Twilio for WhatsApp. */
export function hasReachedWhatsApp({ delivery }: Pick<Sent, 'delivery'>): boolean {
  return (
    delivery === 'sent' ||
    delivery === 'delivered' ||
    delivery === 'read' ||
    delivery === 'undelivered'
  );
}

declare const batch: unique symbol;
/** The messages of one template and season that were sent on the same day. */
export type Batch = string & { readonly [batch]: true };

/** The day is that of UTC: in the hours in which messages go, London has the same date. */
export function batchOf({ templateSid, season, sentAt, approvedAt }: Sent): Batch {
  const day = (sentAt ?? approvedAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return JSON.stringify([season, templateSid, day]) as Batch;
}

/** Whether so many messages are stuck that a batch may be held, whatever its size. */
export function mayBeHeld(stuck: number): boolean {
  return stuck >= LEAST_STUCK;
}

/**
 * Whether WhatsApp may be holding a batch: at least ten of its messages, and more than half of those that
 * reached WhatsApp, are stuck. So many phones are not off at once.
 *
 * @param reached how many messages of the batch reached WhatsApp
 */
export function isHeld(stuck: number, reached: number): boolean {
  return mayBeHeld(stuck) && stuck > reached / 2;
}

/** The messages that WhatsApp may be holding. */
export type HeldMessages = { readonly holds: (message: Sent) => boolean };

export const NONE_HELD: HeldMessages = { holds: () => false };

export function heldIn(batches: ReadonlySet<Batch>, now: Date): HeldMessages {
  return { holds: (message) => isStuck(message, now) && batches.has(batchOf(message)) };
}
