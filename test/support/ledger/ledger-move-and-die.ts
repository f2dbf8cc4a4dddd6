import { DatabaseSync } from 'node:sqlite';
import { moveOlder } from '../../../src/adapters/storage/sqlite/move/move-older.ts';

/**
 * Run as a process: migrates an older ledger in pages of 30 rows, and is killed after some of them.
 *
 * Arguments: the file, the number of pages.
 */
const [file = '', pages = '0'] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF');
let left = Number(pages);
process.stdout.write('ready\n');
const die = (): void => {
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
};
moveOlder(database, file, { onProgress: die, pageRows: 30 });
database.close();
process.stdout.write('moved\n');
