import { expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';
import { aFile, run, runIn } from '../run.ts';

const CONTACTS = `${FIELDS.filter((field) => field !== 'current_registration_season')
  .join(',')
  .replace('parent_tel', 'Parent Contact')}
Ava,Smith,Panthers,u11s,Alex Johnson,07700 900001,Jane,Smith,07700 900101,40,26
`;

it.each([
  { platform: 'linux', mark: "'" },
  { platform: 'win32', mark: '"' },
])('the next step is quoted as $platform does', async ({ platform, mark }) => {
  const file = aFile('Tom & Jo!.csv', CONTACTS);
  const how = [
    '--set',
    'current_registration_season=2026-27',
    '--map',
    'parent_tel=Parent Contact',
  ];
  const shell = { ...fakeShell(), platform };
  await runIn(['check', file, ...how, '--player', 'Ava!'], shell);
  expect(shell.stderr.text()).toContain(`Next: urmston-invite preview ${mark}${file}${mark} --set`);
  expect(shell.stderr.text()).toContain(`--player ${mark}Ava!${mark}`);
});

it.each([
  { words: ['check'], next: 'preview', flags: '' },
  { words: ['preview'], next: 'send', flags: ' --rehearse' },
  { words: ['send', '--rehearse'], next: 'send', flags: ' --rehearse' },
])('after $words the next step reads the list in the same way', async ({ words, next, flags }) => {
  const file = aFile('contacts.csv', CONTACTS);
  const season = 'current_registration_season=2026-27';
  const how = ['--set', season, '--map', 'parent_tel=Parent Contact'];
  const { stderr } = await run([...words, file, ...how]);
  const line = stderr.split('\n').find((text) => text.includes(`urmston-invite ${next}`)) ?? '';
  expect(line).toContain(file);
  expect(line).toContain(`--set ${season}`);
  expect(line).toContain('--map "parent_tel=Parent Contact"');
  expect(line).toContain(flags);
});
