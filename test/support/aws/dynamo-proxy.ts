import { once } from 'node:events';
import { createServer, request as askBy, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../network/loopback-server.ts';

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

type Json = { readonly [name: string]: unknown };

export type RewritingProxy = { readonly endpoint: string; readonly close: () => Promise<void> };

/** What is changed on the way to DynamoDB and back. An operation is named as AWS names it, such as `PutItem`. */
type Changes = {
  readonly request: (operation: string, request: Json) => Json;
  readonly answer: (operation: string, answer: Json, request: Json) => Json;
};

/** Stands in front of an emulator of DynamoDB on loopback, which checks no signature. */
export async function startRewritingProxy(
  target: string,
  { request: changedRequest, answer: changedAnswer }: Changes,
): Promise<RewritingProxy> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
      const asked = await jsonIn(incoming);
      const { authorization = '', 'x-amz-date': date = '' } = incoming.headers;
      const body = JSON.stringify(changedRequest(operation, asked));
      // A fraction of what fetch takes, and some tests ask ten thousand times.
      const asking = askBy(target, {
        method: 'POST',
        headers: {
          authorization,
          'x-amz-date': String(date),
          'x-amz-target': String(incoming.headers['x-amz-target']),
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
        },
      });
      asking.end(body);
      const [response] = (await once(asking, 'response')) as [IncomingMessage];
      const answer = await jsonIn(response);
      outgoing.writeHead(response.statusCode ?? 500, {
        'content-type': 'application/x-amz-json-1.0',
      });
      outgoing.end(JSON.stringify(changedAnswer(operation, answer, asked)));
    })();
  });
  server.keepAliveTimeout = 0;
  const { url: endpoint, close } = await listenOnLoopback(server);
  return { endpoint, close };
}

async function jsonIn(message: IncomingMessage): Promise<Json> {
  return JSON.parse(String(await buffer(message))) as Json;
}
