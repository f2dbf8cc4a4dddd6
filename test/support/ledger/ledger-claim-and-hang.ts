import { anApproved } from '../builders.ts';
import { openSqliteLedger } from './ledger-parts.ts';

/**
 * Run as a process, to be killed between a claim and its outcome: claims the example's message, prints
 * `claimed`, and waits.
 *
 * Argument: the ledger's file.
 */
const [file = ''] = process.argv.slice(2);
const ledger = openSqliteLedger(file, 'live');
const claim = await ledger.claim(
  anApproved(),
  { file: 'players.csv' },
  new Date('2026-07-15T18:42:00Z'),
  null,
);
if (claim.kind === 'claimed') {
  await ledger.advance(claim.attemptId, { kind: 'sending' }, new Date('2026-07-15T18:42:00Z'));
}
process.stdout.write(`${claim.kind}\n`);
process.stdin.resume();
