import { createServer } from 'node:http';
import { listenOnLoopback } from '../../support/network/loopback-server.ts';

type SeenRequest = {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  /** Sorted by name, since their order is not defined. */
  readonly form: readonly (readonly [string, string])[];
};

export type StandInAnswer = {
  readonly status: number;
  /** An object is sent as JSON, a string unchanged. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type StandIn = {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves when the first request has been read. */
  readonly asked: Promise<void>;
  readonly close: () => Promise<void>;
};

/** A stand-in for Twilio that records its requests and sends the responses of the test. */
export async function startStandIn(
  answer: (path: string) => StandInAnswer | 'silence',
): Promise<StandIn> {
  const requests: SeenRequest[] = [];
  const asked = Promise.withResolvers<void>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      requests.push({
        method: incoming.method ?? '',
        path,
        authorization: incoming.headers.authorization,
        contentType: incoming.headers['content-type'],
        form: [...new URLSearchParams(Buffer.concat(chunks).toString())].toSorted(byName),
      });
      asked.resolve();
      const said = answer(path);
      if (said === 'silence') return;
      const { status, body, headers = { 'Content-Type': 'application/json' } } = said;
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const { url: baseUrl, close } = await listenOnLoopback(server);
  return {
    baseUrl,
    requests,
    asked: asked.promise,
    close,
  };
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b);
}

/** Twilio's response to a create request that it accepts. */
export const CREATED: StandInAnswer = { status: 201, body: { sid: `MM${'c'.repeat(32)}` } };
