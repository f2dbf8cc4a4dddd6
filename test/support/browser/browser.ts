import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../temporary-folder.ts';

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => [
    `${process.env[name]}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env[name]}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
];

/** One browser for a test file, closed after its last test; what a test opened is closed after that test. */
export function aBrowser(): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map(async (context) => await context.close()) ?? []);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (browser === null) throw new Error('The browser is there from the first test on.');
    return browser;
  };
}

/** The first that starts: the one `CHROME_PATH` names and no other, one of this machine, the shipped one. */
async function startBrowser(): Promise<Browser> {
  const faults: string[] = [];
  for (const program of programs(process.env['CHROME_PATH'])) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next is tried when this one does not start
      const { path, env } = await program();
      // oxlint-disable-next-line no-await-in-loop
      return await chromium.launch({
        executablePath: path,
        env: { ...process.env, ...env },
        // Not even a name is looked up: a page that needs the network has a fault.
        args: ['--host-resolver-rules=MAP * ~NOTFOUND'],
      });
    } catch (error) {
      faults.push(String(error));
    }
  }
  throw new Error(
    [
      'No browser starts here, and the pages are tried in a real one. Install Chrome or Chromium,',
      'or give the path of one in CHROME_PATH.',
      ...faults,
    ].join('\n'),
  );
}

function programs(chosen: string | undefined): readonly (() => Promise<BrowserProgram>)[] {
  if (chosen !== undefined && chosen !== '') return [installed(chosen)];
  return [
    ...KNOWN_PLACES.filter((path) => existsSync(path)).map(installed),
    ...(hasShippedBrowser ? [shippedBrowser] : []),
  ];
}

const installed = (path: string) => async (): Promise<BrowserProgram> => ({ path, env: {} });

/** A program, and what its environment must say for it to start. */
type BrowserProgram = {
  readonly path: string;
  readonly env: { readonly [name: string]: string };
};

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGE = join(REPOSITORY, 'node_modules', '@sparticuz', 'chromium', 'package.json');
const CACHE = join(REPOSITORY, 'node_modules', '.cache', 'urmston-invite');

/** The package holds a browser for this kind of machine alone. */
const hasShippedBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * The Chromium that `npm ci` brought, with the libraries and the font it needs, so that a machine
 * has to have none of them. Unpacked once, which takes seconds and 210 MB.
 */
async function shippedBrowser(): Promise<BrowserProgram> {
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
