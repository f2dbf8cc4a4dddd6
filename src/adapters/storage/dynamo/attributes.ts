import * as z from 'zod';
import { InviteError } from '../../../domain/problem/problem.ts';
import { INDEX_NAMES, type Item, type Key, type Stored } from '../port/store.ts';
import { INDEX_OF, TABLE_LAYOUT } from './table-layout.ts';

/** An item in DynamoDB's form. */
export type Attributes = Key & { readonly [name: string]: unknown };

const ATTRIBUTES = z.looseObject({ pk: z.string(), sk: z.string() });

export function attributesIn(response: unknown): Attributes {
  return ATTRIBUTES.parse(response);
}

/** The document is stored as JSON text, so that a scan can filter by a part of it. */
export function attributesOf(item: Item, version: string): Attributes {
  const { pk, sk, doc, places = {}, expiresAt } = item;
  return {
    pk,
    sk,
    doc: JSON.stringify(doc),
    version,
    ...(expiresAt === undefined ? {} : { [TABLE_LAYOUT.expiry]: expiresAt }),
    ...Object.fromEntries(
      INDEX_NAMES.flatMap((index) => {
        const place = places[index];
        const { partitionKey, sortKey } = TABLE_LAYOUT.indexes[INDEX_OF[index]];
        return place === undefined
          ? []
          : [
              [partitionKey, place[0]],
              [sortKey, place[1]],
            ];
      }),
    ),
  };
}

const STORED = z.object({ doc: z.string(), version: z.string() });

/**
 * Null for an item without a document: an earlier version wrote it, and it is not migrated yet.
 *
 * @throws InviteError `ledger_unavailable` with reason `damaged` if another program has changed the
 *   item
 */
export function storedOf(table: string, attributes: Attributes): Stored | null {
  if (attributes['doc'] === undefined) return null;
  try {
    const { doc, version } = STORED.parse(attributes);
    return { pk: attributes.pk, sk: attributes.sk, doc: JSON.parse(doc) as unknown, version };
  } catch {
    throw new InviteError({ code: 'ledger_unavailable', file: table, reason: 'damaged' });
  }
}

/** DynamoDB's own limits, in bytes. */
const LARGEST_ITEM = 400 * 1024;
const LARGEST_PARTITION_KEY = 2048;
const LARGEST_SORT_KEY = 1024;
/** The largest size of a number. */
const NUMBER_BYTES = 21;

/** Whether DynamoDB would refuse the item because of its size or the size of a key. */
export function isTooLarge(attributes: Attributes): boolean {
  const { partitionKey, sortKey, indexes } = TABLE_LAYOUT;
  const bytes = Object.entries(attributes).map(([, value]) => bytesOf(value));
  const names = Object.keys(attributes).map(bytesOf);
  return (
    [...bytes, ...names].reduce((sum, each) => sum + each, 0) > LARGEST_ITEM ||
    [{ partitionKey, sortKey }, ...Object.values(indexes)].some(
      (key) =>
        bytesOf(attributes[key.partitionKey]) > LARGEST_PARTITION_KEY ||
        bytesOf(attributes[key.sortKey]) > LARGEST_SORT_KEY,
    )
  );
}

function bytesOf(value: unknown): number {
  if (value === undefined) return 0;
  return typeof value === 'string' ? Buffer.byteLength(value) : NUMBER_BYTES;
}
