import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { problem, type HttpResponse } from '../http-response.ts';
import type { Log } from '../log.ts';
import { webResponse, written, type Written } from './web-response.ts';

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
export function refuseRequest(log: Log): Response {
  const id = randomUUID();
  note(NO_HTTP, id, log);
  return webResponse(NO_HTTP, id);
}

/** Answers and logs what comes over a connection and is no request, and closes the connection. */
export function refuseWhatIsNoRequest(server: Server, log: Log): void {
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
