import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { INDEX_NAMES, type Item, type Write } from '../../../../src/adapters/storage/port/store.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { aStoreFolder, type StoreFolder } from '../../../support/store/store-folder.ts';
import { anItem, docOf, itemsOf, keysOf, write } from '../../../support/store/store-items.ts';

let files: StoreFolder;
beforeEach(() => {
  files = aStoreFolder();
});
afterEach(async () => await files.remove());

/** Occurs in no other text, so its remains can be counted. */
const NAME = 'Zebedee Quince';

function timesLeft({ file }: StoreFolder): number {
  return ['', '-wal', '-shm', '.lock']
    .map((suffix) => file + suffix)
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path, 'latin1').split(NAME).length - 1, 0);
}

/** Puts the text into the document and into every index. */
function naming(item: Item, length: number): Item {
  const place = [`${NAME} ${item.sk}`, NAME] as const;
  const places = { list: place, person: place, due: place };
  return { ...item, doc: { name: NAME, text: 'x'.repeat(length), sk: item.sk }, places };
}

const LENGTHS = [0, 100, 700, 1500, 4000, 9000] as const;

describe('a text that was deleted or overwritten', () => {
  it('is neither in the file nor in its log after 200 items were scrubbed', async () => {
    const store = files.open();
    const items = itemsOf('p', 200);
    await write(
      store,
      items.map((item, at) => naming(item, LENGTHS[at % LENGTHS.length] ?? 0)),
    );
    expect(timesLeft(files)).toBeGreaterThan(200);
    await write(
      store,
      items.filter((_, at) => at % 2 === 0),
    );
    await store.commit(
      items.filter((_, at) => at % 2 === 1).map(({ pk, sk }) => ({ pk, sk, gone: true }) as const),
    );
    await store.scrub();
    expect(timesLeft(files)).toBe(0);
    expect(await keysOf(store.query('main', 'p'))).toHaveLength(100);
  });

  it('is in neither, after any order of writes of items of any length', async () => {
    const steps = fc.array(
      fc.record({
        sk: fc.nat(250),
        what: fc.constantFrom('named', 'named', 'other', 'gone'),
        length: fc.constantFrom(...LENGTHS),
      }),
      { minLength: 300, maxLength: 600 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const own = aStoreFolder();
        const store = own.open();
        const writes = all.map(({ sk, what, length }): Write => {
          const item = { pk: 'p', sk: String(sk), doc: { text: 'y'.repeat(length) } };
          if (what === 'gone') return { pk: 'p', sk: item.sk, gone: true };
          return what === 'named' ? naming(item, length) : item;
        });
        await store.commit(writes);
        const keys = [...new Set(all.map(({ sk }) => sk))];
        await store.commit(keys.map((sk) => ({ pk: 'p', sk: String(sk), doc: null })));
        await store.scrub();
        const left = timesLeft(own);
        await own.remove();
        expect(left).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('scrubbing', () => {
  it('keeps the other items in every index, and leaves no other file', async () => {
    const store = files.open();
    await write(
      store,
      itemsOf('p', 120, (sk) => ({ list: ['l', sk], person: ['l', sk], due: ['l', sk] })),
    );
    const before = await store.get(anItem('0000'));
    await store.scrub();
    expect(await store.get(anItem('0000'))).toEqual(before);
    for (const index of INDEX_NAMES) {
      expect(await keysOf(store.query(index, 'l'))).toEqual(itemsOf('p', 120).map(({ sk }) => sk));
    }
    expect(readdirSync(dirname(files.file)).toSorted()).toEqual([
      'ledger.db',
      'ledger.db-shm',
      'ledger.db-wal',
    ]);
    const folder = files.connect().prepare('PRAGMA temp_store_directory').get();
    expect(Object.values(folder ?? {}).join('')).toBe('');
  });

  it.each(['BEGIN IMMEDIATE', 'BEGIN; SELECT count(*) FROM items'])(
    'says that the file is busy while another process is in %s',
    async (sql) => {
      const store = files.open({ busyMs: 0 });
      await write(store, itemsOf('p', 10));
      const other = files.connect();
      other.exec(sql);
      const error: unknown = await store.scrub().catch((reason: unknown) => reason);
      expect(error instanceof InviteError ? error.problem : error).toEqual({
        code: 'ledger_unavailable',
        file: files.file,
        reason: 'busy',
      });
      other.exec('ROLLBACK');
      await store.scrub();
      expect(await docOf(store, { pk: 'p', sk: '0000' })).toEqual({ name: '0000' });
    },
  );
});
