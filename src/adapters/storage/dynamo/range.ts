import type { Range } from '../store.ts';

/** The names of the keys of a table or of an index. */
export type KeyNames = { readonly partitionKey: string; readonly sortKey: string };

/** DynamoDB's condition for a part of a partition. With two bounds it lets `below` itself through. */
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
  };
}

function boundsOf(from: string | undefined, below: string | undefined): readonly string[] {
  if (from === undefined) return below === undefined ? [] : ['#sort < :below'];
  return [below === undefined ? '#sort >= :from' : '#sort BETWEEN :from AND :below'];
}

/** No key is empty, so an empty bound is none; DynamoDB refuses it. */
function bounded({ from, below }: Range): { readonly from?: string; readonly below?: string } {
  return {
    ...(from === undefined || from === '' ? {} : { from }),
    ...(below === undefined ? {} : { below }),
  };
}

/** Whether no sort key can be in the range, for which DynamoDB refuses to be asked. */
export function isEmpty({ from = '', below }: Range): boolean {
  return below !== undefined && byBytes(from, below) >= 0;
}

export function isIn(sort: string, { from = '', below }: Range): boolean {
  return byBytes(from, sort) <= 0 && (below === undefined || byBytes(sort, below) < 0);
}

/** DynamoDB orders texts by their bytes in UTF-8, which is not the order of JavaScript's strings. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
