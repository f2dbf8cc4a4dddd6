import { PAGE_SIZE, type Key, type Stored } from '../port/store.ts';
import { attributesIn, storedOf, type Attributes } from './attributes.ts';
import { chunks } from './batches.ts';
import { openTable, type DynamoPlace, type Table } from './connection.ts';

/**
 * Scans a table. A request reads up to 1 MB, before the filter, so many pages may have few items.
 */
export async function* scanItems(table: Table, containing = ''): AsyncGenerator<readonly Stored[]> {
  const filter =
    containing === ''
      ? { FilterExpression: 'attribute_exists(#doc)' }
      : {
          FilterExpression: 'contains(#doc, :containing)',
          ExpressionAttributeValues: { ':containing': containing },
        };
  for await (const { items } of scanned(table, filter, null)) {
    const stored = items.flatMap((attributes) => storedOf(table.name, attributes) ?? []);
    yield* chunks(stored, PAGE_SIZE);
  }
}

type Page = {
  readonly items: readonly Attributes[];
  /** The start of the next page; null after the last. */
  readonly next: Key | null;
};

async function* scanned(
  { name, client, sdk, guarded }: Table,
  filter: object,
  from: Key | null,
): AsyncGenerator<Page> {
  let next = from;
  do {
    const input = {
      TableName: name,
      ConsistentRead: true,
      ExpressionAttributeNames: { '#doc': 'doc' },
      ...filter,
      ExclusiveStartKey: next ?? undefined,
    };
    // oxlint-disable-next-line no-await-in-loop -- each page has the start of the next one
    const page = await guarded(async () => await client.send(new sdk.ScanCommand(input)));
    next = page.LastEvaluatedKey === undefined ? null : attributesIn(page.LastEvaluatedKey);
    yield { items: (page.Items ?? []).map(attributesIn), next };
  } while (next !== null);
}

/** The items of an earlier version. They have no document, and the store leaves them out. */
export type EarlierItems = {
  /**
   * Reads them page by page, consistently and in no order. A page may be empty.
   *
   * @param from the `next` of an earlier page, to continue after it; null to start
   */
  readonly pages: (from: Key | null) => AsyncIterable<Page>;
  readonly close: () => void;
};

export async function openEarlierItems(place: DynamoPlace): Promise<EarlierItems> {
  const table = await openTable(place);
  const filter = { FilterExpression: 'attribute_not_exists(#doc)', Limit: PAGE_SIZE };
  return {
    pages: (from) => scanned(table, filter, from),
    close: () => table.client.destroy(),
  };
}
