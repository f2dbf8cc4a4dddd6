import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../temporary-folder.ts';

/** A program, and what its environment must say for it to start. */
export type BrowserProgram = {
  readonly path: string;
  readonly env: { readonly [name: string]: string };
};

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGE = join(REPOSITORY, 'node_modules', '@sparticuz', 'chromium', 'package.json');
const CACHE = join(REPOSITORY, 'node_modules', '.cache', 'urmston-invite');

/** The package holds a browser for this kind of machine alone. */
export const hasShippedBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * The Chromium that `npm ci` brought, with the libraries and the font it needs, so that a machine
 * has to have none of them. Unpacked once, which takes seconds and 210 MB.
 */
export async function shippedBrowser(): Promise<BrowserProgram> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { readonly version: string };
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    path: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Whole or not at all: test files that run at once may all begin to unpack. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = temporaryFolder(`${basename(folder)}-`, CACHE);
  try {
    const script = fileURLToPath(new URL('unpack-browser.ts', import.meta.url));
    // The package unpacks into the folder for temporary files, wherever that is.
    const env = { ...process.env, TMPDIR: unfinished };
    await promisify(execFile)(process.execPath, [script], { env });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
