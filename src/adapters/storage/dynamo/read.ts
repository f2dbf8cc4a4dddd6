import { PAGE_SIZE, type IndexName, type Key, type Range, type Stored } from '../port/store.ts';
import { attributesIn, storedOf, type Attributes } from './attributes.ts';
import { distinct, chunks, retryUnprocessed, textOfKey } from './batches.ts';
import type { Table } from './connection.ts';
import { INDEX_OF, TABLE_LAYOUT } from './table-layout.ts';

/** DynamoDB's limit of keys in one request. */
const MOST_KEYS = 100;
/** The limit of concurrent requests. */
const MOST_AT_ONCE = 8;

export async function getItem(
  { name, client, sdk, guarded }: Table,
  key: Key,
): Promise<Stored | null> {
  const input = { TableName: name, Key: plain(key), ConsistentRead: true };
  const { Item } = await guarded(async () => await client.send(new sdk.GetCommand(input)));
  return Item === undefined ? null : storedOf(name, attributesIn(Item));
}

export async function getItems(table: Table, keys: readonly Key[]): Promise<readonly Stored[]> {
  const found: Attributes[] = [];
  for (const parts of chunks(chunks(distinct(keys), MOST_KEYS), MOST_AT_ONCE)) {
    // oxlint-disable-next-line no-await-in-loop -- a few requests at a time
    const read = await Promise.all(parts.map(async (part) => await attributesAt(table, part)));
    found.push(...read.flat());
  }
  return found.flatMap((attributes) => storedOf(table.name, attributes) ?? []);
}

async function attributesAt(
  { name, client, sdk, guarded }: Table,
  keys: readonly Key[],
): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  await guarded(async () => {
    await retryUnprocessed(keys.map(plain), async (left) => {
      const request = { [name]: { Keys: [...left], ConsistentRead: true } };
      const answer = await client.send(new sdk.BatchGetCommand({ RequestItems: request }));
      found.push(...(answer.Responses?.[name] ?? []).map(attributesIn));
      return (answer.UnprocessedKeys?.[name]?.Keys ?? []).map(attributesIn);
    });
  });
  return found;
}

export async function* queryItems(
  table: Table,
  index: IndexName | 'main',
  partition: string,
  range: Range,
): AsyncGenerator<readonly Stored[]> {
  if (isEmpty(range)) return;
  const pages =
    index === 'main'
      ? itemsIn(table, partition, range)
      : itemsFoundBy(table, index, partition, range);
  for await (const page of pages) {
    const stored = page.flatMap((attributes) => storedOf(table.name, attributes) ?? []);
    if (stored.length > 0) yield stored;
  }
}

async function* itemsIn(
  table: Table,
  partition: string,
  range: Range,
): AsyncGenerator<readonly Attributes[]> {
  const input = { ...conditionOf(TABLE_LAYOUT, partition, range), ConsistentRead: true };
  for await (const page of queried(table, input)) yield page.filter(({ sk }) => isIn(sk, range));
}

/**
 * The items of index entries. An index lags behind the table, so each item is read consistently. An
 * entry is left out if its item does not exist, or is no longer in the partition and range. An item
 * that has moved within them is returned at its old entry, and left out at the new one.
 */
async function* itemsFoundBy(
  table: Table,
  index: IndexName,
  partition: string,
  range: Range,
): AsyncGenerator<readonly Attributes[]> {
  const IndexName = INDEX_OF[index];
  const names = TABLE_LAYOUT.indexes[IndexName];
  const moved = new Set<string>();
  for await (const page of queried(table, { IndexName, ...conditionOf(names, partition, range) })) {
    const entries = page.filter((entry) => isIn(String(entry[names.sortKey]), range));
    const found = await attributesAt(table, distinct(entries));
    const items = new Map(found.map((item) => [textOfKey(item), item]));
    yield entries.flatMap((entry) => {
      const item = items.get(textOfKey(entry));
      const sort = item?.[names.sortKey];
      const isThere = item?.[names.partitionKey] === partition && isIn(String(sort), range);
      if (!isThere || moved.has(textOfKey(entry))) return [];
      if (sort !== entry[names.sortKey]) moved.add(textOfKey(entry));
      return [item];
    });
  }
}

/** The pages of a query, including items of earlier versions. A page may be empty. */
export async function* queried(
  { name, client, sdk, guarded }: Table,
  query: object,
): AsyncGenerator<readonly Attributes[]> {
  let ExclusiveStartKey: Attributes | undefined;
  do {
    const input = { TableName: name, Limit: PAGE_SIZE, ...query, ExclusiveStartKey };
    // oxlint-disable-next-line no-await-in-loop -- each page has the start of the next one
    const page = await guarded(async () => await client.send(new sdk.QueryCommand(input)));
    yield (page.Items ?? []).map(attributesIn);
    ExclusiveStartKey =
      page.LastEvaluatedKey === undefined ? undefined : attributesIn(page.LastEvaluatedKey);
  } while (ExclusiveStartKey !== undefined);
}

/** Drops other attributes: the argument may be a whole item. */
function plain({ pk, sk }: Key): Key {
  return { pk, sk };
}

/** The attribute names of the keys of a table or an index. */
type KeyNames = { readonly partitionKey: string; readonly sortKey: string };

/**
 * The input of a query for a range. With both bounds, BETWEEN includes `below`; the caller filters
 * it out.
 */
export function conditionOf(
  { partitionKey, sortKey }: KeyNames,
  partition: string,
  range: Range,
): object {
  const { from, below } = bounded(range);
  const bounds = boundsOf(from, below);
  return {
    KeyConditionExpression: ['#partition = :partition', ...bounds].join(' AND '),
    ExpressionAttributeNames: {
      '#partition': partitionKey,
      ...(bounds.length === 0 ? {} : { '#sort': sortKey }),
    },
    ExpressionAttributeValues: { ':partition': partition, ':from': from, ':below': below },
    ScanIndexForward: range.descending !== true,
    ...(range.pageSize === undefined ? {} : { Limit: range.pageSize }),
  };
}

function boundsOf(from: string | undefined, below: string | undefined): readonly string[] {
  if (from === undefined) return below === undefined ? [] : ['#sort < :below'];
  return [below === undefined ? '#sort >= :from' : '#sort BETWEEN :from AND :below'];
}

/**
 * Drops an empty lower bound, which DynamoDB refuses. No key is empty, so the range is the same.
 */
function bounded({ from, below }: Range): { readonly from?: string; readonly below?: string } {
  return {
    ...(from === undefined || from === '' ? {} : { from }),
    ...(below === undefined ? {} : { below }),
  };
}

/** Whether the range is empty. DynamoDB refuses a query for such a range. */
function isEmpty({ from = '', below }: Range): boolean {
  return below !== undefined && byBytes(from, below) >= 0;
}

function isIn(sort: string, { from = '', below }: Range): boolean {
  return byBytes(from, sort) <= 0 && (below === undefined || byBytes(sort, below) < 0);
}

/** The order of DynamoDB, by bytes in UTF-8. JavaScript compares strings by UTF-16 code units. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
