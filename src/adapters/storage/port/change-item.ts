import type * as z from 'zod';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { LedgerContext } from '../ledger-context.ts';
import type { Item, Key, Store, Write } from './store.ts';

/** Each time a change is lost somebody else has written the item, and no item is that busy. */
const MOST_TRIES = 500;

/** What an item becomes: null leaves it as it is. `before` is written first, so that it leads to it. */
export type ItemChange<Result> = {
  readonly write: Omit<Item, 'pk' | 'sk'> | null;
  readonly before?: readonly Write[];
  readonly result: Result;
};

/** The document of an item as it is at this moment; null where there is none. */
export async function readItem<T>(
  { store, read }: LedgerContext,
  schema: z.ZodType<T>,
  key: Key,
): Promise<{ readonly doc: T; readonly version: string } | null> {
  const stored = await store.get(key);
  return stored === null ? null : { doc: read(schema, stored.doc), version: stored.version };
}

/**
 * Changes one item as it is at this moment: reads it, decides, and writes on the condition that it is
 * still what was read; else once more from the beginning.
 *
 * @throws InviteError `ledger_unavailable` with reason `busy` when others write it each time
 */
export async function changeItem<T, Result>(
  context: LedgerContext,
  schema: z.ZodType<T>,
  key: Key,
  next: (doc: T | null) => ItemChange<Result> | Promise<ItemChange<Result>>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
    const known = await readItem(context, schema, key);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { write, before = [], result } = await next(known?.doc ?? null);
    if (write === null) return result;
    const writes = [...before, { ...key, ...write, expected: known?.version ?? null }];
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await context.store.commit(writes)) return result;
    if (tried === MOST_TRIES) {
      throw new InviteError({ code: 'ledger_unavailable', file: context.name, reason: 'busy' });
    }
  }
}

/**
 * Writes what is to be written as things are at this moment, until nobody else was quicker.
 *
 * @param writesNow nothing where it is there already
 */
export async function commitWithRetry(
  store: Store,
  writesNow: () => Promise<readonly Write[]>,
): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
    const writes = await writesNow();
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (writes.length === 0 || (await store.commit(writes))) return;
  }
}

/** The items of many pages, one by one. */
export async function* flatten<T>(pages: AsyncIterable<readonly T[]>): AsyncIterable<T> {
  for await (const page of pages) yield* page;
}
