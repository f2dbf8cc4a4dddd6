import { mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LARGEST_LIST_BYTES, openList } from '../../../src/adapters/list-file/open-list.ts';
import { InviteError, type StopProblem } from '../../../src/domain/problem/problem.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOTHING_TYPED = Readable.from([]);

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder('open-list-');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function stopOf(path: string, standardInput: Readable = NOTHING_TYPED): Promise<StopProblem> {
  const error: unknown = await openList(path, standardInput).then(
    () => new Error('It did not stop.'),
    (reason: unknown) => reason,
  );
  if (error instanceof InviteError) return error.problem;
  throw error;
}

describe('the bytes of a list', () => {
  it('are those of the file, with the path as typed and the time of the last change', async () => {
    const file = join(folder, 'players.csv');
    const changedAt = new Date('2026-07-01T09:30:00Z');
    await writeFile(file, 'Team\nLions\n');
    await utimes(file, changedAt, changedAt);
    expect(await openList(file, NOTHING_TYPED)).toEqual({
      bytes: Buffer.from('Team\nLions\n'),
      name: file,
      changedAt,
    });
  });

  it('come from standard input for `-`, in chunks of any size', async () => {
    const pieces = [Buffer.from('Team\nZo\u00C3', 'latin1'), Buffer.from('\u00AB\n', 'latin1')];
    expect(await openList('-', Readable.from(pieces))).toEqual({
      bytes: Buffer.from('Team\nZoë\n'),
      name: 'standard input',
      changedAt: null,
    });
  });

  it('may reach the limit', async () => {
    const file = join(folder, 'large.csv');
    await writeFile(file, '');
    await truncate(file, LARGEST_LIST_BYTES);
    expect((await openList(file, NOTHING_TYPED)).bytes).toHaveLength(LARGEST_LIST_BYTES);
  });
});

describe('a list that cannot be opened', () => {
  it('does not exist', async () => {
    const file = join(folder, 'players.csv');
    expect(await stopOf(file)).toEqual({ code: 'file_not_found', file });
  });

  it('has a file where its path needs a folder', async () => {
    await writeFile(join(folder, 'players.csv'), 'Team\n');
    const file = join(folder, 'players.csv', 'lions.csv');
    expect(await stopOf(file)).toEqual({ code: 'file_not_found', file });
  });

  it('is a folder', async () => {
    const file = join(folder, 'lists');
    await mkdir(file);
    expect(await stopOf(file)).toEqual({ code: 'is_a_folder', file });
  });

  it('is a link to itself, which the system does not open', async () => {
    const file = join(folder, 'loop.csv');
    await symlink(file, file);
    expect(await stopOf(file)).toEqual({ code: 'file_unreadable', file, reason: 'ELOOP' });
  });

  it.each(['', '/dev/null'])('is empty: %j', async (device) => {
    const file = device === '' ? join(folder, 'empty.csv') : device;
    if (device === '') await writeFile(file, '');
    expect(await stopOf(file)).toEqual({ code: 'file_empty', file });
  });

  it('is larger than the limit, which is reported without reading it', async () => {
    const file = join(folder, 'film.csv');
    await writeFile(file, '');
    await truncate(file, LARGEST_LIST_BYTES + 200_000);
    expect(await stopOf(file)).toEqual({
      code: 'file_too_large',
      file,
      bytes: LARGEST_LIST_BYTES + 200_000,
      limit: LARGEST_LIST_BYTES,
    });
  });

  it('is an endless device, which is read up to the limit', async () => {
    expect(await stopOf('/dev/zero')).toMatchObject({ code: 'file_too_large', file: '/dev/zero' });
  });
});

describe('standard input that cannot be read', () => {
  it('is empty', async () => {
    expect(await stopOf('-', Readable.from([]))).toEqual({
      code: 'file_empty',
      file: 'standard input',
    });
  });

  it('is larger than the limit, and is not read to its end', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    let handedOut = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          handedOut += 1;
          yield megabyte;
        }
      })(),
      { highWaterMark: 1 },
    );
    expect(await stopOf('-', endless)).toEqual({
      code: 'file_too_large',
      file: 'standard input',
      bytes: 65 * megabyte.length,
      limit: LARGEST_LIST_BYTES,
    });
    expect(handedOut).toBeLessThan(80);
    expect(endless.destroyed).toBe(true);
  });

  it('fails in the middle', async () => {
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' }));
      },
    });
    expect(await stopOf('-', broken)).toEqual({
      code: 'file_unreadable',
      file: 'standard input',
      reason: 'EIO',
    });
  });

  it('is a folder', async () => {
    const folderAsInput = new Readable({
      read() {
        this.destroy(Object.assign(new Error('read EISDIR'), { code: 'EISDIR' }));
      },
    });
    expect(await stopOf('-', folderAsInput)).toEqual({
      code: 'is_a_folder',
      file: 'standard input',
    });
  });
});
