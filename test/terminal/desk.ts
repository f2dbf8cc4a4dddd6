import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { storedAttempts } from '../support/store/stored-attempts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Env } from '../support/terminal/built-cli.ts';
import { runPiped, type PipedRun } from '../support/terminal/run-piped.ts';
import { openTerminal, type Terminal } from '../support/terminal/terminal.ts';

type Person = { readonly [field: string]: string };

/** An operator's computer: a working folder, the tool's folder and the settings. */
export type Desk = {
  readonly folder: string;
  /** The tool's folder, which the tool creates. */
  readonly home: string;
  /** Writes a file into the working folder. */
  readonly write: (name: string, text: string) => void;
  /**
   * @param through a command that runs the tool, if any: the tool's command line is appended to it
   * @param rows the height of the terminal
   */
  readonly at: (
    columns?: number,
    through?: readonly string[],
    rows?: number,
  ) => (...args: readonly string[]) => Terminal;
  readonly terminal: (...args: readonly string[]) => Terminal;
  readonly piped: (stdin: string, ...args: readonly string[]) => Promise<PipedRun>;
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A desk with a list, by default of three families, and these settings. */
export function aDesk(settings: Env = {}, people: readonly Person[] = THREE): Desk {
  const root = temporaryFolder('urmston-terminal-');
  folders.push(root);
  const folder = join(root, 'work');
  const home = join(root, 'home');
  mkdirSync(folder);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('players.json', aList(people));
  const env = { HOME: root, URMSTON_INVITE_HOME: home, SEND_HOURS: ALWAYS, ...settings };
  const at =
    (columns = 80, through: readonly string[] = [], rows = 50) =>
    (...args: readonly string[]): Terminal =>
      openTerminal(args, { env, cwd: folder, columns, rows, through });
  return {
    folder,
    home,
    write,
    at,
    terminal: at(),
    piped: async (stdin, ...args) => await runPiped(args, { env, cwd: folder, stdin }),
  };
}

/** The built tool uses the real clock, and tests also run at night. */
const ALWAYS = '00:00-24:00';

/** The three parents, in the order in which the tool asks about them. */
export const JANE = {};
export const DANIEL = {
  player_first_name: 'Amelia',
  player_last_name: 'Prescott',
  parent_first_name: 'Daniel',
  parent_last_name: 'Prescott',
  parent_tel: '+447700900102',
};
export const PRIYA = {
  player_first_name: 'Noah',
  player_last_name: 'Bancroft',
  parent_first_name: 'Priya',
  parent_last_name: 'Bancroft',
  parent_tel: '+447700900103',
};
const THREE = [JANE, DANIEL, PRIYA];

export const ASKS_JANE = 'Send this to Jane Smith, +44 7700 900123? (y/n/b/q/?)';
export const ASKS_DANIEL = 'Send this to Daniel Prescott, +44 7700 900102? (y/n/b/q/?)';
export const ASKS_PRIYA = 'Send this to Priya Bancroft, +44 7700 900103? (y/n/b/q/?)';

/** Records as the club's system exports them. Missing fields come from the example. */
export function aList(people: readonly Person[]): string {
  return JSON.stringify(people.map((person) => ({ ...EXAMPLE, ...person })));
}

/** Jane's record with another number, such as one for which the simulator has a fault. */
export function janeAt(lastThree: string): Person {
  return { parent_tel: `+447700900${lastThree}` };
}

const EXAMPLE: Person = {
  player_first_name: 'John',
  player_last_name: 'Smith',
  team_name: 'Panthers',
  age_group: 'u11s',
  team_manager_1_full_name: 'Alex Johnson',
  team_manager_1_tel: '+447700900001',
  current_registration_season: '2026-27',
  parent_first_name: 'Jane',
  parent_last_name: 'Smith',
  parent_tel: '+447700900123',
  membership_fee_amount: '40',
  subscription_fee_amount: '26',
};

export type Attempt = {
  readonly recipient: string;
  readonly state: string;
  readonly message_sid: string | null;
  readonly doubt: string | null;
  readonly approved_by: string;
};

/** The attempts in the ledger, the oldest first. */
export function attemptsIn(
  { home }: Desk,
  file: 'ledger.db' | 'rehearsal.db' = 'ledger.db',
): readonly Attempt[] {
  return storedAttempts(join(home, file)).map(
    ({ recipient, state, message_sid, doubt, approved_by }) => ({
      recipient,
      state,
      message_sid,
      doubt,
      approved_by,
    }),
  );
}

/** Every file and folder of the tool with its mode, starting with the tool's own folder. */
export function keptIn({
  home,
}: Desk): readonly { readonly path: string; readonly mode: string }[] {
  return ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })].map((name) => {
    const path = join(home, name);
    const stats = statSync(path);
    return { path, mode: `${stats.isDirectory() ? 'd' : '-'}${(stats.mode & 0o777).toString(8)}` };
  });
}
