import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request with its response, as they went over the wire. */
export type Exchange = {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  readonly authorization: string;
  /** The type of the request's body; empty without one. */
  readonly contentType: string;
  readonly body: string;
  /** Null where the connection ended without a whole response. */
  readonly response: {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
  } | null;
};

/** Published by Node's HTTP servers before they handle a request. */
const STARTS = 'http.server.request.start';

type Start = { readonly request: IncomingMessage; readonly response: ServerResponse };

/**
 * Runs the work, and returns the exchanges of every HTTP server of this process that began meanwhile, once
 * they have ended.
 */
export async function recordExchanges(work: () => Promise<unknown>): Promise<readonly Exchange[]> {
  const exchanges: Promise<Exchange>[] = [];
  const onStart = (start: unknown): void => void exchanges.push(recorded(start as Start));
  subscribe(STARTS, onStart);
  try {
    await work();
  } finally {
    unsubscribe(STARTS, onStart);
  }
  return await Promise.all(exchanges);
}

async function recorded({ request, response }: Start): Promise<Exchange> {
  const asked: Buffer[] = [];
  const answered: Buffer[] = [];
  let contentType = '';
  // A server that reads the body in another way gets the same chunks.
  request.on('data', (chunk: Buffer) => void asked.push(chunk));
  onCall(response, 'write', ([chunk]) => void answered.push(bytesOf(chunk)));
  onCall(response, 'end', ([chunk]) => void answered.push(bytesOf(chunk)));
  onCall(response, 'writeHead', (given) => {
    const headers = given.find((one) => typeof one === 'object');
    contentType =
      new Headers(headers as Readonly<Record<string, string>>).get('content-type') ?? '';
  });
  await once(response, 'close');
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization ?? '',
    contentType: request.headers['content-type'] ?? '',
    body: Buffer.concat(asked).toString(),
    response: response.writableFinished
      ? { status: response.statusCode, contentType, body: Buffer.concat(answered).toString() }
      : null,
  };
}

/** Has a method of the response report what it is called with. */
function onCall(
  response: ServerResponse,
  name: 'write' | 'end' | 'writeHead',
  called: (given: readonly unknown[]) => void,
): void {
  const original = response[name].bind(response) as (...given: readonly unknown[]) => never;
  response[name] = (...given: readonly unknown[]) => {
    called(given);
    return original(...given);
  };
}

function bytesOf(chunk: unknown): Buffer {
  return typeof chunk === 'string' || chunk instanceof Uint8Array
    ? Buffer.from(chunk as string)
    : Buffer.of();
}
