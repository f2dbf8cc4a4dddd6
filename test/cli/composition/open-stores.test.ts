import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openLocalLedger } from '../../../src/cli/composition/open-stores.ts';
import type { Shell } from '../../../src/cli/shell.ts';
import { olderLedgers, writeOlderFile } from '../../support/store/older-ledger.ts';
import {
  aFolder,
  fakeShell,
  type FakeShell,
  type Scene,
} from '../../support/terminal/fake-shell.ts';
import { documentIn, run, runIn } from '../run.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = join(aFolder(), 'home');
  file = join(home, 'ledger.db');
  const [older] = olderLedgers();
  if (older === undefined) throw new Error('There are no older ledgers.');
  writeOlderFile(file, older.rows);
});

/** A monotonic clock that advances by a second with each reading, so that every move takes long. */
function slowShell(scene: Scene = {}): FakeShell {
  let seconds = 0;
  const monotonicMs = (): number => (seconds += 1) * 1000;
  return { ...fakeShell({ home, ...scene }), monotonicMs };
}

const begun = (): string =>
  `Moving the ledger ${file} to the layout of this version, which may take some minutes.\n`;
const ended = (): string =>
  `The ledger ${file} now has the layout of this version; as it was before, it is kept in ${file}.backup-v10.\n`;

/** Stands in for the methods of a terminal's stream that ora calls. */
const streamMethod = (): boolean => true;

async function open(shell: Shell): Promise<void> {
  await (await openLocalLedger(shell, file, 'live')).close();
}

describe('the move of a ledger of an older version', () => {
  it('reports where the copy is, and nothing else if it is short', async () => {
    const shell = fakeShell({ home });
    await open(shell);
    expect(shell.stderr.text()).toBe(ended());
  });

  it('is reported in one line where nothing can be drawn', async () => {
    const shell = slowShell();
    await open(shell);
    expect(shell.stderr.text()).toBe(begun() + ended());
  });

  it('shows its progress at a terminal and clears it at the end', async () => {
    const shell = slowShell({ terminals: ['stderr'] });
    Object.assign(shell.stderr.stream(), {
      cursorTo: streamMethod,
      clearLine: streamMethod,
      moveCursor: streamMethod,
    });
    await open(shell);
    const told = shell.stderr.text();
    expect(told).toMatch(/Moving the ledger to the layout of this version: \d+%/u);
    expect(told).not.toContain('some minutes');
    expect(told.replaceAll(/\s+/gu, ' ')).toContain(ended().trim());
    expect(shell.stdout.text()).toBe('');
  });

  it('leaves standard output to the result', async () => {
    const shell = slowShell();
    expect(await runIn(['history', '--json'], shell)).toBe(0);
    expect(documentIn({ stdout: shell.stdout.text() })).toMatchObject({ command: 'history' });
    expect(shell.stderr.text()).toBe(begun() + ended());
  });

  it('is reported once, by the first command that opens the ledger', async () => {
    const first = await run(['doctor'], { home });
    expect(first.stderr).toContain(ended());
    const second = await run(['history'], { home });
    expect(second.stderr).not.toContain('layout');
  });

  it('stops when the operator does, and is resumed by the next command', async () => {
    const shell = slowShell();
    shell.requestStop();
    expect(await runIn(['history'], shell)).toBe(130);
    expect(shell.stdout.text()).toBe('');
    expect(shell.stderr.text()).toBe(
      'Stopped by hand while the ledger was moved to the layout of this version. Nothing was sent, and nothing is lost.\n' +
        'Run the same line again: the move goes on where it was.\n',
    );
    const next = await run(['history', '--json'], { home });
    expect(next).toMatchObject({ exitCode: 0, stderr: ended() });
  });
});

describe('a ledger of this version', () => {
  it('is opened without output', async () => {
    await open(fakeShell({ home }));
    const shell = slowShell({ terminals: ['stderr'] });
    await open(shell);
    expect(shell.stderr.text()).toBe('');
  });
});
