import { createInterface } from 'node:readline';
import { anApproved } from '../builders.ts';
import { familyMessages } from './ledger-families.ts';
import { openSqliteLedger } from './ledger-parts.ts';

/**
 * Run as a process. Prints `ready`, waits for a line, then opens the ledger and claims keys one after the other.
 * Prints the numbers of those that it won, from 0.
 *
 * Arguments: the ledger's file, the number of keys.
 */
const [file = '', count = '0'] = process.argv.slice(2);
const approved = familyMessages(Number(count)).map((message) => anApproved(message));

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
process.stdout.write('ready\n');
await lines.next();

const ledger = openSqliteLedger(file, 'live');
const won: number[] = [];
for (const [index, message] of approved.entries()) {
  // oxlint-disable-next-line no-await-in-loop -- one after the other, as a run does
  const claim = await ledger.claim(message, { file: 'players.csv' }, new Date(), null);
  if (claim.kind === 'claimed') won.push(index);
}
await ledger.close();
process.stdout.write(`${JSON.stringify(won)}\n`);
process.stdin.destroy();
