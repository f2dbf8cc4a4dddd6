import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fakeShell, type FakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, rowsFor, runIn } from '../../run.ts';

const AT_A_TERMINAL: Scene = { terminals: ['stdin', 'stderr'], env: { TERM: 'dumb' } };

type Session = { readonly shell: FakeShell; readonly exitCode: Promise<number> };

function aSession(lastThree: readonly string[]): Session {
  const shell = fakeShell(AT_A_TERMINAL);
  // A rehearsal, which differs from a real send only in that Twilio is simulated.
  const list = aCsv(rowsFor(lastThree));
  return { shell, exitCode: runIn(['send', list, '--rehearse'], shell) };
}

/** Resolves when the question about this message is open. */
async function asked({ shell }: Session, number: number, of: number): Promise<void> {
  await shell.stderr.shows(new RegExp(`${number} of ${of} [^]*\\(y/n/b/q/\\?\\) $`, 'u'));
}

async function press({ shell }: Session, key: string): Promise<void> {
  shell.keys.type(key);
}

describe('a send at a terminal', () => {
  it('sends what was approved by a key pressed alone at its own question', async () => {
    const session = aSession(['101', '102']);
    await asked(session, 1, 2);
    await press(session, 'y');
    await asked(session, 2, 2);
    await press(session, 'n');
    expect(await session.exitCode).toBe(0);
    const { stdout, keys } = session.shell;
    expect(stdout.text()).toMatch(/^REHEARSAL {2}accepted {2}MM[0-9a-f]{32} {2}Ava Smith/u);
    expect(stdout.text()).toMatch(/2 records: 1 accepted by Twilio, 1 skipped by you\n$/u);
    expect(keys.isClosed()).toBe(true);
  });

  it('approves nothing by keys held down or pasted, and says why', async () => {
    const session = aSession(['101', '102']);
    await asked(session, 1, 2);
    await press(session, 'y'.repeat(18));
    await session.shell.stderr.shows(/Keys held down or typed ahead do not count/u);
    await press(session, 'q');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stdout.text()).toBe('REHEARSAL  2 records: 2 left for next time\n');
  });

  it('takes no y before the question has been open for a while, and says so', async () => {
    const session = aSession(['101', '102']);
    await asked(session, 1, 2);
    session.shell.keys.type('y', 500);
    await session.shell.stderr.shows(
      /Wait a second, then press it again\.\n[^\n]*\(y\/n\/b\/q\/\?\) $/u,
    );
    await press(session, 'y');
    await asked(session, 2, 2);
    await press(session, 'q');
    expect(await session.exitCode).toBe(0);
  });

  it('asks for another key where a y comes at an even gap, and then takes it', async () => {
    const session = aSession(['101', '102', '103', '104']);
    for (const number of [1, 2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await asked(session, number, 4);
      session.shell.keys.type('y', 1000);
    }
    await session.shell.stderr.shows(/Press another key first \(space\), then y\.\n[^\n]*\?\) $/u);
    await press(session, ' ');
    await session.shell.stderr.shows(/Press y, n, q or \?\./u);
    await press(session, 'y');
    await asked(session, 4, 4);
    await press(session, 'q');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stdout.text()).toMatch(/4 records: 3 accepted by Twilio, 1 left/u);
  });

  it('does nothing at Enter but to name the keys', async () => {
    const session = aSession(['101']);
    await asked(session, 1, 1);
    await press(session, '\r');
    await session.shell.stderr.shows(/Press y, n, q or \?\./u);
    await press(session, 'q');
    await session.exitCode;
    expect(session.shell.stdout.text()).toBe('REHEARSAL  1 record: 1 left for next time\n');
  });

  it('stops at Ctrl-C with 130 and the line to type to go on', async () => {
    const session = aSession(['101', '102']);
    await asked(session, 1, 2);
    await press(session, '\u0003');
    expect(await session.exitCode).toBe(130);
    expect(session.shell.stderr.text()).toMatch(
      /Stopped by hand\.\n[^]*To go on with what waits \(2\): urmston-invite send \S+ --rehearse\n$/u,
    );
    expect(session.shell.stdout.text()).toBe('REHEARSAL  2 records: 2 left for next time\n');
    expect(session.shell.keys.isClosed()).toBe(true);
  });

  it('stops at the end of input as at q', async () => {
    const session = aSession(['101']);
    await asked(session, 1, 1);
    await press(session, '\u0004');
    expect(await session.exitCode).toBe(0);
    expect(session.shell.stderr.text()).toContain('Stopped here; the rest waits.');
  });

  it('leaves the keyboard alone where the list cannot be read', async () => {
    const shell = fakeShell(AT_A_TERMINAL);
    expect(await runIn(['send', 'nope.csv', '--rehearse'], shell)).toBe(3);
    expect(shell.keys.isOpen()).toBe(false);
    expect(existsSync(shell.home)).toBe(false);
  });
});
