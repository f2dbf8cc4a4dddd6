import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { openSqliteLedger } from './ledger-parts.ts';

/**
 * Run as a process: a first run. Prints `ready`, then for each line creates the ledger of that name, and prints
 * `opened` or the reason why not.
 *
 * Argument: the folder.
 */
const [folder = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
for await (const name of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await open(join(folder, name))}\n`);
}

async function open(file: string): Promise<string> {
  try {
    await openSqliteLedger(file, 'live').close();
    return 'opened';
  } catch (error) {
    if (error instanceof InviteError) return JSON.stringify(error.problem);
    throw error;
  }
}
