import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Node that `npm ci` installs in a clone, relative to `dist/chunks/`. */
const PINNED_NODE = `../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the same command line on the Node that the repository pins. Writes an error where it is not
 * installed.
 *
 * @returns the exit code of the child process, or 4 if it cannot be started
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
      // A terminal sends Ctrl-C to both processes; a second SIGINT would cancel the send at once.
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
