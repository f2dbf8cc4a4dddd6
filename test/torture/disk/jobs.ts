import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult, CommandLine } from './run.ts';
import { FAMILIES, type Sandbox } from './sandbox.ts';

/** A command that writes, to be run on a failing disk. */
export type Job = {
  readonly name: string;
  readonly sendsMessages: boolean;
  /** Whether what it writes goes through SQLite. */
  readonly writesLedger: boolean;
  /** Commands to run before, without a fault. */
  readonly before: readonly CommandLine[];
  readonly command: CommandLine;
  /** The exit codes that are allowed after a fault, besides 0 for a harmless one. */
  readonly exitCodes: readonly number[];
  /** The messages about the fault: one must appear, and the first may appear once at most. */
  readonly messages: readonly [RegExp, ...RegExp[]];
  /** The problems after the run with the fault. */
  readonly problemsAfterFault: (
    sandbox: Sandbox,
    result: CommandResult,
  ) => Promise<readonly string[]>;
  /** The problems after later runs without a fault, the last of which succeeded. */
  readonly problemsAfterwards: (sandbox: Sandbox) => Promise<readonly string[]>;
};

const RECIPIENTS: readonly string[] = FAMILIES.map(({ parent_tel: tel }) => `whatsapp:${tel}`);
const YES_TO_ALL = 'y\n'.repeat(20);
const SEND = (stdin: string): CommandLine => ({
  args: ['send', 'players.json', '--rehearse'],
  stdin,
});
const NUMBER = '07700 900123';

const LEDGER_FAILS =
  /The ledger \S+rehearsal\.db cannot be used: (?:the disk is full|the disk reports a fault|it may only be read)\. Nothing more is sent without it\./u;
/** The message about an outcome that the simulator could not store. */
const UNKNOWN = /Nobody knows whether this message went/u;

const SENT_STATES: ReadonlySet<string> = new Set(['sending', 'accepted', 'unknown']);

async function problemsOfSend(
  sandbox: Sandbox,
  { exitCode }: CommandResult,
): Promise<readonly string[]> {
  const events = await sandbox.history();
  const recorded = new Set(
    events.filter(({ state }) => SENT_STATES.has(state)).map(({ to }) => to),
  );
  const accepted = sandbox.accepted();
  return [
    ...accepted
      .filter((to) => !recorded.has(to))
      .map(() => 'a message left that is not written down'),
    ...repeatsIn(accepted),
    ...(exitCode === 0 ? missingIn(accepted) : []),
  ];
}

async function problemsAfterSend(sandbox: Sandbox): Promise<readonly string[]> {
  const accepted = sandbox.accepted();
  const inLedger = new Set(
    (await sandbox.history()).filter(({ state }) => state === 'accepted').map(({ to }) => to),
  );
  return [
    ...repeatsIn(accepted),
    ...missingIn(accepted),
    ...RECIPIENTS.filter((to) => !inLedger.has(to)).map(() => 'the ledger knows of no acceptance'),
  ];
}

function repeatsIn(accepted: readonly string[]): readonly string[] {
  return new Set(accepted).size === accepted.length ? [] : ['a recipient got two messages'];
}

function missingIn(accepted: readonly string[]): readonly string[] {
  return RECIPIENTS.every((to) => accepted.includes(to)) ? [] : ['a recipient got no message'];
}

function hasTraces(sandbox: Sandbox): boolean {
  return /\+447700900123|Jane/u.test(sandbox.content());
}

function keptMaps({ home }: Sandbox): string {
  const file = join(home, 'maps', 'club.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function isOptedOut(sandbox: Sandbox): Promise<boolean> {
  const { stdout } = await sandbox.run({ args: ['opt-out', 'list', '--rehearse', '--json'] });
  return stdout.includes('+447700900123');
}

const MAP = '"parent_tel": "Handset"';

export const JOBS: readonly Job[] = [
  {
    name: 'the first send, which makes the ledger',
    sendsMessages: true,
    writesLedger: true,
    before: [],
    command: SEND(YES_TO_ALL),
    exitCodes: [4, 7],
    messages: [LEDGER_FAILS, UNKNOWN],
    problemsAfterFault: problemsOfSend,
    problemsAfterwards: problemsAfterSend,
  },
  {
    name: 'a later send',
    sendsMessages: true,
    writesLedger: true,
    before: [SEND('y\nq\n')],
    command: SEND(YES_TO_ALL),
    exitCodes: [4, 7],
    messages: [LEDGER_FAILS, UNKNOWN],
    problemsAfterFault: problemsOfSend,
    problemsAfterwards: problemsAfterSend,
  },
  {
    name: 'forget',
    sendsMessages: false,
    writesLedger: true,
    before: [SEND(YES_TO_ALL)],
    command: {
      args: ['forget', NUMBER],
      answer: { to: /anything else keeps it:$/u, typed: '0123\r' },
    },
    exitCodes: [4],
    messages: [LEDGER_FAILS],
    problemsAfterFault: async (sandbox, { exitCode }) =>
      exitCode === 0 && hasTraces(sandbox) ? ['it says that all is erased, and is not'] : [],
    problemsAfterwards: async (sandbox) => {
      const traces = hasTraces(sandbox) ? ['a trace is left'] : [];
      const before = sandbox.accepted().length;
      const again = await sandbox.run(SEND(YES_TO_ALL));
      return [
        ...traces,
        ...(sandbox.accepted().length > before ? ['a recipient got two messages'] : []),
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
    before: [SEND(YES_TO_ALL)],
    command: { args: ['status', '--rehearse'] },
    exitCodes: [4],
    messages: [LEDGER_FAILS],
    problemsAfterFault: async (sandbox) => repeatsIn(sandbox.accepted()),
    problemsAfterwards: problemsAfterSend,
  },
  {
    name: 'opt-out add',
    sendsMessages: false,
    writesLedger: true,
    before: [],
    command: { args: ['opt-out', 'add', NUMBER, '--rehearse'] },
    exitCodes: [4],
    messages: [LEDGER_FAILS],
    problemsAfterFault: async (sandbox, { exitCode }) =>
      exitCode === 0 && !(await isOptedOut(sandbox)) ? ['it says that it is kept, and is not'] : [],
    problemsAfterwards: async (sandbox) =>
      (await isOptedOut(sandbox)) ? [] : ['the number is not kept'],
  },
  {
    name: 'a column map that is kept',
    sendsMessages: false,
    writesLedger: false,
    before: [],
    command: {
      args: ['check', 'players.csv', '--map', 'parent_tel=Handset', '--save-map', 'club'],
    },
    exitCodes: [4],
    messages: [/The column map cannot be kept in \S+club\.json/u],
    problemsAfterFault: async (sandbox, { exitCode }) =>
      (exitCode === 0) === keptMaps(sandbox).includes(MAP)
        ? []
        : ['what it says of the map is wrong'],
    problemsAfterwards: async (sandbox) =>
      keptMaps(sandbox).includes(MAP) ? [] : ['the map is not kept'],
  },
];
