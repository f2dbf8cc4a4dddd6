import { describe, expect, it } from '@jest/globals';
import type { Store, Write } from '../../../../src/adapters/storage/port/store.ts';
import { anItem, docOf, versionOf } from '../../../support/store/store-items.ts';
import type { Subject } from './store-subject.ts';

const KEY = { pk: 'p', sk: 'a' } as const;
const FIRST = { ...KEY, doc: 'first' } as const;

/** The kinds of conditional writes. */
const DEEDS: readonly (readonly [name: string, write: Write])[] = [
  ['a write', { ...KEY, doc: 'new' }],
  ['a deletion', { ...KEY, gone: true }],
];

/** Versions, which prevent a message from being sent twice. */
export function describeVersions({ fixture, store }: Subject): void {
  async function refused(write: Write, expected: string | null): Promise<void> {
    const before = await store().get(KEY);
    expect(await store().commit([{ ...write, expected }])).toBe(false);
    expect(await store().get(KEY)).toEqual(before);
  }

  describe('a version', () => {
    it('changes with every write, even of the same document', async () => {
      const versions = new Set<string>();
      for (let count = 0; count < 20; count += 1) {
        const expected = count === 0 ? null : await versionOf(store(), KEY);
        expect(await store().commit([count % 2 === 0 ? FIRST : { ...FIRST, expected }])).toBe(true);
        versions.add(await versionOf(store(), KEY));
      }
      expect(versions.size).toBe(20);
    });

    it('is the same for every reader', async () => {
      await store().commit([FIRST]);
      const version = await versionOf(store(), KEY);
      const other = await fixture().open();
      expect(await versionOf(other, KEY)).toBe(version);
      expect((await other.getMany([KEY])).map((item) => item.version)).toEqual([version]);
    });

    it('does not change when another item is written', async () => {
      await store().commit([FIRST]);
      const version = await versionOf(store(), KEY);
      await store().commit([anItem('b'), { ...anItem('a'), pk: 'q' }]);
      expect(await versionOf(store(), KEY)).toBe(version);
    });
  });

  describe.each(DEEDS)('%s', (_name, write) => {
    const after = 'doc' in write ? write.doc : undefined;

    it('without a condition is done if the item exists', async () => {
      await store().commit([FIRST]);
      expect(await store().commit([write])).toBe(true);
      expect(await docOf(store(), KEY)).toEqual(after);
    });

    it('without a condition is done if the item does not exist', async () => {
      expect(await store().commit([write])).toBe(true);
      expect(await docOf(store(), KEY)).toEqual(after);
    });

    it('that expects the current version is done, once', async () => {
      await store().commit([FIRST]);
      const expected = await versionOf(store(), KEY);
      expect(await store().commit([{ ...write, expected }])).toBe(true);
      expect(await docOf(store(), KEY)).toEqual(after);
      await refused(write, expected);
    });

    it('that expects no item is done if there is none', async () => {
      expect(await store().commit([{ ...write, expected: null }])).toBe(true);
      expect(await docOf(store(), KEY)).toEqual(after);
    });

    it('that expects no item is done if it was deleted', async () => {
      await store().commit([FIRST]);
      await store().commit([{ ...KEY, gone: true }]);
      expect(await store().commit([{ ...write, expected: null }])).toBe(true);
      expect(await docOf(store(), KEY)).toEqual(after);
    });

    it('that expects no item is refused if there is one', async () => {
      await store().commit([FIRST]);
      await refused(write, null);
    });

    it('that expects an item is refused if there is none, and creates none', async () => {
      await store().commit([anItem('b')]);
      await refused(write, await versionOf(store(), anItem('b')));
      expect(await store().get(KEY)).toBeNull();
    });

    it('that expects an earlier version is refused', async () => {
      await store().commit([FIRST]);
      const stale = await versionOf(store(), KEY);
      await store().commit([{ ...KEY, doc: 'second', expected: stale }]);
      await refused(write, stale);
      await store().commit([FIRST]);
      await refused(write, stale);
    });

    it('that expects the version of an item that was deleted and created again is refused', async () => {
      await store().commit([FIRST]);
      const stale = await versionOf(store(), KEY);
      await store().commit([{ ...KEY, gone: true, expected: stale }]);
      await refused(write, stale);
      await store().commit([{ ...FIRST, expected: null }]);
      await refused(write, stale);
    });

    it('that expects the version of another item is refused', async () => {
      await store().commit([FIRST, anItem('b'), { ...FIRST, pk: 'q' }]);
      await refused(write, await versionOf(store(), anItem('b')));
      await refused(write, await versionOf(store(), { ...KEY, pk: 'q' }));
    });

    it('that expects a text that only resembles the version is refused', async () => {
      await store().commit([FIRST]);
      const version = await versionOf(store(), KEY);
      const like = [
        '',
        '%',
        '*',
        ` ${version}`,
        `${version} `,
        `0${version}`,
        `${version}0`,
        `${version}.0`,
        version.slice(1),
        version.slice(0, -1),
        version.toUpperCase(),
        version.toLowerCase(),
      ];
      for (const expected of like.filter((text) => text !== version)) {
        await refused(write, expected);
      }
    });

    it.each([
      ['the same version', true],
      ['no item', false],
    ])('is done by exactly one of sixteen at once that expect %s', async (_what, exists) => {
      if (exists) await store().commit([FIRST]);
      const expected = exists ? await versionOf(store(), KEY) : null;
      // Deletions of an item that does not exist all succeed.
      const one = exists ? write : FIRST;
      const stores = [store(), await fixture().open(), await fixture().open()];
      const done = await Promise.all(
        Array.from({ length: 16 }, (_, index) => {
          const through = stores[index % stores.length] ?? store();
          const named = 'doc' in one ? { ...one, doc: index } : one;
          return through.commit([{ ...named, expected }]);
        }),
      );
      expect(done.filter(Boolean)).toHaveLength(1);
      if ('doc' in one) expect(await docOf(store(), KEY)).toBe(done.indexOf(true));
    });
  });

  it('counts correctly when several connections count at once', async () => {
    const stores = [store(), await fixture().open(), await fixture().open()];
    await Promise.all(stores.map((one) => countTo(one, 5)));
    expect(await docOf(store(), KEY)).toBe(15);
  });
}

/** Increments a counter several times, and repeats each increment until it is done. */
async function countTo(store: Store, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const found = await store.get(KEY);
    const next = { ...KEY, doc: Number(found?.doc ?? 0) + 1, expected: found?.version ?? null };
    if (await store.commit([next])) done += 1;
  }
}
