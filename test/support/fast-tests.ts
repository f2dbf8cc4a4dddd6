import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** Packages that start a process, terminal, emulator, browser or build, or synthesise a stack. */
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
/** Files that run a whole command or write a ledger to disk. */
const SLOW_FILES = new Set(
  [
    'cli/run.ts',
    'support/ledger/ledger-folder.ts',
    'support/store/older-ledger.ts',
    'support/store/store-folder.ts',
  ].map(existing),
);

/** @throws Error if the file has moved, since its importers would otherwise count as fast */
function existing(file: string): string {
  const path = join(TESTS, file);
  if (!existsSync(path)) throw new Error(`${path} has moved: name its new place in this file.`);
  return path;
}

/** Without `import type`, which loads nothing. */
const IMPORTED =
  /\b(?:(?:import|export)\s(?!type\s)[^;']*?\bfrom\s|import\s*\(?)\s*'(?<name>[^']+)'/gu;

/**
 * Jest's filter for `npm run test:fast`. A test file is slow if it, or a file in `test/` or `scripts/` that
 * it imports, imports one of the above.
 */
function fastTests(files: readonly string[]): { readonly filtered: readonly string[] } {
  return { filtered: files.filter(isFast) };
}

function isFast(file: string): boolean {
  const seen = new Set([file]);
  // The set grows during the iteration; each file is read once.
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

// Jest calls the value that `require` returns.
export { fastTests as 'module.exports' };
