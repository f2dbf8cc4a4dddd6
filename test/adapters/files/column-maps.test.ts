import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { keepMap, keptMap, keptMaps } from '../../../src/adapters/files/column-maps.ts';
import { readSettings } from '../../../src/adapters/settings/find-settings.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { stopOf } from '../list-file/read-list-of.ts';

const fileIn = (home: string): string => join(home, 'settings.env');
const aHomeWith = (text: string | Uint8Array): string => {
  const home = aFolder();
  writeFileSync(fileIn(home), text);
  return home;
};
const MAP = { parent_tel: 'Mobile' };

describe('a column map', () => {
  it('is stored as one line of the settings file, for its owner alone', () => {
    const home = join(aFolder(), 'home');
    keepMap(home, 'Spond-2026', MAP);
    expect(readFileSync(fileIn(home), 'utf8')).toBe(
      'COLUMN_MAP_SPOND_2026=\'{"parent_tel":"Mobile"}\'\n',
    );
    expect(statSync(home).mode % 0o1000).toBe(0o700);
    expect(statSync(fileIn(home)).mode % 0o1000).toBe(0o600);
    expect(readdirSync(home)).toEqual(['settings.env']);
    expect(keptMaps(home)).toEqual([{ name: 'spond-2026', fields: MAP }]);
    expect(keptMap(home, 'SPOND-2026')).toEqual(MAP);
  });

  it.each([
    ['Mum\'s \\ "Mobile" #1', 'quotes, a backslash and a hash'],
    ['Mobile\r\nof the parent', 'a line break'],
    ['Téléphone ☎ $HOME `x` ${Y}', 'what a shell would expand'],
    ["'", 'a quote alone'],
  ])('is read back unchanged: %j, %s', (heading, _why) => {
    const home = aFolder();
    keepMap(home, 'odd', { parent_tel: heading });
    expect(keptMap(home, 'odd')).toEqual({ parent_tel: heading });
  });

  it.each([
    ['', '', '', 'an empty file'],
    ['A=1\n', 'A=1\n', '', 'a line'],
    ['A=1', 'A=1\n', '', 'a last line without an end'],
    ['A=1\r\n# \xFF\r\n', 'A=1\r\n# \xFF\r\n', '', 'line ends of Windows and a foreign byte'],
    ["COLUMN_MAP_X='{}'\nB=2", '', '\nB=2', 'the map as it was before'],
    ["A=1\n  export COLUMN_MAP_X = '{\n}' # mine\nB=2\n", 'A=1\n', '\nB=2\n', 'the map by hand'],
    ['XCOLUMN_MAP_X=1\n', 'XCOLUMN_MAP_X=1\n', '', 'another name with this one in it'],
  ])('leaves every other line unchanged: %#', (before, head, tail, _why) => {
    const home = aHomeWith(Buffer.from(before, 'latin1'));
    keepMap(home, 'x', MAP);
    const lineEnd = tail !== '' ? '' : before.includes('\r\n') ? '\r\n' : '\n';
    expect(readFileSync(fileIn(home)).toString('latin1')).toBe(
      `${head}COLUMN_MAP_X='{"parent_tel":"Mobile"}'${lineEnd}${tail}`,
    );
    expect(keptMap(home, 'x')).toEqual(MAP);
  });

  it('is added to a file in UTF-16, as PowerShell writes it', () => {
    const home = aHomeWith(Buffer.from('\uFEFFA=é\r\n', 'utf16le'));
    keepMap(home, 'x', { parent_tel: 'Téléphone' });
    expect(readSettings({}, aFolder(), home)['A']).toBe('é');
    expect(keptMap(home, 'x')).toEqual({ parent_tel: 'Téléphone' });
  });

  it('replaces one of the same name, and leaves others', () => {
    const home = aFolder();
    keepMap(home, 'b', MAP);
    keepMap(home, 'a', MAP);
    keepMap(home, 'B', { team_name: 'Group' });
    expect(keptMaps(home)).toEqual([
      { name: 'a', fields: MAP },
      { name: 'b', fields: { team_name: 'Group' } },
    ]);
  });

  it('is added to the target of a symbolic link, which stays', () => {
    const home = aFolder();
    const real = join(aFolder(), 'mine.env');
    writeFileSync(real, 'A=1\n');
    symlinkSync(real, fileIn(home));
    keepMap(home, 'x', MAP);
    expect(readFileSync(real, 'utf8')).toContain('COLUMN_MAP_X');
    expect(keptMap(home, 'x')).toEqual(MAP);
  });

  it('that does not exist is reported with those that do', async () => {
    const home = aFolder();
    keepMap(home, 'spond', MAP);
    expect(await stopOf(() => keptMap(home, 'teamo'))).toEqual({
      code: 'map_not_found',
      name: 'teamo',
      names: ['spond'],
    });
    expect(keptMaps(join(home, 'nowhere'))).toEqual([]);
  });

  it.each([
    ['{', 'no JSON'],
    ['[]', 'no object'],
    ['{"mobile":"Mobile"}', 'no such field'],
    ['{"parent_tel":7}', 'no heading'],
    ['{"parent_tel":""}', 'an empty heading'],
  ])('that has the value %s is damaged: %s', async (json, _why) => {
    const home = aHomeWith(`COLUMN_MAP_X='${json}'\n`);
    expect(await stopOf(() => keptMap(home, 'x'))).toEqual({
      code: 'maps_unreadable',
      file: fileIn(home),
    });
  });

  it('that cannot be stored is reported, and leaves no file behind', async () => {
    const home = aFolder();
    mkdirSync(fileIn(home));
    expect(await stopOf(() => keepMap(home, 'x', MAP))).toMatchObject({
      code: 'maps_unwritable',
      file: fileIn(home),
    });
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    expect(await stopOf(() => keepMap(file, 'x', MAP))).toMatchObject({ code: 'maps_unwritable' });
    expect(existsSync(`${fileIn(home)}.${process.pid}.tmp`)).toBe(false);
  });

  it('makes a file that others could read the owner’s alone', () => {
    const home = aHomeWith('A=1\n');
    chmodSync(fileIn(home), 0o644);
    keepMap(home, 'x', MAP);
    expect(statSync(fileIn(home)).mode % 0o1000).toBe(0o600);
  });
});
