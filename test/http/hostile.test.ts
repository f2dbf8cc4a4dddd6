import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { answerOver, askRaw, rawConnection, rawRequest } from '../support/network/raw-request.ts';
import {
  aService,
  API_KEY,
  exampleRecord,
  type Form,
  type RunningService,
} from '../support/network/service.ts';
import { withoutIds } from '../support/normalised-text.ts';

const RECORD = JSON.stringify(exampleRecord());
const KEY = `x-api-key: ${API_KEY}`;
const JSON_TYPE = 'Content-Type: application/json';
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';
const length = (body: string | Uint8Array): string =>
  `Content-Length: ${Buffer.byteLength(Buffer.from(body))}`;
/** Limits that end a slow request quickly. */
const SHORT_LIMITS = { headersMs: 60, wholeRequestMs: 120, checkIntervalMs: 20 };

const toTrigger = (body: string | Uint8Array, headers: readonly string[] = []): Uint8Array =>
  rawRequest('POST /trigger HTTP/1.1', [KEY, JSON_TYPE, length(body), ...headers], body);

/** What every refusal has: a sentence, an advice and the request id, and nothing internal. */
function expectSafeRefusal(answer: {
  readonly head: string;
  readonly body: string;
  readonly json: object;
}): void {
  expect(answer.json).toMatchObject({
    message: expect.stringMatching(/^[A-Z][^\n]*\.$/u),
    fix: expect.stringMatching(/\.$/u),
    request_id: expect.stringMatching(/^[\w.-]{8,64}$/u),
  });
  const { request_id } = answer.json as { readonly request_id: string };
  expect(answer.head.toLowerCase()).toContain(`x-request-id: ${request_id}`);
  expect(withoutIds(answer.body)).not.toMatch(
    /\.ts\b|\.js\b|node_modules|Error:|Jane|900123|whatsapp/u,
  );
}

function expectQuietLog({ logs, faults }: RunningService): void {
  expect(withoutIds(JSON.stringify(logs))).not.toMatch(
    /Jane|John|Smith|900123|900001|registration-system/u,
  );
  expect(faults).toEqual([]);
}

