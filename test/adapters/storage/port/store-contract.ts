import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../../src/adapters/storage/port/store.ts';
import {
  all,
  anItem,
  docOf,
  itemsOf,
  versionOf,
  write,
} from '../../../support/store/store-items.ts';
import { describeQueries } from './query-contract.ts';
import { describeScans } from './scan-contract.ts';
import type { StoreFixture, Subject } from './store-subject.ts';
import { describeVersions } from './version-contract.ts';

/** The contract of every store. */
export function describeStoreContract(
  name: string,
  makeFixture: () => Promise<StoreFixture>,
): void {
  describe(name, () => {
    let fixture: StoreFixture;
    let store: Store;
    beforeEach(async () => {
      fixture = await makeFixture();
      store = await fixture.open();
    });
    afterEach(async () => await fixture.remove());

    const subject: Subject = {
      fixture: () => fixture,
      store: () => store,
      settled: async () => await fixture.settled?.(),
    };
    describeDocuments(subject);
    describeVersions(subject);
    describeCommits(subject);
    describeQueries(subject, makeFixture);
    describeScans(subject);
  });
}

/** Texts that a document, a name in it or a key may contain. */
const ODD_TEXTS = [
  'a',
  'A',
  'a ',
  ' a',
  '1',
  '01',
  '1.0',
  '1e0',
  'null',
  '#',
  'a#b',
  `O'Neill`,
  '"quoted"',
  String.raw`back\slash`,
  '50%',
  'under_score',
  '*?[a-z]',
  '$.path',
  'line\nbreak\ttab',
  'é',
  'e\u0301',
  'Siân',
  '李小龍',
  'مرحبا',
  '😀',
  '👩‍👧',
  '\uFFFD',
  '\u2028',
  '["a","b"]',
  'whatsapp:+447700900123',
];

const DOCUMENTS: readonly (readonly [what: string, doc: unknown])[] = [
  ['null', null],
  ['false', false],
  ['zero', 0],
  ['an empty text', ''],
  ['an empty object', {}],
  ['an empty list', []],
  ['a text that looks like a number', '007'],
  ['a text of control characters', '\u0000\u0001\u001F\u007F'],
  ['half a surrogate pair', 'a\uD83Db'],
  ['numbers of every size', [1, -1, 0.1, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, 1.7e308]],
  ['null within', { a: null, b: [null, { c: null }] }],
  ['empty texts, objects and lists within', { '': '', a: {}, b: [], c: [[], {}] }],
  ['names with a meaning in JavaScript', JSON.parse('{"__proto__":{"a":1},"constructor":"b"}')],
  ['the names of its own columns', { pk: 'a', sk: 'b', doc: 'c', version: 'd', expiresAt: 1 }],
  ['odd texts', ODD_TEXTS],
  ['odd names', Object.fromEntries(ODD_TEXTS.map((text, index) => [text, index]))],
  ['a hundred levels', Array.from({ length: 100 }).reduce((inner) => ({ a: [inner] }), 'deep')],
  ['200 KB', { text: 'é"\\\n'.repeat(40_000) }],
];

function describeDocuments({ fixture, store }: Subject): void {
  describe('a document', () => {
    it.each(DOCUMENTS)('comes back as it was written: %s', async (_what, doc) => {
      expect(await store().commit([anItem('a', { doc })])).toBe(true);
      const other = await fixture().open();
      const found = await other.get({ pk: 'p', sk: 'a' });
      expect(found).toEqual({ pk: 'p', sk: 'a', doc, version: expect.any(String) });
      expect(JSON.stringify(found?.doc)).toBe(JSON.stringify(doc));
    });

    it('is not there before it is written', async () => {
      expect(await store().get({ pk: 'p', sk: 'a' })).toBeNull();
      expect(await store().getMany([{ pk: 'p', sk: 'a' }])).toEqual([]);
    });

    it('is a copy, which neither its reader nor its writer can change', async () => {
      const doc = { names: ['Jane'] };
      await store().commit([anItem('a', { doc })]);
      doc.names.push('Robin');
      const found = await docOf(store(), anItem('a'));
      expect(found).toEqual({ names: ['Jane'] });
      Object.assign(found as object, { names: [] });
      expect(await docOf(store(), anItem('a'))).toEqual({ names: ['Jane'] });
    });

    it('stays until it expires', async () => {
      const expiresAt = Math.floor(Date.now() / 1000) + 86_400;
      await store().commit([anItem('a', { expiresAt })]);
      expect(await docOf(store(), anItem('a'))).toEqual({ name: 'a' });
      expect(await store().commit([anItem('a', { expected: null } as object)])).toBe(false);
    });

    it('can be overwritten after it has expired, whether it was deleted or not', async () => {
      await store().commit([anItem('a', { expiresAt: 1 })]);
      const version = (await store().get(anItem('a')))?.version ?? null;
      expect(await store().commit([{ ...anItem('a', { doc: 2 }), expected: version }])).toBe(true);
      expect(await docOf(store(), anItem('a'))).toBe(2);
    });
  });

  describe('a key', () => {
    it('is compared exactly, in both its parts', async () => {
      const keys = ODD_TEXTS.flatMap((text) => [
        { pk: text, sk: 'x' },
        { pk: 'x', sk: text },
      ]);
      const pairs = [
        { pk: 'a', sk: 'b#c' },
        { pk: 'a#b', sk: 'c' },
        { pk: 'ab', sk: 'c' },
        { pk: 'a', sk: 'bc' },
      ];
      const items = [...keys, ...pairs].map((key) => ({ ...key, doc: key }));
      await write(store(), items);
      const found = await Promise.all(items.map((item) => docOf(store(), item)));
      expect(found).toEqual(items.map(({ doc }) => doc));
      expect(await all(store().scan())).toHaveLength(items.length);
    });
  });

  describe('many keys at once', () => {
    it('find each item once, even if its key is given twice, and leave out missing ones', async () => {
      const items = itemsOf('p', 230);
      await write(store(), items);
      const keys = [...items, ...items.toReversed(), anItem('none'), anItem('none')];
      const found = await store().getMany(keys.map(({ pk, sk }) => ({ pk, sk })));
      const sorted = found.toSorted((one, other) => (one.sk < other.sk ? -1 : 1));
      expect(sorted.map(({ sk, doc }) => [sk, doc])).toEqual(items.map(({ sk, doc }) => [sk, doc]));
    });

    it('may be none', async () => {
      expect(await store().getMany([])).toEqual([]);
    });

    it('find items of 17 MB together', async () => {
      const text = 'x'.repeat(200_000);
      const items = itemsOf('p', 85).map((item) => ({ ...item, doc: { text } }));
      await write(store(), items);
      const found = await store().getMany(items.map(({ pk, sk }) => ({ pk, sk })));
      expect(new Set(found.map(({ sk }) => sk)).size).toBe(85);
      expect(found).toHaveLength(85);
    });

    it('return versions with which the items can be written', async () => {
      await write(store(), itemsOf('p', 3));
      const found = await store().getMany(itemsOf('p', 3));
      const writes = found.map(({ pk, sk, version }) => ({ pk, sk, doc: 'b', expected: version }));
      expect(await store().commit(writes)).toBe(true);
    });
  });
}

