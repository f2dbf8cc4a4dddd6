import type * as z from 'zod';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { LedgerContext } from '../ledger-context.ts';
import type { Item, Key, Store, Write } from './store.ts';

/**
 * The limit of attempts at one change. Each failed attempt means that another process wrote the
 * item.
 */
const MOST_ATTEMPTS = 500;

export type ItemChange<Result> = {
  /** The new item; null leaves it unchanged. */
  readonly write: Omit<Item, 'pk' | 'sk'> | null;
  /** Written before the item, in the same commit. */
  readonly before?: readonly Write[];
  readonly result: Result;
};

/**
 * Reads and parses one item; null if it does not exist.
 *
 * @throws InviteError `ledger_unavailable` with reason `damaged` if the document does not fit the
 *   schema
 */
export async function readItem<T>(
  { store, read }: LedgerContext,
  schema: z.ZodType<T>,
  key: Key,
): Promise<{ readonly doc: T; readonly version: string } | null> {
  const stored = await store.get(key);
  return stored === null ? null : { doc: read(schema, stored.doc), version: stored.version };
}

/**
 * Changes one item with optimistic concurrency: reads it, computes the change, and writes it on the
 * condition that the version is still the same. If another process wrote the item, it starts again.
 *
 * @param next computes the change; may be called several times
 * @throws InviteError `ledger_unavailable` with reason `busy` after 500 failed attempts
 */
export async function changeItem<T, Result>(
  context: LedgerContext,
  schema: z.ZodType<T>,
  key: Key,
  next: (doc: T | null) => ItemChange<Result> | Promise<ItemChange<Result>>,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each attempt reads the item again
    const current = await readItem(context, schema, key);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { write, before = [], result } = await next(current?.doc ?? null);
    if (write === null) return result;
    const writes = [...before, { ...key, ...write, expected: current?.version ?? null }];
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (await context.store.commit(writes)) return result;
    if (attempts === MOST_ATTEMPTS) {
      throw new InviteError({ code: 'ledger_unavailable', file: context.name, reason: 'busy' });
    }
  }
}

/**
 * Computes writes and commits them, until a commit succeeds.
 *
 * @param writesNow reads what is needed and returns the writes; none if nothing has to change
 */
export async function commitWithRetry(
  store: Store,
  writesNow: () => Promise<readonly Write[]>,
): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each attempt reads the items again
    const writes = await writesNow();
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (writes.length === 0 || (await store.commit(writes))) return;
  }
}

/** The items of all pages, one by one. */
export async function* flatten<T>(pages: AsyncIterable<readonly T[]>): AsyncIterable<T> {
  for await (const page of pages) yield* page;
}
