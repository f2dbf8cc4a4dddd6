import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openStandIn } from '../../../support/sending/stand-in.ts';
import { PANTHERS_SHEET, PLAYER_FIELDS } from '../../../support/teams-sheet.ts';
import { fakeShell, type FakeShell, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aWorkbook } from '../../../support/workbook.ts';
import { aCsv, aFile, run, runIn } from '../../run.ts';

function atATerminal(env: Scene['env'] = {}): FakeShell {
  return fakeShell({ terminals: ['stdin', 'stderr'], env: { TERM: 'dumb', ...env } });
}

function rowsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
}

it('asks which team of the sheet a spelling is, and names the answer in the next line to type', async () => {
  const list = aCsv([{ team_name: 'Panther' }], PLAYER_FIELDS);
  const sheet = aFile('teams.csv', PANTHERS_SHEET);
  const shell = atATerminal();
  const exitCode = runIn(['send', list, '--teams', sheet, '--rehearse'], shell);
  await shell.stderr.shows(/Which one is Panther u11s\? \(0-1\) $/u);
  expect(shell.stderr.text()).toContain(
    `Panther u11s is not in ${sheet}. It may be:\n  1  Panthers u11s (row 2)\n  0  none of these\n`,
  );
  shell.keys.type('1');
  await shell.stderr.shows(/Send this to .*\? \(.*\) $/u);
  expect(shell.stderr.text()).toContain('team manager Alex Johnson on 07700 900001');
  expect(shell.stderr.text()).toContain('teams.csv: 1 team with 1 player; 1 team without players');
  shell.keys.type('q');
  expect(await exitCode).toBe(0);
  expect(shell.stderr.text()).toContain('--same-team "Panther u11s=Panthers u11s"');
});

it('takes none of the candidates at 0, and stops at Ctrl-C', async () => {
  const list = aCsv([{ team_name: 'Panther' }], PLAYER_FIELDS);
  const words = ['send', list, '--teams', aFile('teams.csv', PANTHERS_SHEET), '--rehearse'];
  const none = atATerminal();
  const exitCode = runIn(words, none);
  await none.stderr.shows(/Which one is Panther u11s\? \(0-1\) $/u);
  none.keys.type('0');
  expect(await exitCode).toBe(3);
  expect(none.stderr.text()).toContain('Add a row for Panther u11s');
  const stopped = atATerminal();
  const code = runIn(words, stopped);
  await stopped.stderr.shows(/Which one is Panther u11s\? \(0-1\) $/u);
  stopped.keys.type('\u0003');
  expect(await code).toBe(130);
});

it('offers the sheet Teams of the list’s own workbook', async () => {
  const csv = readFileSync(aCsv([{}], PLAYER_FIELDS), 'utf8').replaceAll('"', '');
  const bytes = await aWorkbook({
    Players: { rows: rowsOf(csv) },
    Teams: { rows: rowsOf(PANTHERS_SHEET) },
  });
  const shell = atATerminal();
  const exitCode = runIn(['send', aFile('club.xlsx', bytes), '--rehearse'], shell);
  await shell.stderr.shows(/Take what the list lacks of each team from it\? \(y\/n\) $/u);
  shell.keys.type('y');
  await shell.stderr.shows(/Send this to .*\? \(.*\) $/u);
  shell.keys.type('q');
  expect(await exitCode).toBe(0);
  expect(shell.stderr.text()).toMatch(/--teams \S*club\.xlsx/u);
});

it('sends what was shown and approved, whatever becomes of the sheet meanwhile', async () => {
  const { settings, posts } = await openStandIn();
  const list = aCsv([{}], PLAYER_FIELDS);
  const sheet = aFile('teams.csv', PANTHERS_SHEET);
  const words = ['send', list, '--teams', sheet];
  const shell = atATerminal({ ...settings, SEND_HOURS: '00:00-24:00' });
  const exitCode = runIn(words, shell);
  await shell.stderr.shows(/Send this to .*\? \(.*\) $/u);
  const other = PANTHERS_SHEET.replace('Alex Johnson', 'Lee Wood').replaceAll('£40', '£99');
  writeFileSync(sheet, other);
  shell.keys.type('y');
  expect(await exitCode).toBe(0);
  expect(posts).toHaveLength(1);
  expect(JSON.parse(posts[0]?.['ContentVariables'] ?? '')).toMatchObject({
    6: '40',
    7: '26',
    8: 'Alex Johnson',
  });
  // The next run has the other values, and sends nothing more.
  const again = await run(['preview', '--json', ...words.slice(1)], {});
  expect(again.stdout).toContain('Lee Wood');
});