describe('a malformed request is refused with a sentence and its id, and logged without personal data', () => {
  const halfALetter = Buffer.from(RECORD.replace('Jane', 'Jan\u00E9'), 'latin1');
  it.each<readonly [string, Uint8Array, number, string]>([
    ['an address without a slash', rawRequest('GET health HTTP/1.1', []), 400, 'bad_request'],
    ['no HTTP at all', Buffer.from('07700900123 Jane\r\n\r\n'), 400, 'bad_request'],
    ['a TLS handshake', Buffer.from('16030100a5010000a1', 'hex'), 400, 'bad_request'],
    [
      'no host',
      Buffer.from('GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'),
      400,
      'bad_request',
    ],
    [
      'an invalid host',
      Buffer.from('GET /health HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n'),
      400,
      'bad_request',
    ],
    ['two lengths', toTrigger(RECORD, ['Content-Length: 7']), 400, 'bad_request'],
    [
      'a length and chunks, as for request smuggling',
      toTrigger(RECORD, ['Transfer-Encoding: chunked']),
      400,
      'bad_request',
    ],
    [
      'invalid chunks',
      rawRequest(
        'POST /trigger HTTP/1.1',
        [KEY, JSON_TYPE, 'Transfer-Encoding: chunked'],
        'zz\r\n{}\r\n',
      ),
      400,
      'bad_request',
    ],
    [
      'a header that is too long',
      rawRequest('GET /health HTTP/1.1', [`Cookie: Jane=${'x'.repeat(20_000)}`]),
      431,
      'headers_too_large',
    ],
    [
      'an address that is too long',
      rawRequest(`GET /health?name=Jane${'x'.repeat(20_000)} HTTP/1.1`, []),
      431,
      'headers_too_large',
    ],
    [
      'an invalid percent sequence',
      rawRequest('GET /%zz%ff/07700900123?%=%e2%28 HTTP/1.1', []),
      404,
      'not_found',
    ],
    [
      'a percent-encoded address',
      rawRequest('POST /%74rigger HTTP/1.1', [KEY, JSON_TYPE, length(RECORD)], RECORD),
      404,
      'not_found',
    ],
    ['dots that lead upwards', rawRequest('GET /../../etc/passwd HTTP/1.1', []), 404, 'not_found'],
    ['a path with a suffix', rawRequest('POST /trigger/ HTTP/1.1', [KEY]), 404, 'not_found'],
    ['a backslash', rawRequest('GET /\\health HTTP/1.1', []), 400, 'bad_request'],
    ['OPTIONS', rawRequest('OPTIONS /trigger HTTP/1.1', []), 405, 'method_not_allowed'],
    ['TRACE', rawRequest('TRACE /trigger HTTP/1.1', []), 405, 'method_not_allowed'],
    ['an unknown method', rawRequest('PURGE /webhook HTTP/1.1', []), 405, 'method_not_allowed'],
    [
      'a body where none is allowed',
      rawRequest('DELETE /health HTTP/1.1', [length(RECORD)], RECORD),
      405,
      'method_not_allowed',
    ],
    ['truncated JSON', toTrigger(RECORD.slice(0, -9)), 400, 'invalid_record'],
    ['an invalid UTF-8 byte', toTrigger(halfALetter), 400, 'not_utf8'],
    ['a NUL in the body', toTrigger(RECORD.replace('Jane', 'Ja\0ne')), 400, 'invalid_record'],
    [
      'a repeated field',
      toTrigger(RECORD.replace('{', '{"parent_tel":"07700 900124",')),
      400,
      'invalid_record',
    ],
    ['deeply nested JSON', toTrigger('['.repeat(16_000)), 400, 'invalid_record'],
    [
      'a __proto__ key',
      toTrigger('{"__proto__":{"parent_tel":"07700900123"}}'),
      400,
      'invalid_record',
    ],
    ['a repeated key header', toTrigger(RECORD, [`x-api-key: ${API_KEY}`]), 403, 'forbidden'],
    [
      'a body above the limit, by its length',
      rawRequest('POST /trigger HTTP/1.1', [KEY, JSON_TYPE, 'Content-Length: 70000']),
      413,
      'too_large',
    ],
    [
      'a body above the limit, in chunks',
      rawRequest(
        'POST /trigger HTTP/1.1',
        [KEY, JSON_TYPE, 'Transfer-Encoding: chunked'],
        `8000\r\n${' '.repeat(0x80_00)}\r\n`.repeat(4),
      ),
      413,
      'too_large',
    ],
    [
      'a form',
      rawRequest('POST /trigger HTTP/1.1', [KEY, FORM_TYPE, length('a=b')], 'a=b'),
      415,
      'unsupported_media_type',
    ],
    [
      'no content type',
      rawRequest('POST /trigger HTTP/1.1', [KEY, length(RECORD)], RECORD),
      415,
      'unsupported_media_type',
    ],
  ])('with %s', async (_what, bytes, status, code) => {
    const service = await aService();
    const answer = await askRaw(service.url, bytes);
    expect([answer.status, answer.json['status']]).toEqual([status, code]);
    expectSafeRefusal(answer);
    expectQuietLog(service);
    const { request_id } = answer.json;
    const line = { request_id, status, outcome: code, level: 'warn' };
    expect(service.logs).toContainEqual(expect.objectContaining(line));
    expect(service.twilio.sent()).toEqual([]);
    expect((await service.ask('/health')).status).toBe(200);
  });

  it('returns the allowed methods, also to HEAD, which has no body', async () => {
    const service = await aService();
    const head = await askRaw(service.url, rawRequest('HEAD /trigger HTTP/1.1', []));
    expect([head.status, head.body]).toEqual([405, '']);
    expect(head.head.toLowerCase()).toContain('\r\nallow: post\r\n');
    const health = await askRaw(service.url, rawRequest('HEAD /health HTTP/1.1', []));
    expect([health.status, health.body]).toEqual([200, '']);
    const put = await service.ask('/health', { method: 'PUT' });
    expect([put.status, put.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('accepts a request with any Expect header', async () => {
    const service = await aService();
    const answer = await askRaw(service.url, toTrigger(RECORD, ['Expect: something-else']));
    expect(answer.json).toMatchObject({ status: 'message_sent' });
  });
});

const form = (state: string, sid: string): Form => [
  ['MessageSid', sid],
  ['MessageStatus', state],
  ['To', 'whatsapp:+447700900123'],
];

describe('a forged or repeated callback', () => {
  it('with a parameter twice, of which one was signed, is refused', async () => {
    const service = await aService();
    const { headers, body } = service.signed(form('sent', `MM${'d'.repeat(32)}`));
    const doubled = `${body}&MessageStatus=failed`;
    const answer = await askRaw(
      service.url,
      rawRequest(
        'POST /webhook HTTP/1.1',
        [...Object.entries(headers).map((pair) => pair.join(': ')), length(doubled)],
        doubled,
      ),
    );
    expect([answer.status, answer.json['status']]).toEqual([403, 'forbidden']);
    expectSafeRefusal(answer);
    expectQuietLog(service);
  });

  it.each([
    ['invalid percent sequences', 'MessageSid=%zz&Body=%ff%fe&%=%'],
    ['separators alone', '&&&==&='],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['JSON', '{"MessageSid":"x"}'],
  ])('with %s is refused', async (_what, body) => {
    const service = await aService();
    const headers = [FORM_TYPE, 'X-Twilio-Signature: Zm9yZ2Vk', length(body)];
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers, body));
    expect(answer.status).toBe(typeof body === 'string' ? 403 : 400);
    expectSafeRefusal(answer);
    expectQuietLog(service);
  });

  it('with a body above the limit, in chunks, is refused before it is checked', async () => {
    const service = await aService();
    const headers = [FORM_TYPE, 'X-Twilio-Signature: x', 'Transfer-Encoding: chunked'];
    const chunks = `8000\r\n${'x'.repeat(0x80_00)}\r\n`.repeat(4);
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers, chunks));
    expect([answer.status, answer.json['status']]).toEqual([413, 'too_large']);
    expectSafeRefusal(answer);
  });

  it('without a signature is answered at once, without waiting for its body', async () => {
    const service = await aService();
    const headers = [FORM_TYPE, 'Content-Length: 65536'];
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers));
    expect([answer.status, answer.json['status']]).toEqual([403, 'forbidden']);
    expectSafeRefusal(answer);
    expect(service.logs).toMatchObject([{ status: 403, outcome: 'no_signature' }]);
  });

  it('without a signature leaves its connection usable for the next request', async () => {
    const service = await aService();
    const socket = await rawConnection(service.url);
    const body = `${'abc&'.repeat(16_383)}abc=`;
    const start = ['POST /webhook HTTP/1.1', 'Host: service.example', FORM_TYPE, length(body)];
    socket.write(`${start.join('\r\n')}\r\n\r\n${body}`);
    socket.write(rawRequest('GET /health HTTP/1.1', []));
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1\.1 \d{3}/gu)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200']);
    expect(service.logs.map(({ outcome }) => outcome)).toEqual(['no_signature', 'ok']);
  });

  it('that arrives a hundred times counts once', async () => {
    const service = await aService();
    await service.trigger();
    const sid = String(service.twilio.sent()[0]?.sid);
    const callbacks = Array.from({ length: 100 }, (_, index) =>
      form(index % 3 === 0 ? 'sent' : 'delivered', sid),
    );
    const answers = await Promise.all(callbacks.map(async (one) => await service.webhook(one)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [message] = await Array.fromAsync(service.ledger.messages());
    expect(message).toMatchObject({ delivery: 'delivered' });
    expectQuietLog(service);
  });
});

