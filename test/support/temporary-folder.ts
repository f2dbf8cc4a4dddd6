import { randomBytes } from 'node:crypto';
import { mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** No word that a test looks for is made of these alone. */
export const CHANCE_LETTERS = 'jkqvwxz';

/** Where files are kept in memory on Linux. */
const MEMORY = '/dev/shm';
/** All that tests keep at once fits into it many times. */
const ROOM_BYTES = 2 ** 30;

/**
 * Every step of a ledger waits until the disk has it, which is most of the time that a test with a ledger
 * takes. No test depends on that: none cuts the power.
 */
const QUICKEST = hasRoom(MEMORY) ? MEMORY : tmpdir();

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

/**
 * A new empty folder, in memory if there is room, which its caller removes. Paths stand in what the tool writes, and `mkdtemp` ends them
 * in any letters and digits: by chance in those that a test forbids.
 */
export function temporaryFolder(prefix: string, parent = QUICKEST, length = 6): string {
  for (;;) {
    const folder = join(parent, prefix + lettersByChance(length));
    try {
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function lettersByChance(length: number): string {
  return Array.from(
    randomBytes(length),
    (byte) => CHANCE_LETTERS[byte % CHANCE_LETTERS.length],
  ).join('');
}
