import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolFiles } from './contents.ts';

const TOOL = 'dist/';

/**
 * Builds one executable for Linux: Node with the tool inside, as files of a virtual file system.
 *
 * See "Single executable applications" in Node's documentation, `useVfs`.
 *
 * @param node the Node to put the tool into, of any architecture
 * @param folder a folder for files in between
 * @param output the path of the executable
 * @throws Error of `node:child_process` if Node cannot build it
 */
export function buildExecutable(node: string, folder: string, output: string): void {
  const base = join(folder, 'node');
  copyFileSync(node, base);
  // Without its symbols Node is a sixth smaller. `strip` takes its own architecture only, and an executable
  // with symbols works as well.
  spawnSync('strip', [base], { stdio: 'ignore' });
  const config = join(folder, 'executable.json');
  // Node puts the main file at the root of the virtual file system, beside the assets.
  const assets = Object.fromEntries(
    toolFiles()
      .filter(({ path }) => path.startsWith(TOOL))
      .map(({ path }) => [path.slice(TOOL.length), path]),
  );
  writeFileSync(
    config,
    JSON.stringify({
      main: `${TOOL}urmston-invite.js`,
      mainFormat: 'module',
      executable: base,
      output,
      useVfs: true,
      disableExperimentalSEAWarning: true,
      assets,
    }),
  );
  execFileSync(process.execPath, ['--build-sea', config], { stdio: ['ignore', 'ignore', 'pipe'] });
}
