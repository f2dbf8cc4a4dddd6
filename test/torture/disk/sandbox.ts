import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { Fault, Mechanism } from './mechanisms.ts';
import { runCommand, type CommandResult, type CommandLine } from './run.ts';

/** A working folder with a list, and the tool's folder, whose disk may fail. */
export type Sandbox = {
  readonly home: string;
  readonly run: (command: CommandLine, fault?: Fault) => Promise<CommandResult>;
  /** The calls of the last run with a fault, a line each: number, name, file. */
  readonly calls: () => readonly string[];
  /** The recipients of the messages that the simulator accepted, with repetitions. */
  readonly accepted: () => readonly string[];
  /** Adds an accepted message for this recipient to the simulator, without the tool. */
  readonly accept: (recipient: string) => void;
  /** The events of `history --json`, run without a fault. */
  readonly history: () => Promise<readonly HistoryEvent[]>;
  /** The content of the tool's files, without Node's compile cache. */
  readonly content: () => string;
  readonly copy: () => Sandbox;
  readonly remove: () => void;
};

type HistoryEvent = z.infer<typeof HISTORY>['events'][number];

const HISTORY = z.object({
  events: z.array(z.object({ to: z.string().nullable(), state: z.string(), kind: z.string() })),
});

export const FAMILIES = [
  { parent_first_name: 'Jane', parent_last_name: 'Smith', parent_tel: '+447700900123' },
  { parent_first_name: 'Daniel', parent_last_name: 'Prescott', parent_tel: '+447700900102' },
  { parent_first_name: 'Priya', parent_last_name: 'Bancroft', parent_tel: '+447700900103' },
] as const;

const CLUB_FIELDS = {
  team_name: 'Panthers',
  age_group: 'u11s',
  team_manager_1_full_name: 'Alex Johnson',
  team_manager_1_tel: '+447700900001',
  current_registration_season: '2026-27',
  membership_fee_amount: '40',
  subscription_fee_amount: '26',
};

/** A sandbox in which the tool has not run yet. */
export function newSandbox(mechanism: Mechanism): Sandbox {
  const root = realpathSync(temporaryFolder('urmston-disk-'));
  const work = join(root, 'work');
  mkdirSync(work);
  const players = FAMILIES.map((parent, index) => ({
    ...CLUB_FIELDS,
    ...parent,
    player_first_name: ['John', 'Amelia', 'Noah'][index],
    player_last_name: parent.parent_last_name,
  }));
  writeFileSync(join(work, 'players.json'), JSON.stringify(players));
  writeFileSync(join(work, 'players.csv'), aCsv(players));
  return sandboxAt(root, mechanism);
}

function sandboxAt(root: string, mechanism: Mechanism): Sandbox {
  const [work, home, log] = ['work', 'home', 'calls.log'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const run: Sandbox['run'] = async (command, fault) => {
    const settings = { HOME: root, URMSTON_INVITE_HOME: home, SEND_HOURS: '00:00-24:00' };
    if (fault === undefined) return await runCommand(command, { cwd: work, env: settings });
    rmSync(log, { force: true });
    const env = { ...settings, ...mechanism.env(home, log, fault) };
    return await runCommand(command, { cwd: work, env });
  };
  return {
    home,
    run,
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    accepted: () => acceptedIn(join(home, 'rehearsal.db')),
    accept: (recipient) => acceptInto(join(home, 'rehearsal.db'), recipient),
    history: async () => {
      const { exitCode, stdout, text } = await run({ args: ['history', '--rehearse', '--json'] });
      if (exitCode !== 0) throw new Error(`history fails: ${text}`);
      return HISTORY.parse(JSON.parse(stdout)).events;
    },
    content: () => bytesIn(home),
    copy: () => {
      const other = realpathSync(temporaryFolder('urmston-disk-'));
      cpSync(root, other, { recursive: true });
      return sandboxAt(other, mechanism);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The list as CSV, with another heading for the numbers. */
function aCsv(players: readonly { readonly [field: string]: string | undefined }[]): string {
  const fields = Object.keys(players[0] ?? {});
  const headings = fields.map((field) => (field === 'parent_tel' ? 'Handset' : field));
  const rows = players.map((player) => fields.map((field) => player[field] ?? ''));
  return [headings, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

function acceptedIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file);
  try {
    const isThere = database
      .prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'simulated_messages'`)
      .get();
    if (isThere === undefined) return [];
    return database
      .prepare(`SELECT message ->> 'to' AS recipient FROM simulated_messages`)
      .all()
      .map(({ recipient }) => String(recipient));
  } finally {
    database.close();
  }
}

function acceptInto(file: string, recipient: string): void {
  const database = new DatabaseSync(file);
  try {
    database
      .prepare(
        `INSERT INTO simulated_messages (sid, message)
         SELECT ?1, json_replace(message, '$.to', ?1) FROM simulated_messages LIMIT 1`,
      )
      .run(recipient);
  } finally {
    database.close();
  }
}

function bytesIn(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('cache', 'code')))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
