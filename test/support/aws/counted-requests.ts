import { startRewritingProxy } from '../network/rewriting-proxy.ts';

/** What DynamoDB was asked, and what AWS would charge for. */
export type Counted = {
  readonly requests: number;
  /** A consistent read of 4 KB is one unit; a query of an index costs half. */
  readonly readUnits: number;
  /** Without those of the indexes and of refused writes: the emulator does not count them. */
  readonly writeUnits: number;
  /** How often each operation was asked for, as AWS names it, such as `PutItem`. */
  readonly operations: { readonly [operation: string]: number };
};

export type CountedRequests = {
  /** In place of the emulator's, for whatever is to be counted, in this process or another. */
  readonly endpoint: string;
  /** What was asked for since the beginning. */
  readonly total: () => Counted;
  /** What is asked for until the work is done. */
  readonly during: (work: () => Promise<unknown>) => Promise<Counted>;
  readonly close: () => Promise<void>;
};

const READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

type Request = { readonly operation: string; readonly units: number };

type Consumed = { readonly CapacityUnits: number };

/**
 * Counts requests and capacity units in front of an emulator of DynamoDB. It asks the emulator for the
 * units itself, so what is counted is not changed for it.
 */
export async function countRequests(target: string): Promise<CountedRequests> {
  const all: Request[] = [];
  const proxy = await startRewritingProxy(target, {
    request: (_operation, request) => ({ ...request, ReturnConsumedCapacity: 'TOTAL' }),
    answer: (operation, { ConsumedCapacity: consumed, ...answer }, { ConsistentRead }) => {
      // A refusal tells of none.
      const each = [consumed ?? []].flat() as unknown as readonly Consumed[];
      // The emulator takes every scan for one that may lag behind, which costs half.
      const factor = operation === 'Scan' && ConsistentRead === true ? 2 : 1;
      const units = each.reduce((sum, { CapacityUnits }) => sum + CapacityUnits * factor, 0);
      all.push({ operation, units });
      return answer;
    },
  });
  return {
    endpoint: proxy.endpoint,
    total: () => countedOf(all),
    during: async (work) => {
      const before = all.length;
      await work();
      return countedOf(all.slice(before));
    },
    close: proxy.close,
  };
}

function countedOf(requests: readonly Request[]): Counted {
  const unitsOf = (isRead: boolean): number =>
    requests
      .filter(({ operation }) => READS.has(operation) === isRead)
      .reduce((sum, { units }) => sum + units, 0);
  const byOperation = Map.groupBy(requests, ({ operation }) => operation);
  return {
    requests: requests.length,
    readUnits: unitsOf(true),
    writeUnits: unitsOf(false),
    operations: Object.fromEntries(
      [...byOperation].map(([operation, { length }]) => [operation, length]),
    ),
  };
}
