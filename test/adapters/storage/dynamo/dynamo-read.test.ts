import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Attributes } from '../../../../src/adapters/storage/dynamo/attributes.ts';
import { openDynamoStore } from '../../../../src/adapters/storage/dynamo/dynamo-store.ts';
import { openEarlierItems } from '../../../../src/adapters/storage/dynamo/scan.ts';
import type { Item, Key, Range, Stored } from '../../../../src/adapters/storage/port/store.ts';
import { startRewritingProxy } from '../../../support/aws/dynamo-proxy.ts';
import { allOf, pagesOf, tableUnderTest } from './dynamo-table-under-test.ts';

const KEY = { pk: 'live#message#a', sk: 'message' };
const ITEM: Item = { ...KEY, doc: { state: 'approved' } };

const on = tableUnderTest();

describe('keys that DynamoDB does not process at once', () => {
  it('are requested again until all are read', async () => {
    const items = Array.from({ length: 250 }, (_, at) => ({
      pk: `many#${at}`,
      sk: '1',
      doc: { at },
    }));
    await on.putAll(items);
    const narrow = await startRewritingProxy(on.place.endpoint ?? '', {
      request: (operation, request) =>
        operation === 'BatchGetItem' ? { ...request, ...keysOf(request, 0, 60) } : request,
      answer: (operation, answer, request) =>
        operation === 'BatchGetItem'
          ? { ...answer, UnprocessedKeys: keysOf(request, 60).RequestItems }
          : answer,
    });
    const throttled = await openDynamoStore({ ...on.place, endpoint: narrow.endpoint });
    const found = await throttled.getMany([...items, ...items.slice(0, 10)]);
    expect(found.map(({ pk }) => pk).toSorted()).toEqual(items.map(({ pk }) => pk).toSorted());
    await throttled.close();
    await narrow.close();
  });
});

/** A request for some of its keys. */
function keysOf(
  request: { readonly [name: string]: unknown },
  from: number,
  below?: number,
): { readonly RequestItems: object } {
  const [[table, asked] = ['', { Keys: [] }]] = Object.entries(
    request['RequestItems'] as { readonly [table: string]: { readonly Keys: readonly object[] } },
  );
  const Keys = asked.Keys.slice(from, below);
  return { RequestItems: Keys.length === 0 ? {} : { [table]: { ...asked, Keys } } };
}

function dueAt(at: string): Item {
  return { ...KEY, doc: { at }, places: { due: ['due', at] } };
}

/** The items that a query finds if `change` happens between reading the index and the items. */
async function found(
  change: (version: string) => Promise<unknown>,
  range: Range = {},
): Promise<readonly unknown[]> {
  await on.other.commit([dueAt('5')]);
  const held = on.proxy.holdNext('BatchGetItem');
  const reading = allOf(on.store.query('due', 'due', range));
  await held.reached;
  await change(await on.versionAt(KEY));
  held.release();
  return (await reading).map(({ doc }) => doc);
}

describe('an index that has not caught up', () => {
  it('leaves out a deleted item', async () => {
    expect(await found(async () => await on.other.commit([{ ...KEY, gone: true }]))).toEqual([]);
  });

  it('leaves out an item that is no longer in the index', async () => {
    expect(await found(async () => await on.other.commit([ITEM]))).toEqual([]);
  });

  it('leaves out an item that is in another partition', async () => {
    const moved = { ...ITEM, places: { due: ['other', '5'] } } as const;
    expect(await found(async () => await on.other.commit([moved]))).toEqual([]);
  });

  it.each([
    ['from', { from: '5' }, '4'],
    ['below', { below: '6' }, '6'],
  ])('leaves out an item that has left the range: %s', async (_what, range, at) => {
    expect(await found(async () => await on.other.commit([dueAt(at)]), range)).toEqual([]);
  });

  it('returns an item that has moved within the range, as it is now', async () => {
    expect(await found(async () => await on.other.commit([dueAt('7')]), { from: '5' })).toEqual([
      { at: '7' },
    ]);
  });

  it.each([
    ['ascending', false, '1', '3'],
    ['descending', true, '3', '1'],
  ])(
    'returns an item once that moves while it is read: %s',
    async (_what, descending, from, to) => {
      const many = Array.from(
        { length: 150 },
        (_, at) =>
          ({
            pk: `many#${at}`,
            sk: '1',
            doc: { at },
            places: { due: ['due', '2'] },
          }) as const,
      );
      await on.putAll([...many, dueAt(from)]);
      const held = on.proxy.holdNext('BatchGetItem');
      const reading = allOf(on.store.query('due', 'due', { descending }));
      await held.reached;
      await on.other.commit([dueAt(to)]);
      held.release();
      const keys = (await reading).map(({ pk }) => pk);
      expect(keys.toSorted()).toEqual([...many, KEY].map(({ pk }) => pk).toSorted());
    },
  );
});

