import type { Item, Key, Places, Store, Stored } from '../../../src/adapters/storage/port/store.ts';

/** An item of the partition `p`. Its document is its sort key. */
export function anItem(sk: string, parts: Partial<Item> = {}): Item {
  return { pk: 'p', sk, doc: { name: sk }, ...parts };
}

/** Items of one partition with the sort keys `0000`, `0001` and so on. */
export function itemsOf(pk: string, count: number, placesOf?: (sk: string) => Places): Item[] {
  return Array.from({ length: count }, (_, index) => {
    const sk = String(index).padStart(4, '0');
    return {
      pk,
      sk,
      doc: { name: sk },
      ...(placesOf === undefined ? {} : { places: placesOf(sk) }),
    };
  });
}

export async function all(pages: AsyncIterable<readonly Stored[]>): Promise<readonly Stored[]> {
  const items: Stored[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** The sort keys of all items, in the order of the pages. */
export async function keysOf(pages: AsyncIterable<readonly Stored[]>): Promise<readonly string[]> {
  return (await all(pages)).map(({ sk }) => sk);
}

export async function docOf(store: Store, key: Key): Promise<unknown> {
  return (await store.get(key))?.doc;
}

/** @throws Error if the item does not exist */
export async function versionOf(store: Store, key: Key): Promise<string> {
  const found = await store.get(key);
  if (found === null) throw new Error(`There is no item ${JSON.stringify(key)}.`);
  return found.version;
}

/** Writes many items, in several commits at once and so in no order. */
export async function write(store: Store, items: readonly Item[]): Promise<void> {
  for (let first = 0; first < items.length; first += 100) {
    const commits = Array.from({ length: 10 }, (_, at) =>
      store.commit(items.slice(first + at * 10, first + at * 10 + 10)),
    );
    const written = await Promise.all(commits);
    if (written.includes(false)) throw new Error('An item was refused that expected nothing.');
  }
}
