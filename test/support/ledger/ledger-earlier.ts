import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { anApproved } from '../builders.ts';

/** The time of the earlier run. */
export const EARLIER = new Date('2026-07-14T18:42:00Z');

/** Adds an attempt of an earlier run to the ledger. Without an outcome, its state stays `sending`. */
export async function attemptedEarlier(
  ledger: Ledger,
  message: Message,
  outcome: Outcome | null,
  at = EARLIER,
): Promise<void> {
  const claim = await ledger.claim(anApproved(message), { file: 'earlier.csv' }, at, null);
  if (claim.kind === 'taken') throw new Error('The message was taken already.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
  if (outcome !== null) await ledger.advance(claim.attemptId, outcome, at);
}
