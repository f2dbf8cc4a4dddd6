import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { FEWEST_LATEST, latestSent } from '../../domain/policy/sending-halt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/**
 * Asks Twilio for the states of these messages if that is due, and records them.
 *
 * @returns whether it asked
 */
export type LookFirst = (latest: readonly LedgerMessage[]) => Promise<boolean>;

export type LatestPorts = {
  readonly ledger: Pick<Ledger, 'messages'>;
  readonly clock: Clock;
  /** Null where the states are asked for in the background. */
  readonly lookFirst: LookFirst | null;
};

/** The newest messages, with the states that Twilio has now where it was asked. */
export async function latestNow({
  ledger,
  clock,
  lookFirst,
}: LatestPorts): Promise<readonly LedgerMessage[]> {
  const latest = await latestInLedger(ledger, clock);
  const hasAsked = lookFirst !== null && (await lookFirst(latest));
  return hasAsked ? await latestInLedger(ledger, clock) : latest;
}

/** The newest messages that Twilio accepted, of every sender, the newest first. */
export async function latestInLedger(
  ledger: Pick<Ledger, 'messages'>,
  { now }: Clock,
): Promise<readonly LedgerMessage[]> {
  // Mostly one page is enough, and a larger one costs more.
  const newestFirst = ledger.messages({ newestFirst: true, pageSize: FEWEST_LATEST });
  return await latestSent(newestFirst, now());
}
