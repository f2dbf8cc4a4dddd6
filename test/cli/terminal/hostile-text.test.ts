import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../../src/domain/record/field.ts';
import { aCsv, aFile, run, sample, type Ran } from '../run.ts';

/** Clears the screen, once in seven bits and once in eight. */
const CLEAR = '\u001B[2J\u009B2J';
const HEADINGS = FIELDS.join(',');
const ROW =
  'Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26';

function expectNoEscape({ stdout, stderr }: Ran): void {
  const CONTROL = /[\p{Cc}--\n]/v;
  expect(stdout).not.toMatch(CONTROL);
  expect(stderr).not.toMatch(CONTROL);
}

describe('an escape sequence in a list', () => {
  it.each(FIELDS)('in a value of %s never reaches the terminal', async (field: Field) => {
    const file = aCsv([
      { [field]: `x${CLEAR}` },
      { player_first_name: 'Ava', [field]: CLEAR },
      { player_first_name: 'Ben', [field]: 'x\u001B[2J' },
    ]);
    for (const argv of [
      ['check', file, '--verbose'],
      ['preview', file],
      ['send', file, '--rehearse'],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each on the same file
      expectNoEscape(await run(argv, { stdin: 'y\ny\n' }));
    }
  });

  it('is removed from a name, and the row is reported as repaired', async () => {
    const file = aCsv([{ team_name: 'Panthers\u001B' }]);
    const ran = await run(['send', file, '--rehearse'], { stdin: 'y\n' });
    expect(ran.stdout).toContain('John Smith (Panthers u11s)');
    expect(ran.stderr).toContain(
      '! mended: team Panthers\uFFFD read as Panthers (invisible characters removed)',
    );
  });

  it.each([
    { where: 'in a heading nobody knows', list: `${HEADINGS},Shoe${CLEAR}Size\n${ROW},38\n` },
    {
      where: 'in a heading that takes the place of one that is missing',
      list: `${HEADINGS.replace('parent_tel', `Phone${CLEAR}`)}\n${ROW}\n`,
    },
    { where: 'in a cell too many', list: `${HEADINGS}\n${ROW},${CLEAR}\n` },
    { where: 'in a list without headings', list: `${CLEAR},07700 900101\n` },
    { where: 'in broken JSON', list: `{"player_first_name": "${CLEAR}` },
    {
      where: 'in the name of a JSON field',
      list: JSON.stringify({ [`shoe${CLEAR}`]: 38, player_first_name: 'Ava' }),
    },
    {
      where: 'in a JSON value that is none',
      list: JSON.stringify({ player_first_name: { a: CLEAR }, team_name: CLEAR }),
    },
  ])('$where never reaches the terminal', async ({ list }) => {
    const file = aFile('list.csv', list);
    for (const argv of [
      ['check', file, '--verbose'],
      ['preview', file],
      ['check', file, '--map', `team_name=Shoe${CLEAR}Size`],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each on the same file
      expectNoEscape(await run(argv));
    }
  });

  it('in a mapped heading never reaches the terminal', async () => {
    const heading = `Mobile${CLEAR}`;
    const list = `${HEADINGS.replace('parent_tel', heading)}\n${ROW.replace('07700 900101', '07700')}\n`;
    const ran = await run(['check', aFile('list.csv', list), '--map', `parent_tel=${heading}`]);
    expect(ran.stdout).toContain('column J (Mobile\uFFFD[2J\uFFFD2J): 07700\n');
    expectNoEscape(ran);
  });
});

describe('an escape sequence on the command line', () => {
  it('in the name of the list itself never reaches the terminal', async () => {
    const file = aFile(`a${CLEAR}b.json`, readFileSync(sample('payload.json')));
    for (const argv of [
      ['check', file],
      ['preview', file],
      ['send', file, '--rehearse'],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each on the same file
      expectNoEscape(await run(argv));
    }
  });

  it.each([
    { argv: ['check', `nope${CLEAR}.csv`], where: 'in a name of no file' },
    { argv: ['preview', aCsv([{}]), '--player', CLEAR], where: 'in the name of a player' },
    { argv: ['check', aCsv([{}]), '--map', `team_name=${CLEAR}`], where: 'in a heading' },
    { argv: ['check', aCsv([{}]), '--set', `age_group=${CLEAR}`], where: 'in a value for all' },
    { argv: [`send${CLEAR}`], where: 'in a command' },
  ])('$where never reaches the terminal', async ({ argv }) => {
    expectNoEscape(await run(argv));
  });
});
