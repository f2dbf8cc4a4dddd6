import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { hasShippedBrowser, shippedBrowser, type BrowserProgram } from './shipped-browser.ts';

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
