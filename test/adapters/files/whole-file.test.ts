import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  deleteFile,
  isSameFile,
  replaceFile,
  replaceFileWith,
} from '../../../src/adapters/files/whole-file.ts';
import { codeOf, heldFiles } from '../../support/system-errors.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';

const OLD = 'old';
const NEW = Buffer.from('new');
const CODES = ['EBUSY', 'EPERM', 'EACCES'] as const;

function aReport(): { readonly folder: string; readonly file: string } {
  const folder = aFolder();
  const file = join(folder, 'report.csv');
  writeFileSync(file, OLD);
  return { folder, file };
}

async function* pieces(): AsyncGenerator<string> {
  yield 'new';
}

describe('a file that another program has open', () => {
  it.each(CODES)('is replaced once the system no longer answers %s', (code) => {
    const { folder, file } = aReport();
    const { calls, pauses } = heldFiles('report.csv', code, 3);
    replaceFile(file, NEW, calls);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['report.csv']);
    expect(pauses).toEqual([50, 100, 200]);
  });

  it.each(CODES)('stays as it was, without remains, if it is held for seconds by %s', (code) => {
    const { folder, file } = aReport();
    const { calls, pauses } = heldFiles('report.csv', code, Infinity);
    expect(codeOf(() => replaceFile(file, NEW, calls))).toBe('held');
    expect(readFileSync(file, 'utf8')).toBe(OLD);
    expect(readdirSync(folder)).toEqual(['report.csv']);
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1600]);
  });

  it('is replaced by pieces likewise', async () => {
    const { file } = aReport();
    await replaceFileWith(file, pieces(), heldFiles('report.csv', 'EBUSY', 2).calls);
    expect(readFileSync(file, 'utf8')).toBe('new');
    await expect(
      replaceFileWith(file, pieces(), heldFiles('report.csv', 'EBUSY', Infinity).calls),
    ).rejects.toMatchObject({ code: 'held' });
  });

  it.each(CODES)('is deleted once the system no longer answers %s', (code) => {
    const { folder, file } = aReport();
    deleteFile(file, heldFiles('report.csv', code, 6).calls);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not waited for where waiting cannot help', () => {
    const { folder, file } = aReport();
    const { calls, pauses } = heldFiles('report.csv', 'EROFS', Infinity);
    expect(codeOf(() => replaceFile(file, NEW, calls))).toBe('EROFS');
    expect(readdirSync(folder)).toEqual(['report.csv']);
    expect(codeOf(() => deleteFile(file, calls))).toBe('EROFS');
    expect(pauses).toEqual([]);
  });
});

describe('two paths', () => {
  it('lead to one file by any of its names', () => {
    const { folder, file } = aReport();
    const [other, link] = [join(folder, 'REPORT.CSV'), join(folder, 'link.csv')];
    linkSync(file, other);
    symlinkSync(file, link);
    expect(isSameFile(file, other)).toBe(true);
    expect(isSameFile(link, other)).toBe(true);
  });

  it('lead to two files where only their content is the same, or one is missing', () => {
    const { folder, file } = aReport();
    const other = join(folder, 'other.csv');
    expect(isSameFile(file, other)).toBe(false);
    expect(isSameFile(other, join(folder, 'third.csv'))).toBe(false);
    writeFileSync(other, OLD);
    expect(isSameFile(file, other)).toBe(false);
  });
});
