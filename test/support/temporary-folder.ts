import { randomBytes } from 'node:crypto';
import { mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Letters for random names. No text that a test looks for consists of these alone. */
export const CHANCE_LETTERS = 'jkqvwxz';

/** The file system in memory on Linux. */
const MEMORY = '/dev/shm';
/** Many times the space that concurrent tests need. */
const ROOM_BYTES = 2 ** 30;

/**
 * A ledger syncs each step to disk, which takes most of the time of a test with a ledger. No test depends on
 * durability across a power cut, so a file system in memory serves.
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
 * Creates an empty folder, in memory if there is room. The caller removes it. The tool prints paths, and the
 * random letters and digits of `mkdtemp` could match a pattern that a test forbids.
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
