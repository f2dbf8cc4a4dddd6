import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** No word that a test looks for is made of these alone. */
export const CHANCE_LETTERS = 'jkqvwxz';

/**
 * A new empty folder, which its caller removes. Paths stand in what the tool writes, and `mkdtemp` ends them
 * in any letters and digits: by chance in those that a test forbids.
 */
export function temporaryFolder(prefix: string, parent = tmpdir(), length = 6): string {
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
