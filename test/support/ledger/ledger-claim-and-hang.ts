import { openSqliteLedger } from './ledger-parts.ts';
import { anApproved } from '../builders.ts';

/**
 * A run that is killed between the claim and the outcome: claims the example's message, says
 * `claimed`, and lives until somebody ends it.
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
