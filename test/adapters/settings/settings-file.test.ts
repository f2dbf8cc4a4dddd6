import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

  it('that cannot be written is reported, and leaves no file behind', async () => {
    const folder = aFolder();
    const file = join(folder, 'settings.env');
    mkdirSync(file);
    const problem = await stopOf(async () => keepSettings(file, { A: '1' }));
    expect(problem).toMatchObject({ code: 'settings_unwritable', file });
    expect(readdirSync(folder)).toEqual(['settings.env']);
  });
});
