import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Places } from '../../../../src/adapters/storage/port/store.ts';
import { memoryStorage, type MemoryOptions } from '../../../support/store/memory-store.ts';
import { all, anItem, docOf, itemsOf, keysOf, write } from '../../../support/store/store-items.ts';
import { describeStoreContract } from './store-contract.ts';
import type { StoreFixture } from './store-subject.ts';

function fixtureOf(isTransactional: boolean, options: MemoryOptions = {}): StoreFixture {
  const storage = memoryStorage({ ...options, isTransactional });
  return { open: async () => storage.open(), isTransactional, remove: async () => undefined };
}

describeStoreContract('a store in memory', async () => fixtureOf(true));

describeStoreContract('a store in memory without transactions', async () =>
  fixtureOf(false, { newVersion: randomUUID }),
);

describeStoreContract('a store in memory whose indexes lag', async () => {
  let behind = 3;
  const fixture = fixtureOf(false, {
    missed: () => behind,
    // Other connections go on at each access, as with a database.
    onAccess: async () => await Promise.resolve(),
  });
  return {
    ...fixture,
    settled: async () => {
      behind = 0;
    },
  };
});

const DUE: Places = { due: ['due', 'x'] };

async function versions(): Promise<readonly (string | undefined)[]> {
  const store = memoryStorage().open();
  await store.commit([anItem('a'), anItem('b')]);
  await store.commit([anItem('a', { doc: 2 })]);
  const found = await Promise.all([store.get(anItem('a')), store.get(anItem('b'))]);
  return found.map((item) => item?.version);
}

describe('a store in memory', () => {
  it('gives the same versions for the same calls', async () => {
    expect(await versions()).toEqual(['v3', 'v2']);
    expect(await versions()).toEqual(['v3', 'v2']);
  });

  it('has indexes that lag behind by the given number of writes', async () => {
    let behind = 2;
    const store = memoryStorage({ missed: () => behind }).open();
    await write(
      store,
      ['a', 'b', 'c'].map((sk) => anItem(sk, { places: DUE })),
    );
    expect(await keysOf(store.query('due', 'due'))).toEqual(['a']);
    expect(await keysOf(store.query('main', 'p'))).toEqual(['a', 'b', 'c']);
    behind = 1;
    expect(await keysOf(store.query('due', 'due'))).toEqual(['a', 'b']);
    // An index does not lose what it has.
    behind = 3;
    expect(await keysOf(store.query('due', 'due'))).toEqual(['a', 'b']);
  });

  it('leaves deleted items out of a lagging index, and reads the others as they are now', async () => {
    let behind = 0;
    const store = memoryStorage({ missed: () => behind }).open();
    await write(
      store,
      ['a', 'b'].map((sk) => anItem(sk, { places: DUE })),
    );
    behind = 10;
    await store.commit([anItem('a', { doc: 'moved' }), { pk: 'p', sk: 'b', gone: true }]);
    const found = await all(store.query('due', 'due'));
    expect(found.map(({ sk, doc }) => [sk, doc])).toEqual([['a', 'moved']]);
  });

  it.each([
    [true, 0],
    [false, 2],
  ])(
    'leaves the writes before a cut-off commit, transactional: %s',
    async (isTransactional, written) => {
      let left = isTransactional ? 0 : 2;
      const storage = memoryStorage({
        isTransactional,
        onAccess: (access) => {
          if (access !== 'write') return;
          if (left === 0) throw new Error('cut off');
          left -= 1;
        },
      });
      const store = storage.open();
      await expect(store.commit(itemsOf('p', 4))).rejects.toThrow('cut off');
      expect(await keysOf(storage.open().query('main', 'p'))).toHaveLength(written);
    },
  );

  it.each([true, false])(
    'has the writes of a commit whose response was lost, transactional: %s',
    async (isTransactional) => {
      const store = memoryStorage({
        isTransactional,
        onAccess: (access) => {
          if (access === 'written') throw new Error('lost');
        },
      }).open();
      await expect(store.commit([anItem('a')])).rejects.toThrow('lost');
      expect(await docOf(store, anItem('a'))).toEqual({ name: 'a' });
    },
  );

  it('lets another connection write between the writes of a commit without transactions', async () => {
    const storage = memoryStorage({
      isTransactional: false,
      onAccess: async () => await Promise.resolve(),
    });
    const store = storage.open();
    const both = [anItem('a'), { ...anItem('b'), expected: null }];
    const [done, other] = await Promise.all([
      store.commit(both),
      storage.open().commit([{ ...anItem('b', { doc: 'other' }), expected: null }]),
    ]);
    expect([done, other]).toEqual([false, true]);
    expect(await keysOf(store.query('main', 'p'))).toEqual(['a', 'b']);
  });
});
