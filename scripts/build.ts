import { existsSync } from 'node:fs';
import { readlink, rm, symlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { bundleTool, ENTRY, thirdPartyLicences } from './bundle.ts';
import { writeBuild } from './write-build.ts';

/** Builds `dist/`. */

const { files, packages } = await bundleTool();
// The entry goes last: `npx` builds again in a clone, where the tool may be started meanwhile.
await writeBuild('dist', [
  ...files.filter(({ path }) => path !== ENTRY),
  {
    path: 'third-party-licences.txt',
    text: `${thirdPartyLicences(packages)}\n`,
  },
  ...files.filter(({ path }) => path === ENTRY),
]);

// npm links the commands of dependencies, but not a package's own. With this link `npx urmston-invite`
// in a clone runs this build; without it npx installs the clone into a cache of its own first.
const COMMANDS = 'node_modules/.bin';
const LINK = { from: `${COMMANDS}/urmston-invite`, to: '../../dist/urmston-invite.js' };
if (platform() !== 'win32' && existsSync(COMMANDS)) {
  const present = await readlink(LINK.from).catch(() => undefined);
  if (present !== LINK.to) {
    await rm(LINK.from, { force: true });
    await symlink(LINK.to, LINK.from);
  }
}
