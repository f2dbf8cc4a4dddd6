/**
 * Measures `status`, `report` and `history` on a large ledger, which it creates in a folder and keeps there.
 * Prints memory relative to a bare Node process, and time relative to an SQL statement that reads the same
 * items in the same run, so that figures of different machines can be compared. It asserts nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { rehearsalLedgerFile } from '../../src/adapters/files/home-folder.ts';
import { KNOWN_NUMBER } from './large-ledger.ts';
import { measureProcess, type Measured } from './large-list.ts';

const TOOL = 'dist/urmston-invite.js';
const USAGE = 'npm run bench:ledger -- --messages N --home FOLDER';

const MAKE_LEDGER = `
import { makeLedger } from '${import.meta.resolve('./large-ledger.ts')}';
const [home, messages] = process.argv.slice(1);
await makeLedger(home, Number(messages), new Date());
`;

const { values } = parseArgs({
  options: { messages: { type: 'string' }, home: { type: 'string' } },
});
const messages = Number(values.messages);
const { home } = values;
if (home === undefined || !Number.isInteger(messages) || messages < 1) throw new Error(USAGE);

const file = rehearsalLedgerFile(home);
if (existsSync(file)) {
  console.log(`${file} exists already and is used as it is.\n`);
} else {
  mkdirSync(home, { recursive: true });
  const started = performance.now();
  // In a process of its own: on Linux the peak memory of a process counts for those that it starts.
  const maker = ['--input-type=module', '-e', MAKE_LEDGER, home, String(messages)];
  execFileSync(process.execPath, maker, { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(
    `${messages} messages in ${file}, made in ${seconds(performance.now() - started)} s\n`,
  );
}

const season = seasonIn(file);
const env = { ...process.env, URMSTON_INVITE_HOME: home };
const bare = measureProcess(['-e', '0'], env);
const readSeason = timed(`SELECT doc FROM items WHERE list_pk = 'rehearsal#messages'
  AND list_sk >= '${season}#' AND list_sk < '${season}$' ORDER BY list_sk`);
const readNumber = timed(
  `SELECT doc FROM items WHERE person_pk = 'rehearsal#to#whatsapp:${KNOWN_NUMBER}'`,
);

const runs = [
  { name: 'status', args: ['status'], statement: readSeason },
  { name: 'status --json', args: ['status', '--json'], statement: readSeason },
  { name: 'report', args: ['report'], statement: readSeason },
  { name: 'report --json', args: ['report', '--json'], statement: readSeason },
  { name: `history ${KNOWN_NUMBER}`, args: ['history', KNOWN_NUMBER], statement: readNumber },
  { name: 'history', args: ['history'], statement: readSeason },
];
console.log(
  `${(statSync(file).size / 1e9).toFixed(2)} GB, ${readSeason.rows} messages in ${season}, Node ${process.version}\n`,
);
console.log(`${'bare Node'.padEnd(24)} ${shown(bare)}`);
for (const { name, args, statement } of runs) {
  const ran = measureProcess([TOOL, ...args, '--rehearse'], env);
  const ratios = `${(ran.peakMb / bare.peakMb).toFixed(1)} x bare Node, ${(ran.ms / statement.ms).toFixed(1)} x the statement's ${statement.ms.toFixed(1)} ms`;
  console.log(`${name.padEnd(24)} ${shown(ran)}   ${ratios}`);
}

function seasonIn(ledger: string): string {
  const database = new DatabaseSync(ledger, { readOnly: true });
  const newest = database
    .prepare("SELECT max(list_sk) AS place FROM items WHERE list_pk = 'rehearsal#messages'")
    .get();
  database.close();
  return String(newest?.['place']).split('#', 1)[0] ?? '';
}

/** The time of a prepared statement alone, with a warm cache. */
function timed(sql: string): { readonly ms: number; readonly rows: number } {
  const database = new DatabaseSync(file, { readOnly: true });
  const statement = database.prepare(sql);
  const goThrough = (): number => statement.iterate().reduce((rows) => rows + 1, 0);
  goThrough();
  const started = performance.now();
  const rows = goThrough();
  const ms = performance.now() - started;
  database.close();
  return { ms, rows };
}

function shown({ ms, cpuMs, peakMb }: Measured): string {
  return `${seconds(ms).padStart(6)} s (${seconds(cpuMs)} s of processor)  ${peakMb.toFixed(0).padStart(4)} MB at most`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
