import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aCsv, aFile, rowsFor, run, sample } from '../../run.ts';

describe('what check shows', () => {
  it('puts like problems under one heading, each with its row, column, heading, value and one fix', async () => {
    const file = aCsv(rowsFor(['10', '102', '11']));
    const { stdout, exitCode } = await run(['check', file]);
    expect(stdout).toBe(`${file}: read as CSV, utf-8, separated by commas

The parent's mobile has 10 digits; a UK number written like this has 11.
  row 2, column J (parent_tel): 07700 90010
  row 4, column J (parent_tel): 07700 90011
  -> Look for the digit that is missing.

3 records: 1 ready, 2 refused
`);
    expect(exitCode).toBe(3);
  });

  it('names the columns it does not use and what it mended', async () => {
    const [headings = '', row = ''] = SHORT_LIST.split('\n');
    const file = aFile(
      'wide.csv',
      `${headings},Shoe Size\n${row.replace('07700 900101', '7700900101')},38\n`,
    );
    const { stdout } = await run(['check', file]);
    expect(stdout).toBe(`${file}: read as CSV, utf-8, separated by commas
Columns that are not used: M (Shoe Size)

Mended, without losing anything:
  row 2, column J: parent's mobile 7700900101 read as +447700900101 (a leading 0 was lost)

1 record: 1 ready, 0 refused, 1 mended
`);
  });

  it('names the columns of a second parent, and with --verbose what others hold', async () => {
    const [headings = '', row = ''] = SHORT_LIST.split('\n');
    const file = aFile('two.csv', `${headings},Parent 2 Mobile,Home Phone\n${row},,\n`);
    const { stdout, stderr } = await run(['check', file, '--verbose']);
    expect(stdout).toContain(`Columns that are not used: N (Home Phone)
Columns of a second parent, who gets no message: M (Parent 2 Mobile)
`);
    expect(stderr).toContain(`  M Parent 2 Mobile: not used; holds the second parent's phone
  N Home Phone: not used; holds a landline or a phone at work
`);
  });

  it('shows a full name that was split on one line, with both halves', async () => {
    const text = readFileSync(sample('payload.json'), 'utf8');
    const file = aFile(
      'whole.json',
      text
        .replace(/"player_first_name": "[^"]*"/u, '"player_full_name": "John Smith"')
        .replace(/"player_last_name": "[^"]*",\s*/u, ''),
    );
    const { stdout } = await run(['check', file]);
    expect(stdout).toContain(`Mended, without losing anything:
  row 1: John Smith read as John | Smith (first and last name told apart)

1 record: 1 ready, 0 refused, 2 mended
`);
  });

  it.each(['check', 'preview'])(
    'tells after %s a next step that can be pasted',
    async (command) => {
      const file = aFile('my list.json', readFileSync(sample('payload.json')));
      expect((await run([command, file])).stderr).toContain(` "${file}"`);
    },
  );

  it('prints the next step on standard error', async () => {
    const { stderr } = await run(['check', sample('payload.json')]);
    expect(stderr).toBe(`\nNext: urmston-invite preview ${sample('payload.json')}\n`);
  });

  it.each([
    { argv: ['check', sample('payload.json'), '--quiet'], why: '--quiet leaves out advice' },
    { argv: ['check', sample('payload.json'), '-q'], why: '-q is --quiet' },
    { argv: ['check', aCsv(rowsFor(['1']))], why: 'no row could be previewed' },
  ])('prints no next step where $why', async ({ argv }) => {
    expect((await run(argv)).stderr).toBe('');
  });

  it('prints no next step for standard input, which cannot be read twice', async () => {
    const { stdout, stderr } = await run(['check', '-'], { stdin: SHORT_LIST });
    expect(stdout).toMatch(/^standard input: read as CSV/u);
    expect(stderr).toBe('');
  });

  it.each(['--verbose', '-v', '--quiet'])(
    'says the same on standard output with %s',
    async (flag) => {
      const plain = await run(['check', sample('players.csv')]);
      const flagged = await run(['check', flag, sample('players.csv')]);
      expect(flagged.stdout).toBe(plain.stdout);
      expect(flagged.exitCode).toBe(plain.exitCode);
    },
  );

  it('draws no colour and no carriage return where there is no terminal', async () => {
    const { stdout, stderr } = await run(['check', sample('players.csv')]);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(`${stdout}${stderr}`).not.toMatch(/[\u001B\r]/u);
  });
});

const SHORT_LIST = `player_first_name,player_last_name,team_name,age_group,team_manager_1_full_name,team_manager_1_tel,current_registration_season,parent_first_name,parent_last_name,parent_tel,membership_fee_amount,subscription_fee_amount
Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,07700 900101,40,26
`;
