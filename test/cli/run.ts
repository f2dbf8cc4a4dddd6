import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { FIELDS, type Field } from '../../src/domain/record/field.ts';
import { aRawRecord } from '../support/builders.ts';
import { aFolder, fakeShell, type FakeShell, type Scene } from '../support/terminal/fake-shell.ts';
import { watchForLeaks } from '../support/leak-watch.ts';
import { outputMayHoldNumbers } from '../support/may-hold-numbers.ts';

/** What one command line left behind. */
export type Ran = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly home: string;
};

/** Runs a command line in this process, from what was typed to the exit code. */
export async function run(argv: readonly string[], scene: Scene = {}): Promise<Ran> {
  const shell = fakeShell({ ...scene, broken: { ...timeThatPasses(scene), ...scene.broken } });
  const exitCode = await runIn(argv, shell);
  return { exitCode, stdout: shell.stdout.text(), stderr: shell.stderr.text(), home: shell.home };
}

/** The same in surroundings that the test keeps its hands on; resolves to the exit code. */
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

/** Nobody sits at this terminal, so that what is waited for may come at once. */
function timeThatPasses({ now }: Scene): Pick<Shell, 'clock' | 'after'> {
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

/** The one JSON document on standard output; anything beside it is an error. */
export function documentIn({ stdout }: Pick<Ran, 'stdout'>): unknown {
  return JSON.parse(stdout);
}

export function sample(name: 'players.csv' | 'payload.json'): string {
  return fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

/** A file in a folder of its own. */
export function aFile(name: string, content: string | Uint8Array): string {
  const file = join(aFolder(), name);
  writeFileSync(file, content);
  return file;
}

export type RowParts = { readonly [field in Field]?: string };

/** A CSV with the fields' own names as headings; the example record stands for what a row leaves out. */
export function aCsv(rows: readonly RowParts[], fields: readonly Field[] = FIELDS): string {
  const lines = rows.map((parts) => {
    const { cells } = aRawRecord(parts);
    return fields.map((field) => `"${String(cells[field]?.value)}"`).join(',');
  });
  return aFile('list.csv', `${[fields.join(','), ...lines].join('\n')}\n`);
}

/** Rows of different children and parents, with these last three digits of the parent's number. */
export function rowsFor(lastThree: readonly string[]): readonly RowParts[] {
  return lastThree.map((digits, index) => ({
    player_first_name: NAMES[index] ?? `Child ${index}`,
    parent_last_name: 'Hartley',
    parent_tel: `07700 900${digits}`,
  }));
}

const NAMES = ['Ava', 'Ben', 'Cara', 'Dan', 'Eve'];
