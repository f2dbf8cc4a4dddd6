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
import { withoutIds } from '../support/without-ids.ts';

const RECORD = JSON.stringify(exampleRecord());
const KEY = `x-api-key: ${API_KEY}`;
const JSON_TYPE = 'Content-Type: application/json';
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';
const length = (body: string | Uint8Array): string =>
  `Content-Length: ${Buffer.byteLength(Buffer.from(body))}`;
/** A service that waits for nobody. */
const IMPATIENT = { headersMs: 60, wholeRequestMs: 120, checkIntervalMs: 20 };

const toTrigger = (body: string | Uint8Array, headers: readonly string[] = []): Uint8Array =>
  rawRequest('POST /trigger HTTP/1.1', [KEY, JSON_TYPE, length(body), ...headers], body);

/** The sentence, the id and nothing of what is inside: what every refusal has. */
function expectInOrder(answer: {
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

describe('a request that is no good is refused in a sentence, with its id, and logged without a name', () => {
  const halfALetter = Buffer.from(RECORD.replace('Jane', 'Jan\u00E9'), 'latin1');
  it.each<readonly [string, Uint8Array, number, string]>([
    ['an address without a slash', rawRequest('GET health HTTP/1.1', []), 400, 'bad_request'],
    ['no HTTP at all', Buffer.from('07700900123 Jane\r\n\r\n'), 400, 'bad_request'],
    ['a greeting of TLS', Buffer.from('16030100a5010000a1', 'hex'), 400, 'bad_request'],
    [
      'no host',
      Buffer.from('GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'),
      400,
      'bad_request',
    ],
    [
      'a host that is none',
      Buffer.from('GET /health HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n'),
      400,
      'bad_request',
    ],
    ['two lengths', toTrigger(RECORD, ['Content-Length: 7']), 400, 'bad_request'],
    [
      'a length and chunks, as for smuggling',
      toTrigger(RECORD, ['Transfer-Encoding: chunked']),
      400,
      'bad_request',
    ],
    [
      'chunks that are none',
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
      'a percent sign that stands for nothing',
      rawRequest('GET /%zz%ff/07700900123?%=%e2%28 HTTP/1.1', []),
      404,
      'not_found',
    ],
    [
      'an address in percent signs',
      rawRequest('POST /%74rigger HTTP/1.1', [KEY, JSON_TYPE, length(RECORD)], RECORD),
      404,
      'not_found',
    ],
    ['dots that go up', rawRequest('GET /../../etc/passwd HTTP/1.1', []), 404, 'not_found'],
    ['a path with more behind it', rawRequest('POST /trigger/ HTTP/1.1', [KEY]), 404, 'not_found'],
    ['a backslash', rawRequest('GET /\\health HTTP/1.1', []), 400, 'bad_request'],
    ['OPTIONS', rawRequest('OPTIONS /trigger HTTP/1.1', []), 405, 'method_not_allowed'],
    ['TRACE', rawRequest('TRACE /trigger HTTP/1.1', []), 405, 'method_not_allowed'],
    ['a method of its own', rawRequest('PURGE /webhook HTTP/1.1', []), 405, 'method_not_allowed'],
    [
      'a body where none belongs',
      rawRequest('DELETE /health HTTP/1.1', [length(RECORD)], RECORD),
      405,
      'method_not_allowed',
    ],
    ['half a JSON', toTrigger(RECORD.slice(0, -9)), 400, 'invalid_record'],
    ['a byte that no letter has', toTrigger(halfALetter), 400, 'not_utf8'],
    ['a NUL in it', toTrigger(RECORD.replace('Jane', 'Ja\0ne')), 400, 'invalid_record'],
    [
      'a field that stands twice',
      toTrigger(RECORD.replace('{', '{"parent_tel":"07700 900124",')),
      400,
      'invalid_record',
    ],
    ['JSON a hundred thousand deep', toTrigger('['.repeat(16_000)), 400, 'invalid_record'],
    [
      'a prototype in it',
      toTrigger('{"__proto__":{"parent_tel":"07700900123"}}'),
      400,
      'invalid_record',
    ],
    ['a key twice', toTrigger(RECORD, [`x-api-key: ${API_KEY}`]), 403, 'forbidden'],
    [
      'more than it may have, and says so',
      rawRequest('POST /trigger HTTP/1.1', [KEY, JSON_TYPE, 'Content-Length: 70000']),
      413,
      'too_large',
    ],
    [
      'more than it may have, in chunks',
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
      'no kind of body',
      rawRequest('POST /trigger HTTP/1.1', [KEY, length(RECORD)], RECORD),
      415,
      'unsupported_media_type',
    ],
  ])('with %s', async (_what, bytes, status, code) => {
    const service = await aService();
    const answer = await askRaw(service.url, bytes);
    expect([answer.status, answer.json['status']]).toEqual([status, code]);
    expectInOrder(answer);
    expectQuietLog(service);
    const { request_id } = answer.json;
    const line = { request_id, status, outcome: code, level: 'warn' };
    expect(service.logs).toContainEqual(expect.objectContaining(line));
    expect(service.twilio.sent()).toEqual([]);
    expect((await service.ask('/health')).status).toBe(200);
  });

  it('says which methods there are, also to HEAD and without a word to it', async () => {
    const service = await aService();
    const head = await askRaw(service.url, rawRequest('HEAD /trigger HTTP/1.1', []));
    expect([head.status, head.body]).toEqual([405, '']);
    expect(head.head.toLowerCase()).toContain('\r\nallow: post\r\n');
    const health = await askRaw(service.url, rawRequest('HEAD /health HTTP/1.1', []));
    expect([health.status, health.body]).toEqual([200, '']);
    const put = await service.ask('/health', { method: 'PUT' });
    expect([put.status, put.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('takes a request that expects to be told to go on', async () => {
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

describe('a call that Twilio did not make, or made before', () => {
  it('with a value of it twice, where one was signed, is forged', async () => {
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
    expectInOrder(answer);
    expectQuietLog(service);
  });

  it.each([
    ['percent signs that stand for no letter', 'MessageSid=%zz&Body=%ff%fe&%=%'],
    ['nothing but signs', '&&&==&='],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['JSON', '{"MessageSid":"x"}'],
  ])('with %s is refused', async (_what, body) => {
    const service = await aService();
    const headers = [FORM_TYPE, 'X-Twilio-Signature: Zm9yZ2Vk', length(body)];
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers, body));
    expect(answer.status).toBe(typeof body === 'string' ? 403 : 400);
    expectInOrder(answer);
    expectQuietLog(service);
  });

  it('with more than it may have, in chunks, is refused before it is checked', async () => {
    const service = await aService();
    const headers = [FORM_TYPE, 'X-Twilio-Signature: x', 'Transfer-Encoding: chunked'];
    const chunks = `8000\r\n${'x'.repeat(0x80_00)}\r\n`.repeat(4);
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers, chunks));
    expect([answer.status, answer.json['status']]).toEqual([413, 'too_large']);
    expectInOrder(answer);
  });

  it('without a signature is answered at once, and its body is not waited for', async () => {
    const service = await aService();
    const headers = [FORM_TYPE, 'Content-Length: 65536'];
    const answer = await askRaw(service.url, rawRequest('POST /webhook HTTP/1.1', headers));
    expect([answer.status, answer.json['status']]).toEqual([403, 'forbidden']);
    expectInOrder(answer);
    expect(service.logs).toMatchObject([{ status: 403, outcome: 'no_signature' }]);
  });

  it('without a signature leaves its connection to the request that follows', async () => {
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

  it('is told again a hundred times, and counts once', async () => {
    const service = await aService();
    await service.trigger();
    const sid = String(service.twilio.sent()[0]?.sid);
    const told = Array.from({ length: 100 }, (_, index) =>
      form(index % 3 === 0 ? 'sent' : 'delivered', sid),
    );
    const answers = await Promise.all(told.map(async (one) => await service.webhook(one)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [message] = await Array.fromAsync(service.ledger.messages());
    expect(message).toMatchObject({ delivery: 'delivered' });
    expectQuietLog(service);
  });
});

describe('a request that does not come to its end', () => {
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
  ])(
    'with %s is told that its time is over, and the connection is closed',
    async (_what, bytes) => {
      const service = await aService({ limits: IMPATIENT });
      const answer = await askRaw(service.url, bytes);
      expect([answer.status, answer.json['status']]).toEqual([408, 'timed_out']);
      expectInOrder(answer);
      expectQuietLog(service);
      expect(service.logs).toContainEqual({
        level: 'warn',
        event: 'other',
        request_id: answer.json['request_id'],
        status: 408,
        outcome: 'timed_out',
      });
      expect(service.twilio.sent()).toEqual([]);
    },
  );

  it('holds up nobody else', async () => {
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

  it('because the caller went away, is no fault of the service, and sends nothing', async () => {
    const service = await aService();
    const socket = await rawConnection(service.url);
    const bytes = toTrigger(RECORD);
    socket.write(bytes.subarray(0, bytes.byteLength - 9));
    // Answered behind it, so that the service has read that much.
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

  it('is not answered a second time where garbage follows a good one', async () => {
    const service = await aService();
    const socket = await rawConnection(service.url);
    socket.write('GET /health HTTP/1.1\r\nHost: service.example\r\n\r\n');
    socket.write('Jane 07700900123\r\n\r\n');
    const { status } = await answerOver(socket);
    expect([0, 200, 400]).toContain(status);
    expectQuietLog(service);
  });
});
