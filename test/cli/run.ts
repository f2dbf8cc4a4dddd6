import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { FIELDS, type Field } from '../../src/domain/record/field.ts';
import { aRawRecord } from '../support/builders.ts';
import { watchForLeaks, outputMayHoldNumbers } from '../support/leak-watch.ts';
import { aFolder, fakeShell, type FakeShell, type Scene } from '../support/terminal/fake-shell.ts';

/** The result of a command line. */
export type Ran = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly home: string;
};

/** Runs a command line in this process. */
export async function run(argv: readonly string[], scene: Scene = {}): Promise<Ran> {
  const shell = fakeShell({ ...scene, broken: { ...clockWithoutWaiting(scene), ...scene.broken } });
  const exitCode = await runIn(argv, shell);
  return { exitCode, stdout: shell.stdout.text(), stderr: shell.stderr.text(), home: shell.home };
}

/** Runs a command line with a shell that the test has made; resolves to the exit code. */
export async function runIn(argv: readonly string[], shell: FakeShell): Promise<number> {
  const { env, stdout, stderr, home, workingFolder } = shell;
  watchForLeaks({
    env,
    outputs: () => stdout.text() + stderr.text(),
    mayHoldNumbers: outputMayHoldNumbers(argv, stdout.isTerminal || stderr.isTerminal),
    home,
    folder: workingFolder,
  });
  return await main(argv, shell);
}

/** A clock whose timers fire at once, since no person is waiting. */
function clockWithoutWaiting({ now }: Scene): Pick<Shell, 'clock' | 'after'> {
  const { clock } = fakeShell(now === undefined ? {} : { now });
  let passedMs = 0;
  return {
    clock: { now: () => new Date(clock.now().getTime() + passedMs) },
    after: (milliseconds, call) => {
      const timer = setImmediate(() => {
        passedMs += milliseconds;
        call();
      });
      return { cancel: () => clearImmediate(timer) };
    },
  };
}

/** Parses standard output, which must be exactly one JSON document. */
export function documentIn({ stdout }: Pick<Ran, 'stdout'>): unknown {
  return JSON.parse(stdout);
}

export function sample(name: 'players.csv' | 'payload.json'): string {
  return fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

/** Writes a file into a new folder and returns its path. */
export function aFile(name: string, content: string | Uint8Array): string {
  const file = join(aFolder(), name);
  writeFileSync(file, content);
  return file;
}

export type RowParts = { readonly [field in Field]?: string };

/** A CSV with field names as headings. The example record supplies the values that a row leaves out. */
export function aCsv(rows: readonly RowParts[], fields: readonly Field[] = FIELDS): string {
  const lines = rows.map((parts) => {
    const { cells } = aRawRecord(parts);
    return fields.map((field) => `"${String(cells[field]?.value)}"`).join(',');
  });
  return aFile('list.csv', `${[fields.join(','), ...lines].join('\n')}\n`);
}

/** Rows of different players and parents; each argument is the last three digits of a parent's number. */
export function rowsFor(lastThree: readonly string[]): readonly RowParts[] {
  return lastThree.map((digits, index) => ({
    player_first_name: NAMES[index] ?? `Child ${index}`,
    parent_last_name: 'Hartley',
    parent_tel: `07700 900${digits}`,
  }));
}

const NAMES = ['Ava', 'Ben', 'Cara', 'Dan', 'Eve'];
