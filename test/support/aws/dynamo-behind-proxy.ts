import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll } from '@jest/globals';
import { listenOnLoopback } from '../network/loopback-server.ts';
import { recogniseNodeErrors } from '../node-errors.ts';
import { startDynamoServer, type DynamoServer } from './dynamo-server.ts';

export type DynamoBehindProxy = {
  readonly server: DynamoServer;
  /** The proxy in front of the server. */
  readonly proxy: LosingProxy;
};

/** Starts an emulator for the tests of a file, and a proxy that can lose its responses. */
export function dynamoBehindProxy(): DynamoBehindProxy {
  let running: DynamoBehindProxy;
  beforeAll(async () => {
    const server = await startDynamoServer();
    running = { server, proxy: await startLosingProxy(server.endpoint) };
  });
  afterAll(async () => {
    await running.proxy.close();
    await running.server.close();
  });
  return {
    get server() {
      return running.server;
    },
    get proxy() {
      return running.proxy;
    },
  };
}

// The SDK recognises a broken connection by an `Error`.
recogniseNodeErrors();

/** A proxy in front of a service on loopback. It can lose the response to a request that was carried out. */
type LosingProxy = {
  readonly endpoint: string;
  /** The requested operations, such as `PutItem`. */
  readonly operations: readonly string[];
  /** Loses the response to the next request of this operation, after the service has carried it out. */
  readonly loseNext: (operation: string) => void;
  /** Holds the next request of this operation before it reaches the service, until it is released. */
  readonly holdNext: (operation: string) => HeldRequest;
  readonly close: () => Promise<void>;
};

type HeldRequest = {
  /** Resolves when the request is held. */
  readonly reached: Promise<void>;
  readonly release: () => void;
};

async function startLosingProxy(target: string): Promise<LosingProxy> {
  const operations: string[] = [];
  const toLose: string[] = [];
  const toHold = new Map<string, () => Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
      operations.push(operation);
      const body = await buffer(incoming);
      const held = toHold.get(operation);
      toHold.delete(operation);
      await held?.();
      const asked = request(target, { method: incoming.method ?? '', headers: incoming.headers });
      asked.end(body);
      const [answer] = await once(asked, 'response');
      const content = await buffer(answer);
      const lost = toLose.indexOf(operation);
      if (lost >= 0) {
        toLose.splice(lost, 1);
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode, answer.headers).end(content);
    })();
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    endpoint: url,
    operations,
    loseNext: (operation) => toLose.push(operation),
    holdNext: (operation) => {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      toHold.set(operation, async () => {
        reached.resolve();
        await released.promise;
      });
      return { reached: reached.promise, release: released.resolve };
    },
    close,
  };
}
