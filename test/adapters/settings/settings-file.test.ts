import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvFile } from '../../../src/adapters/settings/find-settings.ts';
import { keepSettings } from '../../../src/adapters/settings/settings-file.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';
import { stopOf } from '../list-file/read-list-of.ts';

describe('a setting', () => {
  it.each([
    ['plain'],
    ['whatsapp:+447700900999'],
    ['Robin Green'],
    ["Robin O'Neill"],
    ['a#b c'],
    ['$HOME ${X} \\n'],
    ['a"b'],
    ["a'b`c d"],
    ['=='],
    ['Zoë'],
    [''],
  ])('is read back as it was written: %j', (value) => {
    const file = join(aFolder(), 'home', 'settings.env');
    keepSettings(file, { OPERATOR: value, AFTER: 'another' });
    expect(readEnvFile(file)).toEqual({ OPERATOR: value, AFTER: 'another' });
  });

  it('replaces its line, and several at once leave all others unchanged', () => {
    const file = join(aFolder(), 'settings.env');
    writeFileSync(file, '# Mine\r\nexport A = 1\r\nB=2 # why\r\n');
    keepSettings(file, { B: '3', A: 'x y', C: '4' });
    expect(readFileSync(file, 'utf8')).toBe("# Mine\r\nA='x y'\r\nB=3\r\nC=4\r\n");
  });

  it.each([
    ['', '', '', 'an empty file'],
    ['A=1\n', 'A=1\n', '', 'a line'],
    ['A=1', 'A=1\n', '', 'a last line without an end'],
    ['A=1\r\n# \xFF\r\n', 'A=1\r\n# \xFF\r\n', '', 'line ends of Windows and a foreign byte'],
    ["X='{}'\nB=2", '', '\nB=2', 'the setting as it was before'],
    ["A=1\n  export X = '{\n}' # mine\nB=2\n", 'A=1\n', '\nB=2\n', 'the setting by hand'],
    ['AX=1\n', 'AX=1\n', '', 'another name with this one in it'],
  ])('leaves every other line unchanged: %#', (before, head, tail, _why) => {
    const file = join(aFolder(), 'settings.env');
    writeFileSync(file, Buffer.from(before, 'latin1'));
    keepSettings(file, { X: '7' });
    const lineEnd = tail !== '' ? '' : before.includes('\r\n') ? '\r\n' : '\n';
    expect(readFileSync(file).toString('latin1')).toBe(`${head}X=7${lineEnd}${tail}`);
  });

  it('is added to a file in UTF-16, as PowerShell writes it', () => {
    const file = join(aFolder(), 'settings.env');
    writeFileSync(file, Buffer.from('\uFEFFA=é\r\n', 'utf16le'));
    keepSettings(file, { OPERATOR: 'Zoë' });
    expect(readEnvFile(file)).toEqual({ A: 'é', OPERATOR: 'Zoë' });
  });

  it('is added to the target of a symbolic link, which stays', () => {
    const real = join(aFolder(), 'mine.env');
    writeFileSync(real, 'A=1\n');
    const file = join(aFolder(), 'settings.env');
    symlinkSync(real, file);
    keepSettings(file, { B: '2' });
    expect(readFileSync(real, 'utf8')).toBe('A=1\nB=2\n');
  });

  it('makes a file that others could read its owner’s alone', () => {
    const file = join(aFolder(), 'settings.env');
    writeFileSync(file, 'A=1\n');
    chmodSync(file, 0o644);
    keepSettings(file, { B: '2' });
    expect(statSync(file).mode % 0o1000).toBe(0o600);
  });

  it('that cannot be written is reported, and leaves no file behind', async () => {
    const folder = aFolder();
    const file = join(folder, 'settings.env');
    mkdirSync(file);
    const problem = await stopOf(async () => keepSettings(file, { A: '1' }));
    expect(problem).toMatchObject({ code: 'settings_unwritable', file });
    expect(readdirSync(folder)).toEqual(['settings.env']);
  });
});