describe('pages', () => {
  beforeEach(async () => {
    const items = Array.from({ length: 250 }, (_, at) => {
      const sk = String(at).padStart(3, '0');
      return { pk: 'many', sk, doc: { at }, places: { list: ['list', sk] } } as const;
    });
    await on.putAll(items);
  });

  it.each([
    ['main', 'many', ['Query']],
    ['list', 'list', ['Query', 'BatchGetItem']],
  ] as const)(
    'of %s are requested one by one, as they are used',
    async (index, partition, page) => {
      const asked = on.asked();
      const pages = on.store.query(index, partition)[Symbol.asyncIterator]();
      expect(asked()).toEqual([]);
      const sizes: number[] = [];
      for (const seen of [page, [...page, ...page]]) {
        // oxlint-disable-next-line no-await-in-loop -- one page after the other
        const { value } = await pages.next();
        sizes.push((value as readonly Stored[]).length);
        expect(asked()).toEqual(seen);
      }
      expect(sizes).toEqual([100, 100]);
      await pages.return?.();
      expect(asked()).toHaveLength(page.length * 2);
    },
  );

  it('of a scan have at most a hundred items, and one request reads a megabyte', async () => {
    const asked = on.asked();
    const pages = await pagesOf(on.store.scan());
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(asked()).toEqual(['Scan']);
  });
});

async function sortsIn(range: Range): Promise<readonly string[]> {
  return (await allOf(on.store.query('main', 'p', range))).map(({ sk }) => sk);
}

describe('a range', () => {
  it('is ordered by bytes, as the table is', async () => {
    // In JavaScript's order, the first of them would be the last.
    const sorts = ['\u{FF5E}', '\u{1F600}'];
    await on.putAll(sorts.map((sk) => ({ pk: 'p', sk, doc: {} })));
    expect(await sortsIn({})).toEqual(sorts);
    expect(await sortsIn({ from: 'a', below: '\u{1F600}' })).toEqual(['\u{FF5E}']);
    expect(await sortsIn({ from: '\u{1F600}', below: '\u{FF5E}' })).toEqual([]);
    expect(await sortsIn({ from: '' })).toEqual(sorts);
  });

  it.each([
    ['from a key to below itself', { from: 'b', below: 'b' }],
    ['from a key to below one before it', { from: 'b', below: 'a' }],
    ['below an empty text', { below: '' }],
  ])('that is empty is not requested, since AWS refuses it: %s', async (_what, range) => {
    const asked = on.asked();
    for (const index of ['main', 'list'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await allOf(on.store.query(index, 'p', range))).toEqual([]);
    }
    expect(asked()).toEqual([]);
  });
});

describe('an item that an earlier version wrote', () => {
  const EARLIER = { ...KEY, state: 'approved', listIn: 'list', listAt: '1', sourceRow: 2 };

  it('is not returned by any read of the store', async () => {
    await on.server.put(on.place, EARLIER);
    expect(await on.store.get(KEY)).toBeNull();
    expect(await on.store.getMany([KEY])).toEqual([]);
    expect(await allOf(on.store.query('main', KEY.pk))).toEqual([]);
    expect(await allOf(on.store.query('list', 'list'))).toEqual([]);
    expect(await allOf(on.store.scan())).toEqual([]);
    expect(await allOf(on.store.scan('approved'))).toEqual([]);
  });

  it('has no version, and is overwritten by a write that expects no item', async () => {
    await on.server.put(on.place, EARLIER);
    expect(await on.store.commit([{ ...ITEM, expected: 'version-0' }])).toBe(false);
    expect(await on.store.commit([{ ...ITEM, expected: null }])).toBe(true);
    expect(await on.server.items(on.place)).toEqual([
      { ...KEY, doc: '{"state":"approved"}', version: 'version-2' },
    ]);
  });

  it("is deleted by a deletion that expects no item, and the store's own items are not", async () => {
    await on.server.put(on.place, EARLIER);
    expect(await on.store.commit([{ ...KEY, gone: true, expected: null }])).toBe(true);
    expect(await on.server.items(on.place)).toEqual([]);
    await on.store.commit([ITEM]);
    expect(await on.store.commit([{ ...KEY, gone: true, expected: null }])).toBe(false);
  });

  it('is read page by page for its migration, also from a given position', async () => {
    const earlier = Array.from({ length: 230 }, (_, at) => ({ pk: `earlier#${at}`, sk: '1', at }));
    await Promise.all(earlier.map(async (item) => await on.server.put(on.place, item)));
    await on.putAll([ITEM]);
    const items = await openEarlierItems(on.place);
    const read: Attributes[] = [];
    let next: Key | null = null;
    for await (const page of items.pages(null)) {
      read.push(...page.items);
      ({ next } = page);
      break;
    }
    expect(next).not.toBeNull();
    expect(read.length).toBeLessThan(101);
    for await (const page of items.pages(next)) read.push(...page.items);
    items.close();
    expect(read.toSorted((a, b) => Number(a['at']) - Number(b['at']))).toEqual(earlier);
  });
});
