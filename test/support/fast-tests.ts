import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** What starts a process, a terminal, an emulator, a browser or a build, or makes a stack. */
const SLOW_PACKAGES = new Set([
  '@lydell/node-pty',
  'aws-cdk-lib',
  'dynalite',
  'esbuild',
  'local-aws-sqs',
  'node:child_process',
  'node:worker_threads',
  'playwright-core',
]);
/** What runs a whole command, or keeps a ledger on the disk. */
const SLOW_FILES = new Set(
  [
    'cli/run.ts',
    'support/ledger/ledger-folder.ts',
    'support/store/older-ledger.ts',
    'support/store/store-folder.ts',
  ].map(existing),
);

/** A file that was moved is not to be taken for fast. */
function existing(file: string): string {
  const path = join(TESTS, file);
  if (!existsSync(path)) throw new Error(`${path} has moved: name its new place in this file.`);
  return path;
}

/** `import type` is left out: nothing is loaded for it. */
const IMPORTED =
  /\b(?:(?:import|export)\s(?!type\s)[^;']*?\bfrom\s|import\s*\(?)\s*'(?<name>[^']+)'/gu;

/**
 * Jest's filter for `npm run test:fast`: a test file is fast unless it imports something slow, itself or by
 * other files in `test/` or `scripts/`.
 */
function fastTests(files: readonly string[]): { readonly filtered: readonly string[] } {
  return { filtered: files.filter(isFast) };
}

function isFast(file: string): boolean {
  const seen = new Set([file]);
  // A set that grows as it is walked: each file is read once.
  for (const one of seen) {
    if (SLOW_FILES.has(one)) return false;
    for (const { groups } of readFileSync(one, 'utf8').matchAll(IMPORTED)) {
      const name = groups?.['name'] ?? '';
      if (SLOW_PACKAGES.has(name)) return false;
      const path = join(dirname(one), name);
      if (name.startsWith('.') && isOfTests(path) && existsSync(path)) seen.add(path);
    }
  }
  return true;
}

function isOfTests(path: string): boolean {
  return path.startsWith(TESTS) || path.startsWith(join(TESTS, '..', 'scripts'));
}

// Jest calls what `require` returns.
export { fastTests as 'module.exports' };
