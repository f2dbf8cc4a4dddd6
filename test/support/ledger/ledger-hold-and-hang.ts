import { openSqliteLedger } from './ledger-parts.ts';

/**
 * Run as a process: a run of another operator that began a year ago. Locks the ledger, prints `held`, and
 * waits.
 *
 * Argument: the ledger's file.
 */
const [file = ''] = process.argv.slice(2);
const ledger = openSqliteLedger(file, 'live');
await ledger.hold('Robin Green', new Date('2025-07-15T18:42:00Z'));
process.stdout.write('held\n');
// The reference keeps the connection from being garbage collected, which would release the lock.
process.stdin.resume().on('close', () => void ledger.close());
