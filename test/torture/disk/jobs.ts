import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES, type Place } from './sandbox.ts';
import type { Ended, Line } from './run.ts';

/** A command that writes, on a disk that fails once. */
export type Job = {
  readonly name: string;
  readonly sendsMessages: boolean;
  /** Whether what it writes goes through SQLite. */
  readonly writesLedger: boolean;
  /** What was done here before, without a fault. */
  readonly before: readonly Line[];
  readonly line: Line;
  /** The exit codes that a fault may end it with, beside 0 for one that does no harm. */
  readonly mayEndWith: readonly number[];
  /** What it says of the fault then: one of these, the first of them once at most. */
  readonly says: readonly [RegExp, ...RegExp[]];
  /** What is wrong after the run with the fault; nothing where all is as it should be. */
  readonly judge: (place: Place, ended: Ended) => Promise<readonly string[]>;
  /** The same after later runs without a fault, of which the last was done. */
  readonly judgeLater: (place: Place) => Promise<readonly string[]>;
};

const RECIPIENTS: readonly string[] = FAMILIES.map(({ parent_tel: tel }) => `whatsapp:${tel}`);
const YES = 'y\n'.repeat(20);
const SEND = (stdin: string): Line => ({ args: ['send', 'players.json', '--rehearse'], stdin });
const NUMBER = '07700 900123';

const LEDGER_FAILS =
  /The ledger \S+rehearsal\.db cannot be used: (?:the disk is full|the disk reports a fault|it may only be read)\. Nothing more is sent without it\./u;
/** What a send says of a message that the simulator could not write down: at Twilio it may have gone. */
const UNKNOWN = /Nobody knows whether this message went/u;

const LEFT: ReadonlySet<string> = new Set(['sending', 'accepted', 'unknown']);

async function judgeSent(place: Place, { exitCode }: Ended): Promise<readonly string[]> {
  const events = await place.known();
  const left = new Set(events.filter(({ state }) => LEFT.has(state)).map(({ to }) => to));
  const taken = place.taken();
  return [
    ...taken.filter((to) => !left.has(to)).map(() => 'a message left that is not written down'),
    ...repeatsIn(taken),
    ...(exitCode === 0 ? missingIn(taken) : []),
  ];
}

async function judgeAllSent(place: Place): Promise<readonly string[]> {
  const taken = place.taken();
  const accepted = new Set(
    (await place.known()).filter(({ state }) => state === 'accepted').map(({ to }) => to),
  );
  return [
    ...repeatsIn(taken),
    ...missingIn(taken),
    ...RECIPIENTS.filter((to) => !accepted.has(to)).map(() => 'the ledger knows of no acceptance'),
  ];
}

function repeatsIn(taken: readonly string[]): readonly string[] {
  return new Set(taken).size === taken.length ? [] : ['somebody was written to twice'];
}

function missingIn(taken: readonly string[]): readonly string[] {
  return RECIPIENTS.every((to) => taken.includes(to)) ? [] : ['somebody was not written to'];
}

function hasTraces(place: Place): boolean {
  return /\+447700900123|Jane/u.test(place.bytes());
}

function keptMaps({ home }: Place): string {
  const file = join(home, 'settings.env');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function isOptedOut(place: Place): Promise<boolean> {
  const { stdout } = await place.run({ args: ['opt-out', 'list', '--rehearse', '--json'] });
  return stdout.includes('+447700900123');
}

const MAP = 'COLUMN_MAP_';

export const JOBS: readonly Job[] = [
  {
    name: 'the first send, which makes the ledger',
    sendsMessages: true,
    writesLedger: true,
    before: [],
    line: SEND(YES),
    mayEndWith: [4, 7],
    says: [LEDGER_FAILS, UNKNOWN],
    judge: judgeSent,
    judgeLater: judgeAllSent,
  },
  {
    name: 'a later send',
    sendsMessages: true,
    writesLedger: true,
    before: [SEND('y\nq\n')],
    line: SEND(YES),
    mayEndWith: [4, 7],
    says: [LEDGER_FAILS, UNKNOWN],
    judge: judgeSent,
    judgeLater: judgeAllSent,
  },
  {
    name: 'forget',
    sendsMessages: false,
    writesLedger: true,
    before: [SEND(YES)],
    line: {
      args: ['forget', NUMBER],
      answer: { to: /anything else keeps it:$/u, typed: '0123\r' },
    },
    mayEndWith: [4],
    says: [LEDGER_FAILS],
    judge: async (place, { exitCode }) =>
      exitCode === 0 && hasTraces(place) ? ['it says that all is erased, and is not'] : [],
    judgeLater: async (place) => {
      const traces = hasTraces(place) ? ['a trace is left'] : [];
      const before = place.taken().length;
      const again = await place.run(SEND(YES));
      return [
        ...traces,
        ...(place.taken().length > before ? ['somebody was written to twice'] : []),
        ...(again.exitCode === 0
          ? []
          : [`a later send ends with ${again.exitCode}: ${again.text}`]),
      ];
    },
  },
  {
    name: 'status',
    sendsMessages: false,
    writesLedger: true,
    before: [SEND(YES)],
    line: { args: ['status', '--rehearse'] },
    mayEndWith: [4],
    says: [LEDGER_FAILS],
    judge: async (place) => repeatsIn(place.taken()),
    judgeLater: judgeAllSent,
  },
  {
    name: 'opt-out add',
    sendsMessages: false,
    writesLedger: true,
    before: [],
    line: { args: ['opt-out', 'add', NUMBER, '--rehearse'] },
    mayEndWith: [4],
    says: [LEDGER_FAILS],
    judge: async (place, { exitCode }) =>
      exitCode === 0 && !(await isOptedOut(place)) ? ['it says that it is kept, and is not'] : [],
    judgeLater: async (place) => ((await isOptedOut(place)) ? [] : ['the number is not kept']),
  },
  {
    name: 'a column map that is kept',
    sendsMessages: false,
    writesLedger: false,
    before: [],
    line: {
      args: ['check', 'players.csv', '--map', 'parent_tel=Handset', '--save-map', 'club'],
    },
    mayEndWith: [4],
    says: [/The column map cannot be kept in \S+settings\.env/u],
    judge: async (place, { exitCode }) =>
      (exitCode === 0) === keptMaps(place).includes(MAP)
        ? []
        : ['what it says of the map is wrong'],
    judgeLater: async (place) => (keptMaps(place).includes(MAP) ? [] : ['the map is not kept']),
  },
];
