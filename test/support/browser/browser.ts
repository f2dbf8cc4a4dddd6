import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
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

/** Starts one browser for a test file. Its contexts are closed after each test, and it after the last. */
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
    if (browser === null) throw new Error('The browser is not started before the first test.');
    return browser;
  };
}

/** Starts the browser at `CHROME_PATH` if it is set; otherwise the first of the installed and the shipped ones. */
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
        // No names are resolved, since a page must not need the network.
        args: ['--host-resolver-rules=MAP * ~NOTFOUND'],
      });
    } catch (error) {
      faults.push(String(error));
    }
  }
  throw new Error(
    [
      'No browser starts, and the tests of pages need one. Install Chrome or Chromium,',
      'or set CHROME_PATH to the path of one.',
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

/** A browser's executable, and the environment that it needs. */
type BrowserProgram = {
  readonly path: string;
  readonly env: { readonly [name: string]: string };
};

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGE = join(REPOSITORY, 'node_modules', '@sparticuz', 'chromium', 'package.json');
const CACHE = join(REPOSITORY, 'node_modules', '.cache', 'urmston-invite');

/** The package has a browser for Linux on x64 only. */
const hasShippedBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * The Chromium of `@sparticuz/chromium`, with the libraries and the font that it needs. Unpacked once, which
 * takes seconds and 210 MB.
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

/** Atomic, since several test files may unpack at the same time. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = temporaryFolder(`${basename(folder)}-`, CACHE);
  try {
    const script = fileURLToPath(new URL('unpack-browser.ts', import.meta.url));
    // The package unpacks into the folder for temporary files.
    const env = { ...process.env, TMPDIR: unfinished };
    await promisify(execFile)(process.execPath, [script], { env });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
