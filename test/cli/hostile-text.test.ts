import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../src/domain/field.ts';
import { aCsv, aFile, run, type Ran } from './run.ts';

/** Clears the screen, once in seven bits and once in eight. */
const CLEAR = '\u001B[2J\u009B2J';
const HEADINGS = FIELDS.join(',');
const ROW =
  'Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26';

function expectNoEscape({ stdout, stderr }: Ran): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u;
  expect(stdout).not.toMatch(CONTROL);
  expect(stderr).not.toMatch(CONTROL);
}

/** The list's own text, wherever a stranger could have put an escape sequence. */
const LISTS: readonly { readonly where: string; readonly list: string }[] = [
  { where: 'in a heading nobody knows', list: `${HEADINGS},Shoe${CLEAR}Size\n${ROW},38\n` },
  {
    where: 'in a heading that is there twice',
    list: `${HEADINGS},team_name${CLEAR}\n${ROW},Lions\n`.replace(`name${CLEAR}`, 'name'),
  },
  {
    where: 'in the heading of a faulty value',
    list: `${HEADINGS.replace('parent_tel', `Mobile ${CLEAR}`)}\n${ROW}\n`,
  },
  { where: 'in a row that is too long', list: `${HEADINGS}\n${ROW},${CLEAR}\n` },
  {
    where: 'in the name of a JSON field',
    list: `{"shoe${CLEAR}": 38, "player_first_name": "Ava"}`,
  },
  {
    where: 'in a JSON value',
    list: `{"player_first_name": {"a": "${CLEAR}"}}`.replaceAll('\u001B', '\\u001b'),
  },
  { where: 'in broken JSON', list: `{"player_first_name": "${CLEAR}` },
  { where: 'in a list without headings', list: `${CLEAR},07700 900101\n` },
];

describe('an escape sequence in a list', () => {
  it.each(FIELDS)('in a value of %s never reaches the terminal', async (field: Field) => {
    const file = aCsv([{ [field]: `x${CLEAR}` }, { player_first_name: 'Ava', [field]: CLEAR }]);
    for (const argv of [
      ['check', file],
      ['preview', file],
      ['send', file, '--rehearse'],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each on the same file
      expectNoEscape(await run(argv, { stdin: 'y\ny\n' }));
    }
  });

  it.each(['\u001B[2J', '\u200B\u001B[2J'])(
    'that can be taken out of a name leaves the name',
    async (mark) => {
      const file = aCsv([{ team_name: `Panthers${mark.replace('[2J', '')}` }]);
      const ran = await run(['send', file, '--rehearse'], { stdin: 'y\n' });
      expect(ran.stdout).toContain('John Smith (Panthers u11s)');
      expectNoEscape(ran);
    },
  );

  it.each(LISTS)('$where never reaches the terminal', async ({ list }) => {
    const file = aFile('list.csv', list);
    for (const command of ['check', 'preview']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each on the same file
      expectNoEscape(await run([command, file]));
    }
  });

  it.each([
    ['column_ambiguous', `${HEADINGS.replace('parent_tel', `Phone${CLEAR}`)}\n${ROW}\n`],
    ['column_doubled', `${HEADINGS},Team\u001B\n${ROW},Lions\n`],
  ])('in a heading told of in %s never reaches the terminal', async (_code, list) => {
    expectNoEscape(await run(['check', aFile('list.csv', list)]));
  });
});

describe('an escape sequence on the command line', () => {
  it.each([
    { argv: ['check', `nope${CLEAR}.csv`], where: 'in a name of no file' },
    { argv: ['preview', aCsv([{}]), '--player', CLEAR], where: 'in the name of a player' },
    { argv: ['check', aCsv([{}]), '--map', `team_name=${CLEAR}`], where: 'in a heading' },
  ])('$where never reaches the terminal', async ({ argv }) => {
    expectNoEscape(await run(argv));
  });
});
