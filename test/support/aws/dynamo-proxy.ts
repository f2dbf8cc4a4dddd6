import { once } from 'node:events';
import { createServer, request as askBy, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../network/loopback-server.ts';

/** Requests to DynamoDB, and the capacity units that AWS would charge. */
export type Counted = {
  readonly requests: number;
  /** A consistent read of up to 4 KB is one unit; an index costs half. */
  readonly readUnits: number;
  /** Without those of indexes and refused writes, which the emulator does not count. */
  readonly writeUnits: number;
  /** The number of requests by operation, such as `PutItem`. */
  readonly operations: { readonly [operation: string]: number };
};

export type CountedRequests = {
  /** The address to use in place of the emulator's. */
  readonly endpoint: string;
  /** All requests so far. */
  readonly total: () => Counted;
  /** The requests until the work has finished. */
  readonly during: (work: () => Promise<unknown>) => Promise<Counted>;
  readonly close: () => Promise<void>;
};

const READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

type Request = { readonly operation: string; readonly units: number };

type Consumed = { readonly CapacityUnits: number };

/**
 * Starts a proxy that counts requests and capacity units. The proxy itself asks the emulator for the units,
 * so the client needs no change.
 */
export async function countRequests(target: string): Promise<CountedRequests> {
  const all: Request[] = [];
  const proxy = await startRewritingProxy(target, {
    request: (_operation, request) => ({ ...request, ReturnConsumedCapacity: 'TOTAL' }),
    answer: (operation, { ConsumedCapacity: consumed, ...answer }, { ConsistentRead }) => {
      // Error responses have no consumed capacity.
      const each = [consumed ?? []].flat() as unknown as readonly Consumed[];
      // The emulator counts every scan as eventually consistent, which costs half.
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

/** Changes to requests and responses, by operation such as `PutItem`. */
type Changes = {
  readonly request: (operation: string, request: Json) => Json;
  readonly answer: (operation: string, answer: Json, request: Json) => Json;
};

/** Starts a proxy in front of a DynamoDB emulator, which does not check signatures. */
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
      // Much faster than fetch; some tests make ten thousand requests.
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
