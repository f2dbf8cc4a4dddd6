import type { IncomingMessage, ServerResponse } from 'node:http';
import { TWILIO_CODES, type RefusalCode } from '../faults/twilio-codes.ts';

/** The parts of a request that Twilio reads. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
  /** The header `X-Simulator-Fault`, which is the simulator's own: a fault for this request. */
  readonly fault: string | undefined;
};

export type JsonResponse = {
  readonly kind: 'json';
  readonly status: number;
  readonly body: object;
  readonly retryAfterSeconds?: number | undefined;
};

/** A response of Twilio's, or a failure of the network. */
export type ApiResponse =
  | JsonResponse
  /** 204. */
  | { readonly kind: 'no_content' }
  | { readonly kind: 'html'; readonly status: number; readonly html: string }
  | { readonly kind: 'plain_text'; readonly status: number; readonly text: string }
  /** The right status, with a body and a length of half the JSON. */
  | { readonly kind: 'half_json'; readonly response: JsonResponse }
  /** Without `afterMs`, after the simulator's own `lateByMs`. */
  | {
      readonly kind: 'late';
      readonly response: JsonResponse;
      readonly afterMs?: number | undefined;
    }
  /** Decided later, even where the client has gone by then. Rejects when the simulator closes. */
  | { readonly kind: 'pending'; readonly response: Promise<JsonResponse> }
  | { readonly kind: 'connection_lost' }
  /** No response until the client or the simulator closes the connection. */
  | { readonly kind: 'silence' };

export function jsonResponse(status: number, body: object): JsonResponse {
  return { kind: 'json', status, body };
}

/** An error with the four fields that `RestException` of Twilio's SDK reads. */
export function errorResponse(
  code: RefusalCode,
  status: number = TWILIO_CODES[code].status,
): JsonResponse {
  const { message } = TWILIO_CODES[code];
  return jsonResponse(status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
}

/** The response of a load balancer in front of Twilio. */
export const BAD_GATEWAY: ApiResponse = {
  kind: 'html',
  status: 502,
  html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};

const FORM_TYPE = /^application\/x-www-form-urlencoded\b/iu;

/** @throws Error when the client closes the connection within its request */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  // Twilio ignores a body of another type, and reports the first required field as missing.
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

/** @param lateByMs the delay of a late response without one of its own */
export function writeResponse(
  response: ServerResponse,
  answer: ApiResponse,
  lateByMs: number,
): void {
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
      const whole = JSON.stringify(answer.response.body);
      const half = whole.slice(0, Math.floor(whole.length / 2));
      write(response, answer.response.status, 'application/json', half);
      return;
    }
    case 'late': {
      const timer = setTimeout(
        () => writeJson(response, answer.response),
        answer.afterMs ?? lateByMs,
      );
      // Also when the simulator closes the connection.
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'pending':
      answer.response.then(
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
  { status, body, retryAfterSeconds }: JsonResponse,
): void {
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
  // RFC 9110 requires it of a 401.
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

/**
 * The fields of a form or query; null where one is repeated. No field used here may be, and Twilio does
 * not document which one it would use.
 */
export function uniqueFields(parameters: URLSearchParams): Readonly<Record<string, string>> | null {
  const fields = Object.fromEntries(parameters);
  return Object.keys(fields).length === parameters.size ? fields : null;
}

/** A date as the 2010 API writes it (RFC 2822): `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** A date as the newer APIs write it (ISO 8601): `2023-08-24T05:01:45Z`. */
export function iso8601(date: Date): string {
  return `${date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
