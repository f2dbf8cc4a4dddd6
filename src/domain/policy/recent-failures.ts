import { refusalOf } from '../delivery/codes/refusal.ts';
import type { LedgerMessage } from '../delivery/ledger-message.ts';
import { hasFailed } from '../delivery/state.ts';

/** The newest messages, so that a fault that is over is soon forgotten. */
const NEWEST = 20;
const RECENT_MS = 7 * 24 * 60 * 60 * 1000;

/** Fewer failures than these are usual: some parents have no WhatsApp. */
const FEWEST_FAILURES = 3;
const SMALLEST_SHARE = 1 / 3;

type MessageFacts = Pick<
  LedgerMessage,
  'purpose' | 'state' | 'approvedAt' | 'messageSid' | 'delivery' | 'deliveryCode'
>;

/**
 * The newest invites that Twilio accepted within a week, at most 20.
 *
 * @param newestFirst is read no further than needed
 */
export async function recentInvites<M extends MessageFacts>(
  newestFirst: AsyncIterable<M>,
  now: Date,
): Promise<readonly M[]> {
  const since = now.getTime() - RECENT_MS;
  const recent: M[] = [];
  for await (const message of newestFirst) {
    if (recent.length === NEWEST || message.approvedAt.getTime() < since) break;
    if (message.purpose === 'invite' && message.state === 'accepted') recent.push(message);
  }
  return recent;
}

export type RecentFailures = {
  readonly failed: number;
  readonly of: number;
  /** The code of the failures, null where Twilio gives none. Of several, the one that matters most. */
  readonly twilioCode: number | null;
};

/**
 * Failures that the operator should know of before more is sent: one for a reason that applies to every
 * message, or many. Null if there are none.
 *
 * @param recent the newest first
 */
export function failuresToMention(recent: readonly MessageFacts[]): RecentFailures | null {
  const codes = recent.flatMap(({ delivery, deliveryCode }) =>
    hasFailed(delivery) ? [deliveryCode] : [],
  );
  const stopping = codes.find((code) => code !== null && refusalOf(code)?.stops === 'run');
  const isMany = codes.length >= Math.max(FEWEST_FAILURES, recent.length * SMALLEST_SHARE);
  if (stopping === undefined && !isMany) return null;
  const twilioCode = stopping ?? mostFrequent(codes);
  return { failed: codes.length, of: recent.length, twilioCode };
}

/** The newest of the most frequent codes; null if most have none. */
function mostFrequent(codes: readonly (number | null)[]): number | null {
  const times = (code: number | null): number => codes.filter((other) => other === code).length;
  return codes.reduce((best, code) => (times(code) > times(best) ? code : best), codes[0] ?? null);
}
