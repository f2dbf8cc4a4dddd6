import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  keepMap,
  keptMap,
  keptMaps,
  namesOfMaps,
  type KeptMap,
} from '../../../src/adapters/files/column-maps.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { stopOf } from '../list-file/read-list-of.ts';

const MAP: KeptMap = {
  name: 'spond',
  headings: 'a digest',
  fields: { parent_tel: 'Mobile' },
  set: { current_registration_season: '2026-27' },
  rows: [{ heading: 'Status', value: 'On loan', isLeftOut: true }],
  answers: { encoding: 'macintosh' },
};

const fileIn = (home: string, name = 'spond'): string => join(home, 'maps', `${name}.json`);

const aHomeWith = (content: string): string => {
  const home = aFolder();
  mkdirSync(join(home, 'maps'));
  writeFileSync(fileIn(home), content);
  return home;
};

describe('a kept map', () => {
  it('is a file of its own in the home folder, for its owner alone', () => {
    const home = join(aFolder(), 'home');
    keepMap(home, MAP);
    expect(JSON.parse(readFileSync(fileIn(home), 'utf8'))).toEqual({
      version: 1,
      headings: 'a digest',
      fields: { parent_tel: 'Mobile' },
      set: { current_registration_season: '2026-27' },
      rows: [{ heading: 'Status', value: 'On loan', left_out: true }],
      answers: { encoding: 'macintosh' },
    });
    expect(statSync(join(home, 'maps')).mode % 0o1000).toBe(0o700);
    expect(statSync(fileIn(home)).mode % 0o1000).toBe(0o600);
    expect(readdirSync(join(home, 'maps'))).toEqual(['spond.json']);
    expect(keptMap(home, 'SPOND')).toEqual(MAP);
  });

  it.each([
    ['Mum\'s \\ "Mobile" #1', 'quotes, a backslash and a hash'],
    ['Mobile\r\nof the parent', 'a line break'],
    ['Téléphone ☎ $HOME `x` ${Y}', 'what a shell would expand'],
    ["'", 'a quote alone'],
  ])('is read back unchanged: %j, %s', (heading, _why) => {
    const home = aFolder();
    keepMap(home, { ...MAP, fields: { parent_tel: heading } });
    expect(keptMap(home, 'spond').fields).toEqual({ parent_tel: heading });
  });

  it('replaces one of the same name, and leaves others', () => {
    const home = aFolder();
    const other = { ...MAP, name: 'b', fields: { team_name: 'Group' } };
    keepMap(home, { ...MAP, name: 'b' });
    keepMap(home, { ...MAP, name: 'a' });
    keepMap(home, { ...other, name: 'B' });
    expect(keptMaps(home)).toEqual([{ ...MAP, name: 'a' }, other]);
  });

  it('that does not exist is reported with those that do', async () => {
    const home = aFolder();
    keepMap(home, MAP);
    expect(await stopOf(() => keptMap(home, 'teamo'))).toEqual({
      code: 'map_not_found',
      name: 'teamo',
      names: ['spond'],
    });
    expect(keptMaps(join(home, 'nowhere'))).toEqual([]);
  });

  const stored = {
    version: 1,
    headings: null,
    fields: {},
    set: {},
    rows: [],
    answers: {},
  };

  it.each([
    ['{', 'no JSON'],
    ['[]', 'no object'],
    ['{}', 'nothing in it'],
    [JSON.stringify({ ...stored, fields: { mobile: 'Mobile' } }), 'no such field'],
    [JSON.stringify({ ...stored, fields: { parent_tel: '' } }), 'an empty heading'],
    [JSON.stringify({ ...stored, set: { parent_tel: '07700 900123' } }), 'a number for all rows'],
    [JSON.stringify({ ...stored, set: { team_manager_1_full_name: 'Alex Johnson' } }), 'a name'],
    [JSON.stringify({ ...stored, set: { age_group: 'eleven' } }), 'a value that is none'],
    [JSON.stringify({ ...stored, answers: { encoding: 'klingon' } }), 'no such encoding'],
  ])('that holds %s is damaged: %s', async (content, _why) => {
    const home = aHomeWith(content);
    const problem = { code: 'map_unreadable', name: 'spond', file: fileIn(home), isNewer: false };
    expect(await stopOf(() => keptMap(home, 'spond'))).toEqual(problem);
    expect(namesOfMaps(home)).toEqual(['spond']);
  });

  it('of a newer version is told apart from a damaged one', async () => {
    const home = aHomeWith(JSON.stringify({ version: 2, columns: [] }));
    expect(await stopOf(() => keptMap(home, 'spond'))).toMatchObject({ isNewer: true });
  });

  it('may have an answer that this version does not know', () => {
    const home = aHomeWith(JSON.stringify({ ...stored, answers: { colour: 'blue' } }));
    expect(keptMap(home, 'spond').answers).toEqual({});
  });

  it('that cannot be stored is reported, and leaves no file behind', async () => {
    const home = aFolder();
    mkdirSync(fileIn(home), { recursive: true });
    expect(await stopOf(() => keepMap(home, MAP))).toMatchObject({
      code: 'maps_unwritable',
      file: fileIn(home),
    });
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    expect(await stopOf(() => keepMap(file, MAP))).toMatchObject({ code: 'maps_unwritable' });
    expect(existsSync(`${fileIn(home)}.${process.pid}.tmp`)).toBe(false);
  });
});

const settingsOf = (home: string): string => join(home, 'settings.env');

describe('a column map in the settings file, where the version before kept it', () => {
  const OLD = { headings: null, set: {}, rows: [], answers: {} };

  it('is read with its headings', () => {
    const home = aFolder();
    writeFileSync(settingsOf(home), 'A=1\nCOLUMN_MAP_CLUB_2026=\'{"parent_tel":"Mobile"}\'\n');
    const map = { ...OLD, name: 'club-2026', fields: { parent_tel: 'Mobile' } };
    expect(keptMap(home, 'Club-2026')).toEqual(map);
    expect(keptMaps(home)).toEqual([map]);
  });

  it('gives way to a file of the same name, and stays in the settings as it is', () => {
    const home = aFolder();
    const settings = 'COLUMN_MAP_SPOND=\'{"team_name":"Group"}\'\n';
    writeFileSync(settingsOf(home), settings);
    keepMap(home, MAP);
    expect(keptMaps(home)).toEqual([MAP]);
    expect(readFileSync(settingsOf(home), 'utf8')).toBe(settings);
  });

  it.each([
    ['{', 'no JSON'],
    ['[]', 'no object'],
    ['{"mobile":"Mobile"}', 'no such field'],
    ['{"parent_tel":7}', 'no heading'],
    ['{"parent_tel":""}', 'an empty heading'],
  ])('that has the value %s is damaged: %s', async (json, _why) => {
    const home = aFolder();
    writeFileSync(settingsOf(home), `COLUMN_MAP_X='${json}'\n`);
    expect(await stopOf(() => keptMap(home, 'x'))).toEqual({
      code: 'maps_unreadable',
      file: settingsOf(home),
    });
  });
});
