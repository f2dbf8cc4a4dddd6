import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  INDEX_NAMES,
  PAGE_SIZE,
  type IndexName,
  type Item,
  type Places,
  type Range,
  type Store,
} from '../../../../src/adapters/storage/port/store.ts';
import { all, anItem, docOf, itemsOf, keysOf, write } from '../../../support/store/store-items.ts';
import type { StoreFixture, Subject } from './store-subject.ts';

/** In the order of their bytes in UTF-8, which differs from that of an alphabet and of UTF-16. */
const IN_ORDER = [
  '1',
  '10',
  '2',
  'B',
  'a',
  'a#',
  'a#1',
  'a$',
  'ab',
  'b',
  'é',
  '李',
  '\uFFFD',
  '😀',
];

const RANGES: readonly (readonly [what: string, range: Range, found: readonly string[]])[] = [
  ['all of it', {}, IN_ORDER],
  ['from a key on', { from: 'b' }, ['b', 'é', '李', '\uFFFD', '😀']],
  ['from between two keys on', { from: 'aa' }, ['ab', 'b', 'é', '李', '\uFFFD', '😀']],
  ['below a key', { below: 'B' }, ['1', '10', '2']],
  ['from a key to below another', { from: '10', below: 'a' }, ['10', '2', 'B']],
  ['all that begins alike', { from: 'a#', below: 'a$' }, ['a#', 'a#1']],
  ['one key', { from: '2', below: '2\u0001' }, ['2']],
  ['from past the last key', { from: '😀\u0001' }, []],
  ['below the first key', { below: '1' }, []],
  ['from a key to below itself', { from: 'a', below: 'a' }, []],
  ['from a key to below one before it', { from: 'b', below: 'a' }, []],
];

export function describeQueries(subject: Subject, makeFixture: () => Promise<StoreFixture>): void {
  describe.each(['main', ...INDEX_NAMES] as const)('a query of %s', (index) => {
    describeOrder(subject, index);
    describeWriting(subject, index);
  });
  describePages(makeFixture);
  describePlaces(subject);
}

/** An item with a partition and a sort key in an index, and a primary key that identifies it. */
function placed(index: IndexName | 'main', partition: string, sort: string, parts = {}): Item {
  const name = { doc: { name: sort }, ...parts };
  return index === 'main'
    ? { pk: partition, sk: sort, ...name }
    : { pk: `own-${sort}`, sk: `own-${sort}`, ...name, places: { [index]: [partition, sort] } };
}

function describeOrder({ fixture, store, settled }: Subject, index: IndexName | 'main'): void {
  async function namesIn(partition: string, range?: Range): Promise<readonly unknown[]> {
    const items = await all(store().query(index, partition, range));
    return items.map(({ doc }) => (doc as { readonly name?: unknown }).name);
  }

  it('finds nothing in an empty partition', async () => {
    await store().commit([placed(index, 'p', 'a')]);
    await settled();
    expect(await namesIn('q')).toEqual([]);
    expect(await namesIn('P')).toEqual([]);
    expect(await namesIn('p#')).toEqual([]);
  });

  it('finds a range, in the order of the bytes of the keys, and backwards', async () => {
    const items = IN_ORDER.map((sort) => placed(index, 'p', sort));
    const others = ['o', 'p#', 'q'].map((partition, at) => placed(index, partition, `zz${at}`));
    await write(store(), [...items.toReversed(), ...others]);
    await settled();
    for (const [what, range, found] of RANGES) {
      expect([what, await namesIn('p', range)]).toEqual([what, found]);
      const backwards = await namesIn('p', { ...range, descending: true });
      expect([what, backwards]).toEqual([what, found.toReversed()]);
    }
  });

  it('returns keys, documents and versions as `get` does', async () => {
    await write(store(), [placed(index, 'p', 'a'), placed(index, 'p', 'b')]);
    await settled();
    const items = await all(store().query(index, 'p'));
    expect(items).toEqual(await Promise.all(items.map((item) => store().get(item))));
    const writes = items.map(({ pk, sk, version }) => ({ pk, sk, doc: 'b', expected: version }));
    expect(await store().commit(writes)).toBe(true);
  });

  it('finds the writes of another connection', async () => {
    const other = await fixture().open();
    await other.commit([placed(index, 'p', 'a')]);
    await settled();
    expect(await namesIn('p')).toEqual(['a']);
  });
}

/** The ratio of the sizes of the large and the small partition. */
const TIMES = 3;

