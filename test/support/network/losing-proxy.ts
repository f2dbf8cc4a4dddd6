import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { knowErrorsOfNode } from '../errors-of-node.ts';

// As which the SDK knows a broken connection.
knowErrorsOfNode();

/** Stands in front of a service on loopback, and can lose answers to what was done all the same. */
export type LosingProxy = {
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

export async function startLosingProxy(target: string): Promise<LosingProxy> {
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
