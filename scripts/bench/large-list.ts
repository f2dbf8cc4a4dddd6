import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export type Measured = {
  readonly ms: number;
  /** Processor time, which depends less on other load of the machine. */
  readonly cpuMs: number;
  readonly peakMb: number;
};
export type LargeList = {
  readonly megabytes: number;
  /** csv-parse alone, counting records. */
  readonly csvParse: Measured;
  readonly check: Measured;
  /** The time of a thousand rows beyond start-up. */
  readonly thousandMs: number;
};

const ROUNDS = 5;
/** Imported before a script: writes the resources that the process used to standard error at its end. */
const REPORT_USAGE = `data:text/javascript,process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write('used '+maxRSS+' '+(userCPUTime+systemCPUTime))})`;
const CSV_PARSE_ALONE = `
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
let records = 0;
createReadStream(process.argv[1]).pipe(parse()).on('data', () => { records += 1; });
`;

/** Measures `check` of 100,000 rows and csv-parse alone, in separate processes, in turns. */
export function measureLargeList(tool: string, env: NodeJS.ProcessEnv): LargeList {
  const folder = mkdtempSync(join(tmpdir(), 'urmston-invite-list-'));
  const large = join(folder, 'large.csv');
  const small = join(folder, 'small.csv');
  const text = listOf(100_000);
  writeFileSync(large, text);
  writeFileSync(small, listOf(1000));
  const alone = ['--input-type=module', '-e', CSV_PARSE_ALONE, large];
  const runs = Array.from({ length: ROUNDS }, () => ({
    csvParse: measureProcess(alone, env),
    check: measureProcess([tool, 'check', large], env),
    small: measureProcess([tool, 'check', small], env),
    bare: measureProcess([tool, '--version'], env),
  }));
  rmSync(folder, { recursive: true, force: true });
  return {
    megabytes: text.length / 1e6,
    csvParse: median(runs.map((run) => run.csvParse)),
    check: median(runs.map((run) => run.check)),
    thousandMs: median(runs.map((run) => run.small)).ms - median(runs.map((run) => run.bare)).ms,
  };
}

/** Runs a script in a Node process of its own, and measures it. */
export function measureProcess(args: readonly string[], env: NodeJS.ProcessEnv): Measured {
  const started = performance.now();
  const { error, stderr } = spawnSync(process.execPath, ['--import', REPORT_USAGE, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error) throw error;
  const ms = performance.now() - started;
  const [, peakKb, microseconds] = /used (\d+) (\d+)$/u.exec(stderr) ?? [];
  return { ms, cpuMs: Number(microseconds) / 1000, peakMb: Number(peakKb) / 1024 };
}

export function median(runs: readonly Measured[]): Measured {
  return {
    ms: middle(runs.map(({ ms }) => ms)),
    cpuMs: middle(runs.map(({ cpuMs }) => cpuMs)),
    peakMb: middle(runs.map(({ peakMb }) => peakMb)),
  };
}

export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A valid list: a thousand parents, whose children have different names. */
export function listOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_unused, index) => {
    const phone = `07700 900${String(index % 1000).padStart(3, '0')}`;
    const team = index % 40;
    return [
      nameOf(index),
      nameOf(index % 1000),
      `${nameOf(team)} Panthers`,
      `u${7 + (team % 11)}s`,
      nameOf(2000 + (index % 1000)),
      nameOf(index % 1000),
      phone,
      '2026-27',
      '40',
      '26',
      `Alex ${nameOf(team)}`,
      `07700 900${String(team).padStart(3, '0')}`,
    ].join(',');
  });
  return `${HEADINGS}\n${lines.join('\n')}\n`;
}

const HEADINGS =
  'Player First Name,Player Last Name,Team,Age Group,Parent First Name,Parent Surname,Parent Mobile,Season,Membership Fee,Monthly Subs,Manager,Manager Mobile';
const SYLLABLES = ['ba', 'de', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'wen'];

export function nameOf(number: number): string {
  const letters = String(number).replace(/\d/gu, (digit) => SYLLABLES[Number(digit)] ?? '');
  return letters.slice(0, 1).toUpperCase() + letters.slice(1);
}