/** These tests only read, so the items are written once for all of them. */
function describePages(makeFixture: () => Promise<StoreFixture>): void {
  describe('a query over several pages', () => {
    const small = itemsIn('small', 150);
    const large = itemsIn('large', 150 * TIMES);
    const names = large.map(({ sk }) => sk);
    let fixture: StoreFixture;
    let store: Store;
    beforeAll(async () => {
      fixture = await makeFixture();
      store = await fixture.open();
      await write(store, [...large.toReversed(), ...small]);
      await fixture.settled?.();
    });
    afterAll(async () => await fixture.remove());

    describe.each(['main', ...INDEX_NAMES] as const)('of %s', (index) => {
      it.each([false, true])('finds each item once, descending: %s', async (descending) => {
        const found = await keysOf(store.query(index, 'large', { descending }));
        expect(found.toSorted()).toEqual(names);
        // An index has no order among equal sort keys.
        const inOrder = descending ? names.toReversed() : names;
        if (index === 'main') expect(found).toEqual(inOrder);
      });

      it('finds each item of a range with both bounds once', async () => {
        const [from, below] = index === 'main' ? ['0010', '0440'] : ['same', 'same\u0001'];
        const expected = index === 'main' ? names.slice(10, 440) : names;
        const found = await keysOf(store.query(index, 'large', { from, below }));
        expect(found.toSorted()).toEqual(expected);
        const range = { from, below, descending: true };
        const backwards = await keysOf(store.query(index, 'large', range));
        expect(backwards.toSorted()).toEqual(expected);
      });

      it('has at most 100 items in a page', async () => {
        for await (const page of store.query(index, 'large')) {
          expect(page.length).toBeLessThanOrEqual(PAGE_SIZE);
        }
      });

      it('costs in proportion to the items that it finds', async () => {
        const { cost } = fixture;
        if (cost === undefined) return;
        const costOf = async (read: () => Promise<unknown>): Promise<number> => {
          const before = cost();
          await read();
          return cost() - before;
        };
        const ofSmall = await costOf(() => all(store.query(index, 'small')));
        expect(ofSmall).toBeGreaterThan(0);
        for (const descending of [false, true]) {
          const ofLarge = await costOf(() => all(store.query(index, 'large', { descending })));
          expect(ofLarge).toBeLessThan(ofSmall * TIMES * 1.3);
          const ofFirst = await costOf(() =>
            firstAndRest(store.query(index, 'large', { descending })),
          );
          expect(ofFirst).toBeLessThan(ofSmall);
          const none = { from: 'same\u0001', descending };
          expect(await costOf(() => all(store.query(index, 'large', none)))).toBeLessThanOrEqual(
            ofSmall / 2,
          );
          const ten = { from: '0300', below: '0310', descending };
          expect(await costOf(() => all(store.query(index, 'large', ten)))).toBeLessThan(
            ofSmall / 2 + 1,
          );
        }
      });

      it('can run at the same time as others', async () => {
        const streams = [
          store.query(index, 'large'),
          store.query(index, 'small'),
          store.query(index, 'large', { descending: true }),
        ];
        const found = await Promise.all(streams.map((pages) => keysOf(pages)));
        expect(found.map((keys) => keys.toSorted())).toEqual([names, names.slice(0, 150), names]);
      });
    });
  });
}

function describeWriting({ store, settled }: Subject, index: IndexName | 'main'): void {
  const items = itemsIn('p', 230);
  const names = items.map(({ sk }) => sk);

  it('continues where it was, whatever is written meanwhile', async () => {
    await write(store(), items);
    await settled();
    const [first, rest] = await firstAndRest(store().query(index, 'p'));
    const seen = first.map(({ sk }) => sk);
    const ahead = names.filter((name) => !seen.includes(name));
    const [gone = '', rewritten = ''] = seen;
    const [next = '', last = ''] = [ahead[0], ahead.at(-1)];
    const deletions = [gone, last].map((sk) => ({ pk: 'p', sk, gone: true }) as const);
    const rewrites = [rewritten, next].map((sk) => ({ ...itemIn('p', sk), doc: 'rewritten' }));
    // Before the current position of the query.
    const added = itemIn('p', '0000-added');
    expect(await store().commit([...deletions, ...rewrites, added])).toBe(true);
    await settled();
    const found = [...seen, ...(await keysOf(rest))];
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(names.filter((name) => name !== last)));
  });

  it('can be ended early, and allows writes by its reader', async () => {
    await write(store(), items);
    await settled();
    for await (const page of store().query(index, 'p')) {
      const writes = page.slice(0, 2).map(({ pk, sk, version }) => ({
        ...itemIn(pk, sk),
        doc: 'read',
        expected: version,
      }));
      expect(await store().commit(writes)).toBe(true);
      break;
    }
    expect(await all(store().scan('read'))).toHaveLength(2);
    expect(await keysOf(store().query(index, 'p'))).toHaveLength(items.length);
  });

  it('returns large items complete', async () => {
    const text = 'x'.repeat(200_000);
    const largeItems = itemsIn('p', 12).map((item) => ({ ...item, doc: { text } }));
    await write(store(), largeItems);
    await settled();
    const found = await all(store().query(index, 'p'));
    expect(found.map(({ doc }) => JSON.stringify(doc).length)).toEqual(
      largeItems.map(({ doc }) => JSON.stringify(doc).length),
    );
  });
}

