import { sameNumberMs } from './rate-limit.ts';
import { dailyRoom, isNewPerson, type DailyRoom, type PeopleCounted } from './people-counted.ts';

/** What limits how many people are written to, and how quickly one person is. */
export type GateFacts = {
  /** When something may last have gone to this person; null where nothing did. */
  readonly lastWrittenTo: Date | null;
  /** When Twilio was last asked to send them something, whatever came of it. */
  readonly lastAsked: Date | null;
  readonly people: PeopleCounted;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  readonly now: Date;
  /** How long the message has waited for its turn already. */
  readonly waitedMs?: number;
};

export type GateAnswer =
  | { readonly kind: 'go' }
  /** WhatsApp wants some seconds between two messages to one number. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** No new person may be written to. */
  | { readonly kind: 'daily_limit'; readonly room: DailyRoom };

/**
 * Whether a message may leave at this moment. The ledger asks it with the step to `sending` and writes
 * both down together, so that the limits hold between processes and machines, too.
 */
export function sendGate(facts: GateFacts): GateAnswer {
  const { lastWrittenTo, lastAsked, people, dailyLimit, now, waitedMs } = facts;
  if (isNewPerson(lastWrittenTo, now)) {
    const room = dailyRoom(people, now, dailyLimit);
    if (room.fits === 0) return { kind: 'daily_limit', room };
  }
  const milliseconds = sameNumberMs(lastAsked, now, waitedMs);
  return milliseconds > 0 ? { kind: 'wait', milliseconds } : { kind: 'go' };
}
