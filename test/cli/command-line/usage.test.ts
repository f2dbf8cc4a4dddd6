import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { documentIn, run, sample } from '../run.ts';

const FILE = sample('payload.json');

describe('a line that cannot be understood', () => {
  it.each([
    { argv: ['sned', FILE], names: "'sned'", suggests: 'send', why: 'a slip in the command' },
    { argv: ['chekc', FILE], names: "'chekc'", suggests: 'check', why: 'a slip in the command' },
    {
      argv: ['send', '--dryrun', FILE],
      names: "'--dryrun'",
      suggests: '--dry-run',
      why: 'a slip in a flag',
    },
    {
      argv: ['send', '--rehears', FILE],
      names: "'--rehears'",
      suggests: '--rehearse',
      why: 'a slip in a flag',
    },
    {
      argv: ['check', '--jsno', FILE],
      names: "'--jsno'",
      suggests: '--json',
      why: 'a slip in a common flag',
    },
    {
      argv: ['send', '--dry', FILE],
      names: "'--dry'",
      suggests: '',
      why: 'no flag is shortened by guesswork',
    },
    {
      argv: ['send', '--yes', FILE],
      names: "'--yes'",
      suggests: '',
      why: 'nothing says yes but a person',
    },
    {
      argv: ['send', '-y', FILE],
      names: "'-y'",
      suggests: '',
      why: 'nothing says yes but a person',
    },
    {
      argv: ['--auth-token', 'x', 'send', FILE],
      names: "'--auth-token'",
      suggests: '',
      why: 'no secret is a flag',
    },
    {
      argv: ['send', FILE, '--auth-token', 'x'],
      names: "'--auth-token'",
      suggests: '',
      why: 'no secret is a flag',
    },
    {
      argv: ['check'],
      names: 'check needs a list',
      suggests: 'check players.csv',
      why: 'the file is missing',
    },
    {
      argv: ['check', FILE, 'second.csv'],
      names: 'second.csv',
      suggests: 'quotation marks around',
      why: 'one file at a time',
    },
    {
      argv: ['reply', '07700', '900123', 'We train on Tuesdays.'],
      names: '900123',
      suggests: 'quotation marks around',
      why: 'a shell makes two words of a number',
    },
    {
      argv: ['preview', FILE, '--row', 'abc'],
      names: "'abc'",
      suggests: '',
      why: 'a row is a number',
    },
    { argv: ['preview', FILE, '--row', '0'], names: "'0'", suggests: '', why: 'rows count from 1' },
    {
      argv: ['preview', FILE, '--row', '2.5'],
      names: "'2.5'",
      suggests: '',
      why: 'a row is whole',
    },
    {
      argv: ['preview', FILE, '--row'],
      names: '--row',
      suggests: '',
      why: 'the number is missing',
    },
  ])('$argv stops with 2 and names $names: $why', async ({ argv, names, suggests }) => {
    const ran = await run(argv);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain(names);
    expect(ran.stderr).toContain(suggests);
    expect(ran.stderr).toContain('--help');
    expect(existsSync(ran.home)).toBe(false);
  });

  it('is reported to a script as JSON', async () => {
    const ran = await run(['send', '--dryrun', FILE, '--json']);
    expect(documentIn(ran)).toEqual({
      schema: 1,
      command: 'send',
      error: {
        code: 'usage',
        message: expect.stringContaining('--dryrun'),
        fix: expect.stringContaining('--help'),
      },
    });
    expect(ran).toMatchObject({ exitCode: 2, stderr: '' });
  });

  it.each([
    ['sned', FILE],
    ['send', '--dryrun', FILE],
    ['preview', FILE, '--row', 'abc'],
  ])('is told in whole sentences: %s %s', async (...argv) => {
    const { stderr } = await run(argv.filter((word) => word !== undefined));
    expect(stderr).toMatch(/^[A-Z-].*\.\n[A-Z].*\.\n$/u);
  });

  it.each(['--json', '--quiet'])('is reported as text where there is only %s', async (flag) => {
    const { stdout, stderr, exitCode } = await run([flag]);
    expect(`${stdout}${stderr}`).not.toContain('outputHelp');
    expect(exitCode).toBe(2);
  });

  it('names the command to a script if an option with a value comes before it', async () => {
    const ran = await run(['--set', 'team_name=Lions', 'check', 'nope.csv', '--json']);
    expect(documentIn(ran)).toMatchObject({ command: 'check', error: { code: 'file_not_found' } });
  });

  it('does not run the command it suggests', async () => {
    const ran = await run(['sned', FILE, '--rehearse'], { stdin: 'y\n' });
    expect(ran.stdout).toBe('');
    expect(existsSync(ran.home)).toBe(false);
  });
});

describe('flags', () => {
  it.each([
    { argv: ['check', FILE, '--json'], where: 'behind the file' },
    { argv: ['check', '--json', FILE], where: 'before the file' },
    { argv: ['--json', 'check', FILE], where: 'before the command' },
    { argv: ['check', '--json', '--', FILE], where: 'before --' },
  ])('may stand $where', async ({ argv }) => {
    expect(documentIn(await run(argv))).toMatchObject({ command: 'check', file: FILE });
  });

  it('end at --, so that a file may start with a dash', async () => {
    const ran = await run(['check', '--json', '--', '--json']);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'file_not_found' } });
    expect(JSON.stringify(documentIn(ran))).toContain('There is no file --json.');
  });

  it('behind -- do not ask for JSON', async () => {
    const { stdout, stderr } = await run(['check', '--', '--json']);
    expect(stdout).toBe('');
    expect(stderr).toContain('There is no file --json.');
  });
});

it('preview reads standard input where the file is -, and makes the same of it', async () => {
  const fromFile = await run(['preview', FILE]);
  const piped = await run(['preview', '-'], { stdin: readFileSync(FILE) });
  expect(piped).toMatchObject({ exitCode: 0, stdout: fromFile.stdout });
  expect(piped.stderr).not.toContain('Next:');
});

it('an empty standard input is an empty file', async () => {
  const ran = await run(['check', '-'], { stdin: '' });
  expect(ran).toMatchObject({ exitCode: 3, stdout: '' });
  expect(ran.stderr).toMatch(/^standard input is empty\.\n/u);
});
