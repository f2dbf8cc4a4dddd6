import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse, STATUS_CODES, type Server } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { InviteError } from '../domain/problem/problem.ts';
import {
  problem,
  type HttpResponse,
  webResponse,
  serialize,
  type SerializedResponse,
} from './http-response.ts';
import type { Log } from './log.ts';

export type NodeServer = {
  readonly port: number;
  /** Stops listening, and resolves when all requests in progress have been answered. */
  readonly close: () => Promise<void>;
  /** Closes all remaining connections. */
  readonly cutOff: () => void;
};

type Fetch = (request: Request) => Response | Promise<Response>;

type Listening = {
  /** Makes the request handler for the port that the server listens on. */
  readonly handlerFor: (port: number) => Fetch;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Logs what never becomes a request; the handler logs the rest. */
  readonly log: Log;
  readonly limits?: Limits;
};

/** How long a request may take to arrive, in milliseconds. */
export type Limits = {
  readonly headersMs: number;
  readonly wholeRequestMs: number;
  /** How often slow connections are looked for. */
  readonly checkIntervalMs: number;
};

const LIMITS: Limits = { headersMs: 10_000, wholeRequestMs: 15_000, checkIntervalMs: 1000 };

/** @throws InviteError `port_unavailable` */
export async function listen({
  handlerFor,
  host,
  port,
  log,
  limits = LIMITS,
}: Listening): Promise<NodeServer> {
  const handler = Promise.withResolvers<Fetch>();
  const handleRequest = getRequestListener(
    async (request) => await (await handler.promise)(request),
    {
      overrideGlobalObjects: false,
      // The handler does not throw: this error is an address or `Host` header that does not make a
      // request.
      errorHandler: () => refuseRequest(log),
    },
  );
  const timeouts = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.wholeRequestMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
  };
  // A request without `Host` is answered like any malformed request; Node itself would send an empty
  // 400.
  const server = createServer({ ...timeouts, requireHostHeader: false }, (incoming, outgoing) => {
    void handleRequest(incoming, outgoing);
  });
  // Closing would wait for a connection that the caller keeps alive.
  server.on('request', (_incoming, outgoing: ServerResponse) => {
    outgoing.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('checkExpectation', (incoming, outgoing) => void handleRequest(incoming, outgoing));
  refuseMalformed(server, log);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new InviteError({ code: 'port_unavailable', host, port, reason });
  }
  const { port: listening } = server.address() as AddressInfo;
  handler.resolve(handlerFor(listening));
  return {
    port: listening,
    close: async () => {
      const closed = once(server, 'close');
      // `close` of `http.Server` would also stop its check for slow connections, and then wait for them
      // for ever.
      NetServer.prototype.close.call(server);
      server.closeIdleConnections();
      await closed;
    },
    cutOff: () => server.closeAllConnections(),
  };
}

const NO_HTTP = problem(400, 'bad_request', {
  message: 'This is no request in HTTP that can be read.',
  fix: 'Ask with an HTTP/1.1 client, and with an address and headers as HTTP has them.',
});
const TOO_SLOW = problem(408, 'timed_out', {
  message: 'The request did not come to its end in time.',
  fix: 'Send it again, all of it at once.',
});
const HEADERS_TOO_LARGE = problem(431, 'headers_too_large', {
  message: 'The headers of the request are longer than they may be.',
  fix: 'Send the headers that docs/service.md names, and no more.',
});

/** Responses by Node's error codes; any other code means a malformed request. */
const BY_CODE: { readonly [code: string]: HttpResponse } = {
  ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
};

/** Answers and logs a request with a malformed address, which the app does not see. */
function refuseRequest(log: Log): Response {
  const id = randomUUID();
  logRefusal(NO_HTTP, id, log);
  return webResponse(NO_HTTP, id);
}

/** Answers and logs data that is not an HTTP request, and closes the connection. */
function refuseMalformed(server: Server, log: Log): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // The connection is closed, or a response has begun and a second one would run into it.
    if (!socket.writable || hasBegunToRespond(socket)) {
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const response = BY_CODE[error.code ?? ''] ?? NO_HTTP;
    logRefusal(response, id, log);
    socket.end(rawHttp(serialize(response, id)), () => socket.destroy());
  });
}

/**
 * Node's own handler reads the same field. There is no public name for the response in progress on a
 * socket.
 */
function hasBegunToRespond(socket: Socket): boolean {
  const response = Reflect.get(socket, '_httpMessage') as
    | { headersSent?: boolean }
    | null
    | undefined;
  return response?.headersSent === true;
}

function logRefusal({ status, facts }: HttpResponse, id: string, log: Log): void {
  log({ level: 'warn', event: 'other', request_id: id, status, ...facts });
}

function rawHttp({ status, headers, text }: SerializedResponse): string {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
