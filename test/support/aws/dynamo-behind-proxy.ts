import { afterAll, beforeAll } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startDynamoServer, type DynamoServer } from './dynamo-server.ts';
import { recogniseNodeErrors } from '../node-errors.ts';
import { listenOnLoopback } from '../network/loopback-server.ts';

export type DynamoBehindProxy = {
  readonly server: DynamoServer;
  /** Stands in front of it, for whoever asks there. */
  readonly proxy: LosingProxy;
};

/** An emulator for all tests of a file, and a proxy that can lose its answers. There from the first test on. */
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

// As which the SDK knows a broken connection.
recogniseNodeErrors();

/** Stands in front of a service on loopback, and can lose answers to what was done all the same. */
type LosingProxy = {
  readonly endpoint: string;
  /** What was asked for, as AWS names it, such as `PutItem`. */
  readonly operations: readonly string[];
  /** The next answer to this operation is lost on its way: the service has done it. */
  readonly loseNext: (operation: string) => void;
  /** The next request of this operation waits on its way to the service until it is released. */
  readonly holdNext: (operation: string) => HeldRequest;
  readonly close: () => Promise<void>;
};

type HeldRequest = {
  /** Resolves once the request is waiting. */
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