describe('an incomplete request', () => {
  it.each([
    ['nothing', ''],
    ['half its headers', 'POST /trigger HTTP/1.1\r\nHost: service.example\r\nx-api'],
    [
      'half its body',
      Buffer.from(toTrigger(RECORD).subarray(0, toTrigger(RECORD).byteLength - 9)).toString(),
    ],
    [
      'chunks without the last',
      Buffer.from(
        rawRequest(
          'POST /trigger HTTP/1.1',
          [KEY, JSON_TYPE, 'Transfer-Encoding: chunked'],
          '2\r\n{ \r\n',
        ),
      ).toString(),
    ],
  ])('with %s is answered with 408, and the connection is closed', async (_what, bytes) => {
    const service = await aService({ limits: SHORT_LIMITS });
    const answer = await askRaw(service.url, bytes);
    expect([answer.status, answer.json['status']]).toEqual([408, 'timed_out']);
    expectSafeRefusal(answer);
    expectQuietLog(service);
    expect(service.logs).toContainEqual({
      level: 'warn',
      event: 'other',
      request_id: answer.json['request_id'],
      status: 408,
      outcome: 'timed_out',
    });
    expect(service.twilio.sent()).toEqual([]);
  });

  it('delays no other request', async () => {
    const service = await aService();
    const slow = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = await rawConnection(service.url);
        socket.write(toTrigger(RECORD).subarray(0, 150));
        return socket;
      }),
    );
    expect((await service.trigger()).body['status']).toBe('message_sent');
    for (const socket of slow) socket.destroy();
  });

  it('whose client disconnects is not logged as an internal error, and sends nothing', async () => {
    const service = await aService();
    const socket = await rawConnection(service.url);
    const bytes = toTrigger(RECORD);
    socket.write(bytes.subarray(0, bytes.byteLength - 9));
    // Once this is answered, the service has read the bytes before.
    await service.ask('/health');
    socket.destroy();
    const isCutOff = (): boolean => service.logs.some(({ outcome }) => outcome === 'cut_off');
    while (!isCutOff()) {
      // oxlint-disable-next-line no-await-in-loop -- until the service has noticed
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(service.twilio.sent()).toEqual([]);
    expectQuietLog(service);
  });

  it('with garbage after a complete one is answered only once', async () => {
    const service = await aService();
    const socket = await rawConnection(service.url);
    socket.write('GET /health HTTP/1.1\r\nHost: service.example\r\n\r\n');
    socket.write('Jane 07700900123\r\n\r\n');
    const { status } = await answerOver(socket);
    expect([0, 200, 400]).toContain(status);
    expectQuietLog(service);
  });
});
