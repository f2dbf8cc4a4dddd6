import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aSystemError } from '../support/system-errors.ts';
import { aFolder, type Scene } from '../support/terminal/fake-shell.ts';
import { documentIn, run, sample, type Ran } from './run.ts';

const SECRET = 's3cr3t-t0ken';
const NUMBER = '+447700900123';

/** Standard input that fails in the middle of a rehearsal, with private data in the error's message. */
function aScene(message = `${SECRET} for ${NUMBER}`): Scene {
  return {
    broken: {
      // oxlint-disable-next-line require-yield -- it fails before its first line
      lines: async function* brokenLines() {
        throw new TypeError(message);
      },
    },
  };
}

// oxlint-disable-next-line require-yield -- it fails before its first line
async function* throwsText(): AsyncGenerator<string> {
  // oxlint-disable-next-line typescript/only-throw-error -- a library may throw any value
  throw `${SECRET} for ${NUMBER}`;
}

async function aFault(scene = aScene(), ...flags: readonly string[]): Promise<Ran> {
  return await run(['send', sample('payload.json'), '--rehearse', ...flags], scene);
}

const faultLog = ({ home }: Ran): string => join(home, 'cache', 'fault.log');

describe('a fault in the tool', () => {
  it('ends with 1, and says that the fault is in the tool, that the ledger is safe and what to do', async () => {
    const ran = await aFault();
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(
      /This is a fault in urmston-invite itself\. What was sent until now is in the ledger\.\n.+\n$/u,
    );
    expect(ran.stderr).toContain(
      `\nPlease report it with the file ${faultLog(ran)}, which names no person and no number.\n`,
    );
  });

  it('shows no stack and nothing of the error', async () => {
    const { stdout, stderr } = await aFault();
    expect(`${stdout}${stderr}`).not.toMatch(/^ {4}at |TypeError/mu);
    expect(`${stdout}${stderr}`).not.toContain(SECRET);
  });

  it('writes the stack to its log, without the secret or the number', async () => {
    const log = readFileSync(faultLog(await aFault()), 'utf8');
    expect(log).toMatch(/^2026-11-23T10:00:00\.000Z\nTypeError\n {4}at .*brokenLines.*\n/u);
    expect(log).not.toContain(SECRET);
    expect(log).not.toContain(NUMBER);
  });

  it('makes the log readable by its owner only', async () => {
    const ran = await aFault();
    expect(statSync(faultLog(ran)).mode & 0o777).toBe(0o600);
    expect(statSync(ran.home).mode & 0o777).toBe(0o700);
  });

  it('is reported to a script as JSON', async () => {
    const ran = await aFault(aScene(), '--json');
    expect(documentIn(ran)).toMatchObject({ schema: 1, command: 'send', error: { code: 'fault' } });
    expect(ran.stdout).not.toContain(SECRET);
    expect(ran.exitCode).toBe(1);
  });

  it('is reported without a log where none can be written', async () => {
    const inTheWay = join(aFolder(), 'file');
    writeFileSync(inTheWay, '');
    const ran = await run(['check', sample('payload.json')], {
      home: inTheWay,
      broken: {
        clock: {
          now: () => {
            throw new Error(SECRET);
          },
        },
      },
    });
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toBe(
      'This is a fault in urmston-invite itself. What was sent until now is in the ledger.\n' +
        'Please report what you typed and this sentence.\n',
    );
  });

  it('replaces the log of an earlier run', async () => {
    const home = join(aFolder(), 'home');
    mkdirSync(join(home, 'cache'), { recursive: true });
    writeFileSync(join(home, 'cache', 'fault.log'), 'an earlier one');
    const ran = await aFault({ ...aScene(), home });
    expect(readFileSync(faultLog(ran), 'utf8')).not.toContain('an earlier one');
  });

  it('that is no Error leaves only its type in the log', async () => {
    const ran = await aFault({ broken: { lines: throwsText } });
    expect(readFileSync(faultLog(ran), 'utf8')).toBe('2026-11-23T10:00:00.000Z\nstring\n');
  });

  // An error's `stack` contains its message, which `writeFaultLog` removes.
  it('leaves out a line of a message that looks like a stack frame', async () => {
    const log = readFileSync(faultLog(await aFault(aScene(`odd\n    at ${NUMBER}`))), 'utf8');
    expect(log).not.toContain(NUMBER);
  });
});

/** A rehearsal whose answers come from a file that the system refuses. */
async function aFileFault(error: Error, ...flags: readonly string[]): Promise<Ran> {
  // oxlint-disable-next-line require-yield -- it fails before its first line
  async function* lines(): AsyncGenerator<string> {
    throw error;
  }
  return await aFault({ broken: { lines } }, ...flags);
}

describe('a file that the system refuses', () => {
  it.each([
    ['EBUSY', 'another program has it open', 'Close kept.db in Excel and run the same line again.'],
    [
      'EINVAL',
      'its name has a character that no name may have',
      'Give the name without quotation marks in it, and without any of < > | ? *.',
    ],
    [
      'UNKNOWN',
      'it may be a file of OneDrive that is not on this computer',
      'Choose "Always keep on this device" for kept.db in File Explorer, wait until it is there, and run the same line again.',
    ],
    [
      'EACCES',
      'you may not open it',
      'Check that its disk is connected and has room, and that the file is yours to use; then run the same line again.',
    ],
  ])('with %s is named with what to do, and is no fault of the tool', async (code, why, fix) => {
    const ran = await aFileFault(aSystemError(code, 'kept.db'), '--json');
    expect(documentIn(ran)).toMatchObject({
      error: {
        code: 'file_unusable',
        message: `kept.db cannot be used: ${why}. What was sent until now is in the ledger.`,
        fix,
      },
    });
    expect(ran.exitCode).toBe(4);
    expect(existsSync(faultLog(ran))).toBe(false);
  });

  it('is named by its new name where it is renamed', async () => {
    const error = Object.assign(aSystemError('EPERM', 'kept.tmp', 'rename'), { dest: 'kept.db' });
    expect((await aFileFault(error)).stderr).toContain('kept.db cannot be used');
  });

  it.each([
    ['of a program that cannot be started', aSystemError('ENOENT', 'icacls', 'spawn icacls')],
    ['with a code that the tool itself causes', aSystemError('EBADF', 'kept.db')],
    ['without a file', Object.assign(new Error('no'), { code: 'EINVAL', syscall: 'read' })],
  ])('is not blamed for an error %s', async (_what, error) => {
    expect((await aFileFault(error)).exitCode).toBe(1);
  });
});

it('a known problem leaves no log', async () => {
  const ran = await run(['check', 'nope.csv']);
  expect(existsSync(faultLog(ran))).toBe(false);
});
