import { once } from 'node:events';
import { createServer, type ServerResponse, STATUS_CODES, type Server } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { InviteError } from '../domain/problem/problem.ts';
import type { Log } from './log.ts';
import { randomUUID } from 'node:crypto';
import { problem, type HttpResponse, webResponse, written, type Written } from './http-response.ts';

export type NodeServer = {
  readonly port: number;
  /** Takes nothing new, and resolves when what is on its way has been answered. */
  readonly close: () => Promise<void>;
  /** Cuts off whoever is still connected. */
  readonly cutOff: () => void;
};

type Fetch = (request: Request) => Response | Promise<Response>;

type Listening = {
  /** What answers, once it is known where it listens. */
  readonly answerAt: (port: number) => Fetch;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Told of what never becomes a request; whatever answers tells of the rest. */
  readonly log: Log;
  readonly limits?: Limits;
};

/** How long a request may take to come, in milliseconds. */
export type Limits = {
  readonly headersMs: number;
  readonly wholeRequestMs: number;
  /** How often connections are looked through for those that are too slow. */
  readonly lookMs: number;
};

/** Whoever sends slower than this is no caller of ours. */
const LIMITS: Limits = { headersMs: 10_000, wholeRequestMs: 15_000, lookMs: 1000 };

/** @throws InviteError `port_unavailable` */
export async function listen({
  answerAt,
  host,
  port,
  log,
  limits = LIMITS,
}: Listening): Promise<NodeServer> {
  const answers = Promise.withResolvers<Fetch>();
  const answer = getRequestListener(async (request) => await (await answers.promise)(request), {
    overrideGlobalObjects: false,
    // What the app answers with does not throw: this is an address or a host that makes no request.
    errorHandler: () => refuseRequest(log),
  });
  const times = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.wholeRequestMs,
    connectionsCheckingInterval: limits.lookMs,
  };
  // Without a Host it is answered as any request that cannot be read, and not by Node with no word.
  const server = createServer({ ...times, requireHostHeader: false }, (incoming, outgoing) => {
    void answer(incoming, outgoing);
  });
  // A caller who keeps the connection of the last answer would be waited for.
  server.on('request', (_incoming, outgoing: ServerResponse) => {
    outgoing.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('checkExpectation', (incoming, outgoing) => void answer(incoming, outgoing));
  refuseWhatIsNoRequest(server, log);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new InviteError({ code: 'port_unavailable', host, port, reason });
  }
  const { port: listening } = server.address() as AddressInfo;
  answers.resolve(answerAt(listening));
  return {
    port: listening,
    close: async () => {
      const closed = once(server, 'close');
      // That of http itself also looks no more for who is too slow, who would then be waited for for ever.
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

/** Node's codes for what never became a request; every other is of one that cannot be read. */
const BY_CODE: { readonly [code: string]: HttpResponse } = {
  ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
};

/** Answers and logs a request whose address makes none, and which the app never sees. */
function refuseRequest(log: Log): Response {
  const id = randomUUID();
  note(NO_HTTP, id, log);
  return webResponse(NO_HTTP, id);
}

/** Answers and logs what comes over a connection and is no request, and closes the connection. */
function refuseWhatIsNoRequest(server: Server, log: Log): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Nobody is left to hear it, or an answer has begun and another one would run into it.
    if (!socket.writable || hasBegunToAnswer(socket)) {
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const answered = BY_CODE[error.code ?? ''] ?? NO_HTTP;
    note(answered, id, log);
    socket.end(inHttp(written(answered, id)), () => socket.destroy());
  });
}

/** Node's own handler looks there, too; it has no public name for the answer under way on a socket. */
function hasBegunToAnswer(socket: Socket): boolean {
  const answer = Reflect.get(socket, '_httpMessage') as
    | { headersSent?: boolean }
    | null
    | undefined;
  return answer?.headersSent === true;
}

function note({ status, facts }: HttpResponse, id: string, log: Log): void {
  log({ level: 'warn', event: 'other', request_id: id, status, ...facts });
}

function inHttp({ status, headers, text }: Written): string {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
