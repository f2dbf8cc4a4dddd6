import type { IncomingMessage, ServerResponse } from 'node:http';
import { TWILIO_CODES, type RefusalCode } from '../faults/twilio-codes.ts';

const FORM_TYPE = /^application\/x-www-form-urlencoded\b/iu;

/** @throws Error when the client goes away in the middle of its request */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  // Of any other type Twilio reads nothing, and then misses the first field it needs.
  const isForm = FORM_TYPE.test(incoming.headers['content-type'] ?? '');
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(isForm ? Buffer.concat(chunks).toString() : ''),
    authorization: incoming.headers.authorization,
    fault: incoming.headersDistinct['x-simulator-fault']?.join(', '),
  };
}

/** @param lateByMs how long a late answer takes that does not say so itself */
export function writeAnswer(response: ServerResponse, answer: Answer, lateByMs: number): void {
  switch (answer.kind) {
    case 'json':
      writeJson(response, answer);
      return;
    case 'no_content':
      response.writeHead(204).end();
      return;
    case 'html':
      write(response, answer.status, 'text/html', answer.html);
      return;
    case 'plain_text':
      write(response, answer.status, 'text/plain', answer.text);
      return;
    case 'half_json': {
      const whole = JSON.stringify(answer.answer.body);
      const half = whole.slice(0, Math.floor(whole.length / 2));
      write(response, answer.answer.status, 'application/json', half);
      return;
    }
    case 'late': {
      const timer = setTimeout(
        () => writeJson(response, answer.answer),
        answer.afterMs ?? lateByMs,
      );
      // Whoever closes the connection, client or simulator, ends the wait too.
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'pending':
      answer.answer.then(
        (decided) => writeJson(response, decided),
        () => response.destroy(),
      );
      return;
    case 'connection_lost':
      response.destroy();
      return;
    case 'silence':
      return;
  }
}

function writeJson(
  response: ServerResponse,
  { status, body, retryAfterSeconds }: JsonAnswer,
): void {
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
  // RFC 9110 wants a 401 to say how to authenticate.
  if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Twilio API"');
  write(response, status, 'application/json', JSON.stringify(body));
}

function write(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

export type JsonAnswer = {
  readonly kind: 'json';
  readonly status: number;
  readonly body: object;
  readonly retryAfterSeconds?: number | undefined;
};

/** What a client gets to see: an answer as Twilio would give it, or one of the ways a network fails. */
export type Answer =
  | JsonAnswer
  /** 204. */
  | { readonly kind: 'no_content' }
  | { readonly kind: 'html'; readonly status: number; readonly html: string }
  | { readonly kind: 'plain_text'; readonly status: number; readonly text: string }
  /** The right status, then a body that stops in the middle although its length says it is whole. */
  | { readonly kind: 'half_json'; readonly answer: JsonAnswer }
  /** Without `afterMs`, as late as the simulator was told to be. */
  | { readonly kind: 'late'; readonly answer: JsonAnswer; readonly afterMs?: number | undefined }
  /** Not decided yet. Goes on also when the client has gone away; rejects when the simulator closes. */
  | { readonly kind: 'pending'; readonly answer: Promise<JsonAnswer> }
  | { readonly kind: 'connection_lost' }
  /** Nothing is ever said; the connection ends when the client or the simulator ends it. */
  | { readonly kind: 'silence' };

export function json(status: number, body: object): JsonAnswer {
  return { kind: 'json', status, body };
}

/** Twilio's classic error body. Source: its `RestException`, which reads these four fields. */
export function refusal(code: RefusalCode): JsonAnswer {
  const { status, message } = TWILIO_CODES[code];
  return json(status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
}

/** What stands before Twilio, and is not Twilio, when Twilio is not there. */
export const BAD_GATEWAY: Answer = {
  kind: 'html',
  status: 502,
  html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};

/** A request as far as Twilio looks at it. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
  /** The header `X-Simulator-Fault`, which Twilio does not have: a fault for this request alone. */
  readonly fault: string | undefined;
};

/**
 * The fields of a form or query, or null where one is given twice: none of ours may be, and which of
 * the two Twilio would take is not documented.
 */
export function singleFields(parameters: URLSearchParams): Readonly<Record<string, string>> | null {
  const fields = Object.fromEntries(parameters);
  return Object.keys(fields).length === parameters.size ? fields : null;
}

/** As the 2010 API writes dates: RFC 2822, `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** As the newer APIs write dates: ISO 8601 to the second, `2023-08-24T05:01:45Z`. */
export function iso8601(date: Date): string {
  return `${date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
