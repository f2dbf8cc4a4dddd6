import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join('node_modules', '.cache', 'urmston-invite', 'stacks');

/**
 * What was made of the very same sources, versions and options by another test file, or made now. A stack
 * takes seconds to make, and a dozen files look at the same one.
 *
 * @param root the folder of the project
 */
export function keptFor<T>(
  root: string,
  options: object,
  make: () => T,
  isWorthIt: (made: T) => boolean,
): T {
  const folder = join(root, FOLDER);
  const file = join(folder, `${digestOf(root, options)}.json`);
  const kept = read(file);
  if (kept !== null) return JSON.parse(kept) as T;
  const made = make();
  if (isWorthIt(made)) {
    mkdirSync(folder, { recursive: true });
    // Whole or not at all: another test file may be about to read it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
    renameSync(`${file}.${process.pid}`, file);
  }
  return made;
}

function digestOf(root: string, options: object): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, options]));
  const sources = globSync('src/**/*.ts', { cwd: root }).toSorted();
  for (const file of [...sources, 'cdk.json', 'package-lock.json']) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
