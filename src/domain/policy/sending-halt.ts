import { APPROVAL_VALID_HOURS } from '../approval/approval.ts';
import type { LedgerMessage } from '../delivery/ledger-message.ts';
import { hasFailed } from '../delivery/state.ts';
import { nextStepAfterEndings, type Ending } from './next-step.ts';
import { hasLeftTwilio, type OwnMessage } from './own-messages.ts';

/** Nothing more is sent, since the last messages failed for a reason that applies to the next one. */
export type SendingHalt = {
  /** Null where Twilio gives no code. */
  readonly twilioCode: number | null;
};

/** The name of a halt in answers and in logs, which an alarm counts. */
export const SENDING_HALTED = 'sending_halted';

/** The newest messages, so that a fault that is over is soon forgotten. */
const MOST = 20;
/** Some more than the rule needs are read, since the last one that left Twilio may still fail. */
export const FEWEST_LATEST = 5;

const HOUR_MS = 60 * 60 * 1000;
/** A halt ends this long after the failure. */
const HALT_MS = 24 * HOUR_MS;
/** A message may have been sent this long after its approval. */
const READ_BACK_MS = HALT_MS + APPROVAL_VALID_HOURS * HOUR_MS;

type MessageFacts = Pick<
  LedgerMessage,
  'purpose' | 'state' | 'approvedAt' | 'delivery' | 'deliveryCode' | 'deliveryAt' | 'at'
>;

/**
 * The newest messages that Twilio accepted, back to the last one that left Twilio, and at most 20.
 *
 * @param newestFirst is read no further than needed
 */
export async function latestSent<M extends MessageFacts>(
  newestFirst: AsyncIterable<M>,
  now: Date,
): Promise<readonly M[]> {
  const since = now.getTime() - READ_BACK_MS;
  const latest: M[] = [];
  let isOneGone = false;
  for await (const message of newestFirst) {
    if (message.approvedAt.getTime() < since) break;
    if (message.state !== 'accepted') continue;
    latest.push(message);
    isOneGone ||= hasLeftTwilio(message.delivery);
    if (latest.length === MOST || (isOneGone && latest.length >= FEWEST_LATEST)) break;
  }
  return latest;
}

/**
 * Whether sending is halted. The invites that failed after the last message that left Twilio count, as
 * they do in a run: one with a code that stops a run, one with an unknown code, or three in a row with
 * the same code that pauses it.
 *
 * @param latest the newest first
 * @returns null if messages may be sent
 */
export function sendingHalt(latest: readonly MessageFacts[], now: Date): SendingHalt | null {
  const lastGone = latest.findIndex(({ delivery }) => hasLeftTwilio(delivery));
  const newer = lastGone === -1 ? latest : latest.slice(0, lastGone);
  const endings = newer.filter((one) => isRecentFailure(one, now)).map(endingOf);
  const { next } = nextStepAfterEndings(null, endings.toReversed());
  switch (next.kind) {
    case 'stop':
      return { twilioCode: next.twilioCode };
    case 'pause':
      return { twilioCode: 'twilioCode' in next.reason ? next.reason.twilioCode : null };
    case 'go_on':
      return null;
  }
}

/** The messages of the last hour, in the order in which they were sent. */
export function lastHourOf(
  latest: readonly Pick<LedgerMessage, 'messageSid' | 'sentAt' | 'approvedAt' | 'delivery'>[],
  now: Date,
): readonly OwnMessage[] {
  const since = now.getTime() - HOUR_MS;
  return latest
    .map(({ messageSid: sid, sentAt, approvedAt, delivery: state }) => ({
      sid,
      sentAt: sentAt ?? approvedAt,
      state,
    }))
    .filter(({ sentAt }) => sentAt.getTime() >= since)
    .toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
}

/** A canceled message says nothing about the next one, nor does a test to the operator's own phone. */
function isRecentFailure(message: MessageFacts, now: Date): boolean {
  const { purpose, delivery, deliveryAt, at } = message;
  const ageMs = now.getTime() - (deliveryAt ?? at).getTime();
  return hasFailed(delivery) && purpose === 'invite' && ageMs < HALT_MS;
}

function endingOf({ deliveryCode }: MessageFacts): Ending {
  return { kind: 'not_delivered', twilioCode: deliveryCode };
}
