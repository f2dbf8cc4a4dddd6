import { once } from 'node:events';
import { createServer, request as askBy, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function jsonIn(message: IncomingMessage): Promise<Json> {
  return JSON.parse(String(await buffer(message))) as Json;
}
