import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Node that `npm ci` puts beside a clone, seen from `dist/chunks/`. */
const PINNED_NODE = `../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the same command line on the pinned Node, if there is one; else says what is needed.
 *
 * @returns the exit code: the other process's own, or 4 where there is no Node to hand over to
 */
export async function handOver(oldestNode: number): Promise<number> {
  const pinned = fileURLToPath(new URL(PINNED_NODE, import.meta.url));
  if (!existsSync(pinned)) {
    process.stderr.write(
      `urmston-invite needs Node ${oldestNode} or newer, and this is Node ${process.versions.node}. ` +
        'Install a current one from https://nodejs.org and run the same line again.\n',
    );
    return 4;
  }
  const script = process.argv[1] ?? '';
  const child = spawn(pinned, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both, and a second one would mean something else.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return await new Promise((resolve) => {
    child.on('error', () => {
      process.stderr.write(
        `The Node at ${pinned} does not start. Run 'npm ci' again, or install Node ${oldestNode} or newer.\n`,
      );
      resolve(4);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
