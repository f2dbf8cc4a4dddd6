import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SHAPED_SETTINGS } from '../../../src/adapters/settings/settings.ts';
import { COMMAND_NAMES } from '../../../src/cli/command-line/command-names.ts';
import { EXIT_CODES } from '../../../src/cli/exit-code.ts';
import { VERSION } from '../../../src/text/version.ts';
import { run } from '../run.ts';

const COMMANDS = [
  'check',
  'preview',
  'send',
  'test',
  'status',
  'history',
  'report',
  'inbox',
  'opt-out',
  'reply',
  'forget',
  'init',
  'doctor',
  'serve',
  'config',
  'menu',
  'completion',
];
/** For each command, the text after its options, and its example. */
const TAKES: { readonly [command: string]: readonly [usage: string, example: string] } = {
  init: ['', '$'],
  doctor: ['', '$'],
  serve: ['', ' --rehearse$'],
  config: ['', '$'],
  menu: [' [list]', '$'],
  status: [' [file]', String.raw` samples/\S+`],
  history: [' [number...]', ' "07700 900123"$'],
  completion: [' <shell>', ' bash$'],
  inbox: [' [command]', ' --rehearse$'],
  reply: [' <number> <text>', ' "07700 900123" "'],
  forget: [' [number...]', ' "07700 900123"$'],
  report: [' [file]', String.raw` samples/\S+`],
  'opt-out': [' [command]', ' add "07700 900123"$'],
};
const TAKES_A_FILE = [' <file>', String.raw` samples/\S+`] as const;
const EVERY_PAGE = [
  ['help'],
  ...[...COMMANDS, 'help'].map((command) => [command, '--help']),
  ['help', 'exit-codes'],
  ['help', 'environment'],
];

describe('help', () => {
  it.each([['-h'], ['--help'], ['help'], []])('is the same page for "%s"', async (...argv) => {
    const page = await run(['help']);
    const ran = await run(argv.filter((word) => word !== undefined));
    expect(ran).toMatchObject({ exitCode: 0, stdout: page.stdout, stderr: '' });
    expect(page.stdout).toContain('Usage: urmston-invite <command>');
  });

  it('names every command', async () => {
    const { stdout } = await run(['help']);
    const named = [...stdout.matchAll(/^ {2}(?<name>[a-z][a-z-]*)(?: \[| <| {3})/gmu)].map(
      (match) => match[1],
    );
    expect(named).toEqual([...COMMANDS, 'help']);
    expect(named).toEqual(COMMAND_NAMES);
  });

  it.each(COMMANDS)('of %s is the same page for every way to ask for it', async (command) => {
    const page = await run([command, '--help']);
    expect(await run(['help', command])).toMatchObject({
      exitCode: 0,
      stdout: page.stdout,
      stderr: '',
    });
    expect(await run([command, '-h'])).toMatchObject({ exitCode: 0, stdout: page.stdout });
    const [taken] = TAKES[command] ?? TAKES_A_FILE;
    expect(page.stdout).toContain(`Usage: urmston-invite ${command} [options]${taken}\n`);
  });

  it.each(COMMANDS)('of %s opens with an example to copy', async (command) => {
    const { stdout } = await run([command, '--help']);
    const [, taken] = TAKES[command] ?? TAKES_A_FILE;
    expect(stdout.split('\n')[0]).toMatch(
      new RegExp(`^ {2}\\$ urmston-invite ${command}${taken}`, 'u'),
    );
  });

  it('opens with an example that needs no account, and says where to read on and report', async () => {
    const { stdout } = await run(['help']);
    expect(stdout.split('\n').slice(0, 5)).toContain(
      '  $ urmston-invite send samples/players.csv --rehearse',
    );
    expect(stdout).toMatch(/guide is docs\/guide\.md/u);
    expect(stdout).toMatch(/Found a fault\?/u);
  });

  it.each(EVERY_PAGE)('fits eighty columns: %s %s', async (...argv) => {
    const { stdout } = await run(argv.filter((word) => word !== undefined));
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    { argv: ['send', 'nofile', '--nope', '--help'], why: 'a wrong flag' },
    { argv: ['send', '--help', '--nope'], why: 'a wrong flag behind it' },
    { argv: ['send', '--help'], why: 'a missing file' },
    { argv: ['send', 'a', 'b', '-h'], why: 'a file too many' },
  ])('wins over $why', async ({ argv }) => {
    const { stdout } = await run(['send', '--help']);
    expect(await run(argv)).toMatchObject({ exitCode: 0, stdout, stderr: '' });
  });

  it.each([
    { argv: ['preview', '--row', 'abc', '--help'], of: 'preview' },
    { argv: ['check', '--set', 'nonsense', '--help'], of: 'check' },
  ])('wins over a wrong value: $argv', async ({ argv, of }) => {
    const { stdout } = await run([of, '--help']);
    expect(await run(argv)).toMatchObject({ exitCode: 0, stdout, stderr: '' });
  });

  it('offers no flag that says yes and none that takes a secret', async () => {
    const pages = await Promise.all(EVERY_PAGE.map(async (argv) => (await run(argv)).stdout));
    expect(pages.join('\n')).not.toMatch(/--(?:yes|force|token|auth|secret|password|key)/u);
  });

  it('does not exist for an unknown topic', async () => {
    const ran = await run(['help', 'nonsense']);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain("'nonsense'");
  });
});

describe('help exit-codes', () => {
  it.each([
    [0, 'done, or nothing to do'],
    [1, 'a fault in the tool'],
    [2, 'wrong usage'],
    [3, 'the input has faults'],
    [4, 'not set up, or Twilio refused the credentials, the sender or the template'],
    [5, 'Twilio cannot be reached'],
    [6, 'messages were refused or did not arrive, or rows were left out for faults'],
    [7, 'the outcome of a message is unknown'],
    [8, 'an operator at a terminal is needed'],
    [130, 'stopped by hand'],
  ])('lists %i: %s', async (code, meaning) => {
    const { stdout } = await run(['help', 'exit-codes']);
    expect(stdout).toMatch(new RegExp(`^ *${code} {2}${meaning}`, 'mu'));
  });

  it('lists no other', () => {
    expect(Object.keys(EXIT_CODES).map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 130]);
  });
});

describe('help environment', () => {
  it('is tested with the settings that are read', () => {
    expect(SHAPED_SETTINGS).toContain('TWILIO_ACCOUNT_SID');
    expect(SHAPED_SETTINGS.length).toBeGreaterThan(5);
  });

  it.each([...SHAPED_SETTINGS, 'REHEARSAL_FAULT', 'URMSTON_INVITE_HOME', 'NO_COLOR'])(
    'lists %s',
    async (name) => {
      const { stdout } = await run(['help', 'environment']);
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'mu'));
    },
  );
});

describe('the version', () => {
  it.each(['--version', '-V', 'version'])('is one line for %s', async (word) => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    ) as { readonly version: string };
    expect(await run([word])).toMatchObject({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  it('wins over a command', async () => {
    expect(await run(['check', '--version'])).toMatchObject({
      exitCode: 0,
      stdout: `${VERSION}\n`,
    });
  });
});
