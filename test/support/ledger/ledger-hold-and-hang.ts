import { openSqliteLedger } from './ledger-parts.ts';

/**
 * A run of another operator that began a year ago and is still going: takes the ledger, says `held`,
 * and lives until somebody ends it.
 *
 * Argument: the ledger's file.
 */
const [file = ''] = process.argv.slice(2);
const ledger = openSqliteLedger(file, 'live');
await ledger.hold('Robin Green', new Date('2025-07-15T18:42:00Z'));
process.stdout.write('held\n');
// Held on to here, too: what nobody refers to any more is closed, and its lock with it.
process.stdin.resume().on('close', () => void ledger.close());
