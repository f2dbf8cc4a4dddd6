import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import { FEWEST_LATEST, latestSent } from '../../domain/policy/sending-halt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** The newest messages that Twilio accepted, of every sender, the newest first. */
export async function latestInLedger(
  ledger: Pick<Ledger, 'messages'>,
  { now }: Clock,
): Promise<readonly LedgerMessage[]> {
  // Mostly one page is enough, and a larger one costs more.
  const newestFirst = ledger.messages({ newestFirst: true, pageSize: FEWEST_LATEST });
  return await latestSent(newestFirst, now());
}
