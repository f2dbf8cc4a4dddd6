import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../../../src/cli/command-line/command-names.ts';
import { aFile, documentIn, run, sample } from '../run.ts';

/** Every option for reading a list, with a valid value. */
const LIST_OPTIONS = [
  ['--set', 'team_name=Lions'],
  ['--map', 'parent_tel=Mobile'],
  ['--save-map', 'club'],
  ['--use-map', 'club'],
  ['--leave-out', 'Status=Left'],
  ['--sheet', 'Bears'],
  ['--teams', 'teams.csv'],
  ['--same-team', 'Lion=Lions'],
] as const;

/** Every command line without a list. */
const WITHOUT_LIST = [
  ['status'],
  ['status', '--rehearse'],
  ['report'],
  ['report', '--rehearse', '--chase'],
  ['history'],
  ['history', '07700 900123'],
  ['opt-out', 'add', '07700 900123'],
  ['opt-out', 'remove', '07700 900123'],
  ['opt-out', 'list'],
  ['inbox'],
  ['inbox', '--rehearse'],
  ['inbox', 'answers', 'list'],
  ['reply', '07700 900123', 'See you on Tuesday.'],
  ['forget', '07700 900123'],
  ['init'],
  ['doctor'],
  ['doctor', '--service', 'http://localhost:8787'],
  ['serve'],
  ['config'],
  ['menu'],
  ['completion', 'bash'],
  ['help'],
  ['help', 'send'],
] as const;

/** The commands that require a list, for which there is no such line. */
const NEEDS_A_LIST = ['check', 'preview', 'send', 'test'];

describe('an option about a list', () => {
  it('is tested with every command', () => {
    const tried = new Set<string>([...WITHOUT_LIST.map(([command]) => command), ...NEEDS_A_LIST]);
    expect([...tried].toSorted()).toEqual([...COMMAND_NAMES].toSorted());
  });

  it.each(WITHOUT_LIST.flatMap((line) => LIST_OPTIONS.map((option) => [line, option] as const)))(
    'is wrong usage where no list is read, and nothing is done: %j with %j',
    async (line, option) => {
      const ran = await run([...line, ...option]);
      expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ran.stderr).toContain(`${option[0]} needs a list, and `);
      expect(ran.stderr).toContain(line.slice(0, line[0] === 'opt-out' ? 2 : 1).join(' '));
      expect(ran.stderr).toContain('--help');
      expect(existsSync(ran.home)).toBe(false);
    },
  );

  it('may come before or after the command', async () => {
    const ran = await run(['--sheet', 'Bears', 'history', '07700 900123']);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('--sheet needs a list, and history reads none.');
  });

  it('is reported with all others of the line, and with the fix', async () => {
    const ran = await run([
      'status',
      '--rehearse',
      '--map',
      'parent_tel=Mobile',
      '--sheet',
      'Bears',
    ]);
    expect(ran.stderr).toBe(
      '--map, --sheet need a list, and status reads none without the name of its file.\n' +
        'Add the name of the file, or leave out --map, --sheet. Add --help to see what status takes.\n',
    );
  });

  it('is reported to a script as JSON', async () => {
    const ran = await run(['report', '--json', '--set', 'team_name=Lions']);
    expect(documentIn(ran)).toMatchObject({
      command: 'report',
      error: { code: 'usage', message: expect.stringContaining('--set needs a list') },
    });
    expect(ran).toMatchObject({ exitCode: 2, stderr: '' });
  });

  it('does not prevent the help', async () => {
    const ran = await run(['status', '--set', 'team_name=Lions', '--help']);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['check', sample('payload.json')],
    ['preview', sample('payload.json')],
    ['status', sample('payload.json'), '--rehearse'],
    ['report', sample('payload.json'), '--rehearse'],
    ['check', '-'],
  ])('is understood where a list is read: %s %s', async (...line) => {
    const words = [...line.filter((word) => word !== undefined), '--set', 'team_name=Lions'];
    const ran = await run(words, { stdin: '[{"team_name":"Lions"}]' });
    expect(ran.stderr).not.toContain('needs a list');
    expect(ran.exitCode).not.toBe(2);
  });
});

describe('the numbers that opt-out import reads', () => {
  const file = aFile('stop.txt', '07700 900123\n');

  it.each(LIST_OPTIONS.filter(([flag]) => flag !== '--map' && flag !== '--sheet'))(
    'are no list of players: %s is wrong usage',
    async (...option) => {
      const ran = await run(['opt-out', 'import', file, '--rehearse', ...option]);
      expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ran.stderr).toContain(
        `${option[0]} needs a list of players, and opt-out import reads numbers alone.`,
      );
    },
  );

  it('can be in any column and any sheet', async () => {
    const csv = aFile('stop.csv', 'Mobile,Home\n07700 900123,07700 900124\n');
    const ran = await run(['opt-out', 'import', csv, '--rehearse', '--map', 'parent_tel=Mobile']);
    expect(ran.exitCode).toBe(0);
  });
});
