#!/usr/bin/env node

// The global `process` and not an import of it: the import would open all three streams, which takes
// longer than the rest of `--version`.

/** Node 24 has SQLite built in, and is the oldest with long-term support. */
const OLDEST_NODE = 24;

// People's data is written by this process alone and is nobody else's to read.
process.umask(0o077);

// Everything newer than this check is imported after it, so that an old Node gets as far as the sentence.
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  const { handOver } = await import('./hand-over.ts');
  process.exitCode = await handOver(OLDEST_NODE);
} else {
  const { start } = await import('../src/cli/start.ts');
  process.exitCode = await start(process.argv.slice(2));
}
