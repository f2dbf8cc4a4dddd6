#!/usr/bin/env node

// Uses the global `process`: importing `node:process` opens all three standard streams, which takes longer
// than the rest of `--version`.

/** Node 24 is the oldest release with long-term support, and has SQLite built in. */
const OLDEST_NODE = 24;

// Files with personal data are readable by their owner only.
process.umask(0o077);

// Imports come after this check, because an old Node may not be able to parse what they load.
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  const { handOver } = await import('./hand-over.ts');
  process.exitCode = await handOver(OLDEST_NODE);
} else {
  const { start } = await import('../src/cli/start.ts');
  process.exitCode = await start(process.argv.slice(2));
}
