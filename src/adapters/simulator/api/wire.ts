import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, JsonAnswer } from './answer.ts';
import type { ApiRequest } from './api-request.ts';

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