/** All have the same sort key in each index, so a page ends between equal ones. */
function itemsIn(pk: string, count: number): readonly Item[] {
  return itemsOf(pk, count).map(({ sk }) => itemIn(pk, sk));
}

function itemIn(pk: string, sk: string): Item {
  const place = [pk, 'same'] as const;
  return { pk, sk, doc: { name: sk }, places: { list: place, person: place, due: place } };
}

/** The first page that is not empty, and the pages after it. */
async function firstAndRest<T>(
  pages: AsyncIterable<readonly T[]>,
): Promise<readonly [readonly T[], AsyncIterable<readonly T[]>]> {
  const iterator = pages[Symbol.asyncIterator]();
  const rest: AsyncIterable<readonly T[]> = { [Symbol.asyncIterator]: () => iterator };
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return [[], rest];
    if (next.value.length > 0) return [next.value, rest];
  }
}

function at(places: Places, doc: unknown = 1): Item {
  return anItem('a', { doc, places });
}

function describePlaces({ store, settled }: Subject): void {
  async function found(): Promise<readonly string[]> {
    await settled();
    const names: string[] = [];
    for (const index of INDEX_NAMES) {
      for (const partition of ['one', 'two']) {
        const items = await all(store().query(index, partition));
        names.push(...items.map(({ sk, doc }) => `${index}/${partition}: ${sk} ${String(doc)}`));
      }
    }
    return names;
  }

  describe('a place in an index', () => {
    it('is in its own index only', async () => {
      await write(store(), [
        at({ list: ['one', 'x'], person: ['two', 'y'] }),
        anItem('b', { doc: 1, places: { due: ['one', 'x'] } }),
        anItem('c', { doc: 1 }),
        { pk: 'one', sk: 'd', doc: 1 },
      ]);
      expect(await found()).toEqual(['list/one: a 1', 'person/two: a 1', 'due/one: b 1']);
    });

    it('changes when the item is written with another place', async () => {
      await store().commit([at({ list: ['one', 'x'], due: ['one', 'x'] })]);
      await store().commit([at({ list: ['two', 'x'], due: ['one', 'y'] }, 2)]);
      expect(await found()).toEqual(['list/two: a 2', 'due/one: a 2']);
      expect(await keysOf(store().query('due', 'one', { below: 'y' }))).toEqual([]);
      expect(await keysOf(store().query('due', 'one', { from: 'y' }))).toEqual(['a']);
    });

    it.each(['without a condition', 'with its version'])(
      'is removed when the item is written without it, %s',
      async (how) => {
        await store().commit([at({ list: ['one', 'x'], person: ['one', 'x'], due: ['one', 'x'] })]);
        const version = (await store().get(anItem('a')))?.version;
        const expected =
          how === 'with its version' && version !== undefined ? { expected: version } : {};
        await store().commit([{ ...at({ person: ['one', 'x'] }, 2), ...expected }]);
        expect(await found()).toEqual(['person/one: a 2']);
        await store().commit([anItem('a', { doc: 3 })]);
        expect(await found()).toEqual([]);
        expect(await docOf(store(), anItem('a'))).toBe(3);
      },
    );

    it('is removed with the item', async () => {
      await store().commit([at({ list: ['one', 'x'], person: ['one', 'x'], due: ['one', 'x'] })]);
      await store().commit([{ pk: 'p', sk: 'a', gone: true }]);
      expect(await found()).toEqual([]);
    });

    it('stays when the write is refused', async () => {
      await store().commit([at({ list: ['one', 'x'] })]);
      await store().commit([{ ...at({ list: ['two', 'x'] }, 2), expected: 'other' }]);
      await store().commit([{ ...at({ list: ['two', 'x'] }, 2), expected: null }]);
      expect(await found()).toEqual(['list/one: a 1']);
    });

    it('may be shared by items with the same sort key in several partitions', async () => {
      const items = ['p', 'q', 'r'].map((pk) => ({
        ...anItem('a', { doc: pk, places: { list: ['one', 'x'] } }),
        pk,
      }));
      await write(store(), items);
      expect((await found()).toSorted()).toEqual(['p', 'q', 'r'].map((pk) => `list/one: a ${pk}`));
    });
  });
}
