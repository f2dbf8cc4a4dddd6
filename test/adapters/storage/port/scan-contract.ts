import { describe, expect, it } from '@jest/globals';
import { PAGE_SIZE } from '../../../../src/adapters/storage/port/store.ts';
import { all, anItem, itemsOf, keysOf, write } from '../../../support/store/store-items.ts';
import type { Subject } from './store-subject.ts';

/** Texts to search for, documents, and whether they contain the text. */
const SOUGHT: readonly (readonly [containing: string, doc: unknown, isFound: boolean])[] = [
  ['+447700900123', 'whatsapp:+447700900123', true],
  ['+447700900123', 'whatsapp:+447700900124', false],
  ['+447700900123', { deep: [{ to: '+447700900123' }] }, true],
  ['+447700900123', { '+447700900123': 1 }, true],
  ['Jane', 'JANE', false],
  ['jane', 'Jane', false],
  ['J_ne', 'Jane', false],
  ['J%e', 'Jane', false],
  ['J*e', 'Jane', false],
  ['J_ne', 'J_ne', true],
  ['50%', '50%', true],
  ['50%', '501', false],
  ['*', 'Jane', false],
  [`O'Neill`, `O'Neill`, true],
  // Escaped, as in JSON text.
  [String.raw`say \"yes\"`, 'say "yes"', true],
  ['say "yes"', 'say "yes"', false],
  [String.raw`back\\slash`, String.raw`back\slash`, true],
  [String.raw`back\slash`, String.raw`back\slash`, false],
  [String.raw`line\nbreak`, 'line\nbreak', true],
  ['Siân', 'Siân', true],
  ['Sian', 'Siân', false],
  ['Sia\u0302n', 'Siân', false],
  ['李小', '李小龍', true],
  ['👩‍👧', 'two: 👩‍👧', true],
  // The key, the version and the places are not part of the document.
  ['sought', 'x', false],
];

export function describeScans({ fixture, store }: Subject): void {
  describe('a scan', () => {
    it('of an empty store finds nothing', async () => {
      expect(await all(store().scan())).toEqual([]);
      expect(await all(store().scan('a'))).toEqual([]);
    });

    it('finds every item of every partition once, as `get` returns it', async () => {
      const items = [
        ...itemsOf('p', 240),
        ...itemsOf('q', 3),
        anItem('a', { places: { due: ['r', 'x'] } }),
      ];
      await write(store(), items);
      const found = await all(store().scan());
      const named = found.map(({ pk, sk }) => `${pk} ${sk}`).toSorted();
      expect(named).toEqual(items.map(({ pk, sk }) => `${pk} ${sk}`).toSorted());
      const [one] = found;
      expect(one).toEqual(await store().get(one ?? anItem('a')));
      for await (const page of store().scan()) expect(page.length).toBeLessThanOrEqual(PAGE_SIZE);
    });

    it.each(SOUGHT)('for %j, in the document %j: %s', async (containing, doc, isFound) => {
      const places = { list: ['sought', 'sought'] } as const;
      await store().commit([{ pk: 'sought', sk: 'sought', doc, places }]);
      expect(await keysOf(store().scan(containing))).toEqual(isFound ? ['sought'] : []);
    });

    it('finds the few items that contain a text among many, including the very last', async () => {
      const items = itemsOf('p', 330).map((item, at) =>
        at % 110 === 109 ? { ...item, doc: { name: item.sk, to: '+447700900123' } } : item,
      );
      await write(store(), items);
      const found = await keysOf(store().scan('+447700900123'));
      expect(found.toSorted()).toEqual(['0109', '0219', '0329']);
    });

    it('finds a text at the end of a large document, and returns it complete', async () => {
      const doc = { text: 'x'.repeat(200_000), to: '+447700900123' };
      await write(
        store(),
        itemsOf('p', 12).map((item) => ({ ...item, doc })),
      );
      expect((await all(store().scan('+447700900123"}'))).map((item) => item.doc)).toEqual(
        Array.from({ length: 12 }, () => doc),
      );
    });

    it('finds each item that exists all the time once, whatever is written meanwhile', async () => {
      await write(store(), itemsOf('p', 330));
      const found: string[] = [];
      let pages = 0;
      for await (const page of store().scan()) {
        found.push(...page.map(({ sk }) => sk));
        pages += 1;
        if (pages > 1) continue;
        const [gone = ''] = found;
        const rewritten = itemsOf('p', 330).filter(({ sk }) => sk !== gone);
        await store().commit([{ pk: 'p', sk: gone, gone: true }]);
        await write(
          store(),
          rewritten.map((item) => ({
            ...item,
            doc: 'written meanwhile',
            places: { due: ['p', 'x'] },
          })),
        );
      }
      expect(found.toSorted()).toEqual(itemsOf('p', 330).map(({ sk }) => sk));
    });

    it('can be ended early, and several can run at the same time', async () => {
      await write(store(), itemsOf('p', 150));
      for await (const page of store().scan()) if (page.length > 0) break;
      const other = await fixture().open();
      const scans = [store().scan(), store().scan('name'), other.scan()];
      const found = await Promise.all(scans.map((pages) => keysOf(pages)));
      expect(found.map((keys) => new Set(keys).size)).toEqual([150, 150, 150]);
    });
  });
}
