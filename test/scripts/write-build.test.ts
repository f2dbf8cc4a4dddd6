import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writeBuild } from '../../scripts/write-build.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FIRST = [
  { path: 'chunks/a-1.js', text: 'a' },
  { path: 'main.js', text: '#!/usr/bin/env node\nimport "./chunks/a-1.js"' },
];

describe('writing a build', () => {
  test('makes the files, with their folders, and the one that is started executable', async () => {
    const folder = temporaryFolder('write-build');
    await writeBuild(folder, FIRST);
    expect(filesIn(folder)).toEqual(['chunks/a-1.js', 'main.js']);
    expect(readFileSync(join(folder, 'chunks/a-1.js'), 'utf8')).toBe('a');
    expect(statSync(join(folder, 'main.js')).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'chunks/a-1.js')).mode & 0o777).toBe(0o644);
  });

  test('does not touch files that are as they should be, so that a tool that runs keeps them', async () => {
    const folder = temporaryFolder('write-build');
    await writeBuild(folder, FIRST);
    const before = FIRST.map(({ path }) => statSync(join(folder, path)).ino);
    await writeBuild(folder, FIRST);
    expect(FIRST.map(({ path }) => statSync(join(folder, path)).ino)).toEqual(before);
  });

  test('removes what an earlier build left', async () => {
    const folder = temporaryFolder('write-build');
    await writeBuild(folder, FIRST);
    await writeBuild(folder, [
      { path: 'chunks/a-2.js', text: 'changed' },
      { path: 'main.js', text: 'import "./chunks/a-2.js"' },
    ]);
    expect(filesIn(folder)).toEqual(['chunks/a-2.js', 'main.js']);
  });

  test('keeps the earlier build whole until the new one is: a write that fails removes nothing', async () => {
    const folder = temporaryFolder('write-build');
    await writeBuild(folder, FIRST);
    await expect(
      writeBuild(folder, [
        { path: 'chunks/a-2.js', text: 'changed' },
        // A file cannot be written below a file.
        { path: 'chunks/a-2.js/b.js', text: 'b' },
        { path: 'main.js', text: 'import "./chunks/a-2.js"' },
      ]),
    ).rejects.toThrow(/EEXIST|ENOTDIR/u);
    expect(filesIn(folder)).toEqual(['chunks/a-1.js', 'chunks/a-2.js', 'main.js']);
    expect(readFileSync(join(folder, 'main.js'), 'utf8')).toBe(FIRST[1]?.text);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}
