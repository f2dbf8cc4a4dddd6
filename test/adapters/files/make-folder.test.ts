import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeFolder } from '../../../src/adapters/files/make-folder.ts';
import { codeOf } from '../../support/system-errors.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';

describe('a folder', () => {
  it('is made with those above it, open to their owner only', () => {
    const folder = join(aFolder(), 'one', 'two', 'three');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  });

  it('is not made where a file is in the way', () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    expect(codeOf(() => makeFolder(file))).toBe('EEXIST');
    expect(codeOf(() => makeFolder(join(file, 'one', 'two')))).toBe('EEXIST');
  });

  const itOnLinux = existsSync('/proc/self') ? it : it.skip;
  itOnLinux.each(['/proc/nothere', '/proc/nothere/one/two', '/proc/self/nothere/one'])(
    'that can never exist ends at once: %s',
    (folder) => {
      expect(codeOf(() => makeFolder(folder))).toBe('ENOENT');
    },
  );
});
