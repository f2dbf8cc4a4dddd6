import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { realShell } from '../../src/cli/real-shell.ts';
import type { Output, Shell } from '../../src/cli/shell.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const CHANGED = new Date('2026-11-22T18:42:00Z');
const STARTED = new Date('2026-11-22T18:45:00Z');
const MINUTE_MS = 60_000;
const COLUMNS = 80;
const SHOWN_HOME = '/home/sam/.local/state/urmston-invite';
/** Fixed values in place of random ids and keys, so that the pages are reproducible. */
const SHOWN_SID = '529955738229832575dc737601b993e0';
const SHOWN_KEY = '4f5c0b6e7a1d3c8f92e1b0a7d6c5f4e3b2a190887f6e5d4c3b2a1908f7e6d5c4';

type CommandOutput = { readonly screen: string; readonly stdout: string };

/** A folder with lists and a rehearsal's ledger, and a clock that advances by a minute per command. */
export type Sandbox = {
  /** Runs a command line with these lines as answers. */
  readonly run: (argv: readonly string[], answers?: readonly string[]) => Promise<CommandOutput>;
  readonly write: (name: string, text: string) => void;
};

/** Runs `use` with a sandbox that holds the sample of one family, and removes the sandbox afterwards. */
export async function withSandbox<T>(use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'urmston-invite-docs-'));
  const home = join(folder, 'home');
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), CHANGED, CHANGED);
  };
  let now = STARTED;
  try {
    copyFileSync(join(SAMPLES, 'payload.json'), join(folder, 'payload.json'));
    utimesSync(join(folder, 'payload.json'), CHANGED, CHANGED);
    return await use({
      write,
      run: async (argv, answers = []) => {
        const place = { folder, home, now };
        now = new Date(now.getTime() + MINUTE_MS);
        return await runOnce(argv, answers, place);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Place = { readonly folder: string; readonly home: string; readonly now: Date };

async function runOnce(
  argv: readonly string[],
  answers: readonly string[],
  { folder, home, now }: Place,
): Promise<CommandOutput> {
  const real = realShell();
  let screen = '';
  let stdout = '';
  let passedMs = 0;
  const outputTo = (write: (text: string) => void): Output => ({
    ...real.stdout,
    isTerminal: false,
    columns: () => COLUMNS,
    write,
    ready: async () => {},
  });
  const shell: Shell = {
    platform: 'linux',
    loginName: () => 'sam',
    monotonicMs: real.monotonicMs,
    // Timers fire at once, and advance the clock.
    after: (milliseconds, call) => {
      const timer = setImmediate(() => {
        passedMs += milliseconds;
        call();
      });
      return { cancel: () => clearImmediate(timer) };
    },
    stop: new AbortController().signal,
    stopNow: new AbortController().signal,
    runTool: real.runTool,
    sampleList: real.sampleList,
    requestStop: () => {},
    env: { URMSTON_INVITE_HOME: home, OPERATOR: 'Sam Taylor', TEST_NUMBERS: '07700 900001' },
    workingFolder: folder,
    userFolder: folder,
    stdin: {
      ...real.stdin,
      isTerminal: false,
      lines: async function* lines() {
        yield* answers;
      },
    },
    stdout: outputTo((text) => {
      screen += text;
      stdout += text;
    }),
    stderr: outputTo((text) => {
      screen += text;
    }),
    clock: { now: () => new Date(now.getTime() + passedMs) },
    random: () => 1,
  };
  const file = /\.(?:csv|json)$/u;
  await main(
    argv.map((word) => (file.test(word) ? join(folder, word) : word)),
    shell,
  );
  const shown = (text: string): string =>
    [
      [`${home}${sep}`, `${SHOWN_HOME}/`],
      [home, SHOWN_HOME],
      [`${folder}${sep}`, ''],
    ]
      // As plain text, and escaped within JSON.
      .flatMap(([from = '', to = '']) => [
        [from, to],
        [JSON.stringify(from).slice(1, -1), to],
      ])
      .reduce((all, [from = '', to = '']) => all.replaceAll(from, to), text)
      .replaceAll(/(?<=\b[MS]M)[\da-f]{32}\b/gu, SHOWN_SID)
      .replaceAll(/\b[\da-f]{64}\b/gu, SHOWN_KEY);
  return { screen: shown(screen), stdout: shown(stdout) };
}