function describeCommits({ fixture, store }: Subject): void {
  describe('a commit', () => {
    const [a, b, c] = [anItem('a'), anItem('b'), anItem('c')];

    it('of no writes succeeds', async () => {
      expect(await store().commit([])).toBe(true);
    });

    it('writes and deletes any number of items', async () => {
      await write(store(), itemsOf('old', 30));
      const added = itemsOf('p', 30).map((item) => ({ ...item, expected: null }));
      const gone = itemsOf('old', 30).map(({ pk, sk }) => ({ pk, sk, gone: true }) as const);
      expect(await store().commit([...added, ...gone])).toBe(true);
      expect(await all(store().query('main', 'p'))).toHaveLength(30);
      expect(await all(store().query('main', 'old'))).toEqual([]);
    });

    it.each([
      [
        'twice',
        [
          { ...a, doc: 1 },
          { ...a, doc: 2 },
        ],
        2,
      ],
      [
        'and deletes it',
        [
          { ...a, doc: 1 },
          { ...key(a), gone: true },
        ],
        undefined,
      ],
      [
        'and is refused if it must not exist',
        [
          { ...a, doc: 1 },
          { ...a, expected: null },
        ],
        null,
      ],
    ] as const)('that writes an item %s keeps the order', async (_what, writes, after) => {
      expect(await store().commit(writes)).toBe(after !== null);
      const left = fixture().isTransactional ? undefined : 1;
      expect(await docOf(store(), a)).toEqual(after === null ? left : after);
    });

    it('that deletes an item and creates it again keeps the order', async () => {
      await store().commit([{ ...a, doc: 1 }]);
      const writes = [{ ...key(a), gone: true } as const, { ...a, doc: 2, expected: null }];
      expect(await store().commit(writes)).toBe(true);
      expect(await docOf(store(), a)).toBe(2);
    });

    it.each([
      ['an item that must not exist', { ...b, doc: 'new', expected: null }],
      ['an item of another version', { ...b, doc: 'new', expected: 'other' }],
      ['a deletion of another version', { ...key(b), gone: true, expected: 'other' }],
      ['a deletion of what must not exist', { ...key(b), gone: true, expected: null }],
    ] as const)('stops at %s', async (_what, refused) => {
      await store().commit([b]);
      expect(await store().commit([a, refused, c])).toBe(false);
      expect(await docOf(store(), a)).toEqual(fixture().isTransactional ? undefined : a.doc);
      expect(await docOf(store(), b)).toEqual(b.doc);
      expect(await docOf(store(), c)).toBeUndefined();
    });

    it('that was refused does not affect the next one', async () => {
      await store().commit([b]);
      await store().commit([a, { ...b, expected: null }]);
      const version = await versionOf(store(), b);
      expect(await store().commit([a, { ...b, doc: 'new', expected: version }, c])).toBe(true);
      expect(await docOf(store(), b)).toBe('new');
    });

    it('is visible to another connection, and stays after its own is closed', async () => {
      const other = await fixture().open();
      await other.commit([a]);
      await other.close();
      expect(await docOf(store(), a)).toEqual(a.doc);
    });
  });
}

function key({ pk, sk }: { readonly pk: string; readonly sk: string }) {
  return { pk, sk };
}
