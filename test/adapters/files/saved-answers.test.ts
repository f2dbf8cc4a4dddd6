import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { saveAnswers, savedAnswers } from '../../../src/adapters/files/saved-answers.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { stopOf } from '../list-file/read-list-of.ts';

const TEXTS = ['Hi {parent_first_name} 👋\nsee you', 'It’s "quoted" #1 – £40 $HOME, isn\'t it?'];

it('are read as they were saved, with the other lines of the file as they were', () => {
  const home = aFolder();
  const file = join(home, 'settings.env');
  writeFileSync(file, '# mine\nOPERATOR=Robin\n');
  expect(savedAnswers(home)).toEqual([]);
  saveAnswers(home, ['x']);
  saveAnswers(home, TEXTS);
  expect(savedAnswers(home)).toEqual(TEXTS);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^# mine\nOPERATOR=Robin\nSAVED_ANSWERS='[^\n]*'\n$/u);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  saveAnswers(home, []);
  expect(savedAnswers(home)).toEqual([]);
});

it('are read in a file of UTF-16', () => {
  const home = aFolder();
  writeFileSync(join(home, 'settings.env'), Buffer.from('\uFEFFOPERATOR=Robin\r\n', 'utf16le'));
  saveAnswers(home, TEXTS);
  expect(savedAnswers(home)).toEqual(TEXTS);
});

it.each([
  'nonsense',
  '{"a":1}',
  '[1]',
  '[""]',
  JSON.stringify(Array.from({ length: 10 }, () => 'x')),
])('are reported where the line is damaged: %s', async (json) => {
  const home = aFolder();
  writeFileSync(join(home, 'settings.env'), `SAVED_ANSWERS='${json}'\n`);
  expect(await stopOf(() => savedAnswers(home))).toMatchObject({ code: 'answers_unreadable' });
});

it('are reported where the file cannot be written', async () => {
  const home = aFolder();
  mkdirSync(join(home, 'settings.env'));
  expect(await stopOf(() => saveAnswers(home, TEXTS))).toMatchObject({
    code: 'settings_unwritable',
  });
});
