#!/usr/bin/env node
import process from 'node:process';

/** Node 24 has SQLite built in, and is the oldest with long-term support. */
const OLDEST_NODE = 24;

// People's data is written by this process alone and is nobody else's to read.
process.umask(0o077);

// Everything newer than this check is imported after it, so that an old Node gets as far as the sentence.
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  const { handOver } = await import('../src/cli/hand-over.ts');
  process.exitCode = await handOver(OLDEST_NODE);
} else {
  const { default: module } = await import('node:module');
  module.enableCompileCache('/tmp/cc');
  const { realShell } = await import('../src/cli/real-shell.ts');
  const { main } = await import('../src/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2), realShell());
}
