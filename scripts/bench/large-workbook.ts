import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { aWorkbook } from '../../test/support/workbook.ts';
import { listOf, measureProcess, median, middle, type Measured } from './large-list.ts';

type LargeWorkbook = {
  /** The library for workbooks alone. */
  readonly library: Measured;
  readonly check: Measured;
};

/** Milliseconds from the start to the first output at a pseudo-terminal. */
type FirstOutput = { readonly csvMs: number; readonly workbookMs: number };

const ROUNDS = 5;
const ROWS = 10_000;
const LONGEST_ROWS = 100_000;
const LIBRARY_ALONE = `
import { readFileSync } from 'node:fs';
import { readXlsx } from 'hucre/xlsx';
await readXlsx(readFileSync(process.argv[1]));
`;

/** Measures `check` of a workbook of 10,000 rows and its library alone, in separate processes, in turns. */
export async function measureLargeWorkbook(
  tool: string,
  env: NodeJS.ProcessEnv,
): Promise<LargeWorkbook> {
  return await inFolder(async (folder) => {
    const file = join(folder, 'large.xlsx');
    writeFileSync(file, await workbookOf(ROWS));
    const alone = ['--input-type=module', '-e', LIBRARY_ALONE, file];
    const runs = Array.from({ length: ROUNDS }, () => ({
      library: measureProcess(alone, env),
      check: measureProcess([tool, 'check', file], env),
    }));
    return {
      library: median(runs.map((run) => run.library)),
      check: median(runs.map((run) => run.check)),
    };
  });
}

/** Measures when `check` of the longest lists draws its first output. */
export async function measureFirstOutput(
  tool: string,
  env: NodeJS.ProcessEnv,
): Promise<FirstOutput> {
  return await inFolder(async (folder) => {
    const csv = join(folder, 'longest.csv');
    const workbook = join(folder, 'longest.xlsx');
    writeFileSync(csv, listOf(LONGEST_ROWS));
    writeFileSync(workbook, await workbookOf(LONGEST_ROWS));
    const times: FirstOutput[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // oxlint-disable-next-line no-await-in-loop -- together they would slow each other down
      const csvMs = await firstOutputMs([tool, 'check', csv], env);
      // oxlint-disable-next-line no-await-in-loop -- as above
      times.push({ csvMs, workbookMs: await firstOutputMs([tool, 'check', workbook], env) });
    }
    return {
      csvMs: middle(times.map(({ csvMs }) => csvMs)),
      workbookMs: middle(times.map(({ workbookMs }) => workbookMs)),
    };
  });
}

async function firstOutputMs(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const pty = spawn(process.execPath, [...args], {
    cols: 80,
    rows: 24,
    env: { ...env, TERM: 'xterm' },
  });
  const seen = Promise.withResolvers<number>();
  pty.onData(() => seen.resolve(performance.now() - started));
  pty.onExit(() => seen.resolve(Number.NaN));
  const ms = await seen.promise;
  pty.kill();
  return ms;
}

async function workbookOf(rows: number): Promise<Uint8Array> {
  const lines = listOf(rows).trimEnd().split('\n');
  return await aWorkbook({ Season: { rows: lines.map((line) => line.split(',')) } });
}

async function inFolder<Result>(measure: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'urmston-invite-workbook-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
