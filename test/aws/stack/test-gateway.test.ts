import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { handle } from 'hono/aws-lambda';
import { probeService } from '../../../src/adapters/probes/service-probe.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';
import {
  testGateway,
  type GatewayHandler,
  type GatewayScene,
  type TestGateway,
} from '../../support/gateway/test-gateway.ts';
import { aService, API_KEY, exampleRecord, PUBLIC_URL } from '../../support/network/service.ts';

const TRIGGER = 'urmston-town-registration-whatsapp';
const WEBHOOK = `${TRIGGER}-webhook`;
const KEY = 'a-key-that-api-gateway-made-for-the-club';

let template: CloudTemplate;
beforeAll(() => {
  template = synthesise().template ?? {};
});

const opened: TestGateway[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

type Stub = TestGateway & { readonly events: readonly APIGatewayProxyEvent[] };

async function aGateway(options: Partial<GatewayScene> = {}): Promise<Stub> {
  const events: APIGatewayProxyEvent[] = [];
  const keep: GatewayHandler = async (event) => {
    events.push(event);
    return { statusCode: 200, headers: { 'X-From': 'function' }, body: 'taken' };
  };
  const gateway = await testGateway({
    template,
    handlers: { [TRIGGER]: keep, [WEBHOOK]: keep },
    keys: { UrmstonTownRegistrationKey: KEY },
    ...options,
  });
  opened.push(gateway);
  return { ...gateway, events };
}

/** The template without the gateway’s own responses, for which AWS has defaults. */
function withoutGatewayResponses(): CloudTemplate {
  const resources = Object.entries(template['Resources'] ?? {}).filter(
    ([, { Type }]) => Type !== 'AWS::ApiGateway::GatewayResponse',
  );
  return { ...template, Resources: Object.fromEntries(resources) };
}

function record(
  headers: Record<string, string> = {},
  body: unknown = exampleRecord(),
): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-api-key': KEY, ...headers },
    body: JSON.stringify(body),
  };
}

function with40ADay(): CloudTemplate {
  return JSON.parse(
    JSON.stringify(template).replace('"Limit":5000', '"Limit":40'),
  ) as CloudTemplate;
}

/** The number of responses with each status. */
async function statusesOf(count: number, ask: () => Promise<Response>): Promise<object> {
  const answers = await Promise.all(Array.from({ length: count }, ask));
  await Promise.all(answers.map(async (answer) => await answer.text()));
  return Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]),
  );
}

/** The gateway with the whole service behind it, with a ledger and the simulator. */
async function behind(): Promise<{
  readonly url: string;
  readonly service: Awaited<ReturnType<typeof aService>>;
}> {
  const service = await aService();
  const handler = handle(service.app) as unknown as GatewayHandler;
  const { url } = await aGateway({
    handlers: { [TRIGGER]: handler, [WEBHOOK]: handler },
    keys: { UrmstonTownRegistrationKey: API_KEY },
  });
  return { url, service };
}

describe('a request through the gateway of the template', () => {
  it('reaches the function as an event with the paths, the key and its own id', async () => {
    const { url, events } = await aGateway();
    const answer = await fetch(`${url}/trigger`, record());
    expect([answer.status, answer.headers.get('X-From'), await answer.text()]).toEqual([
      200,
      'function',
      'taken',
    ]);
    expect(events).toMatchObject([
      {
        resource: '/trigger',
        path: '/trigger',
        httpMethod: 'POST',
        body: JSON.stringify(exampleRecord()),
        isBase64Encoded: false,
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
        requestContext: {
          path: '/prod/trigger',
          stage: 'prod',
          resourcePath: '/trigger',
          requestId: answer.headers.get('x-amzn-RequestId'),
          identity: { apiKey: KEY, apiKeyId: 'UrmstonTownRegistrationKey' },
        },
      },
    ]);
    expect(events[0]?.requestContext.domainName).toMatch(/^\w+\.execute-api\.eu-north-1\.amaz/u);
  });

  it('has all values of a repeated parameter in one field, and the last in the other', async () => {
    const { url, events } = await aGateway();
    await fetch(`${url}/webhook?ref=a%20b&ref=c&empty=`, { method: 'POST' });
    expect(events[0]).toMatchObject({
      queryStringParameters: { ref: 'c', empty: '' },
      multiValueQueryStringParameters: { ref: ['a b', 'c'], empty: [''] },
      body: null,
      requestContext: { path: '/prod/webhook', identity: { apiKey: null } },
    });
  });

  it.each([
    ['without a function', {}],
    [
      'to a function that throws',
      { [TRIGGER]: async () => await Promise.reject(new Error('broken')) },
    ],
    ['to a function without a response', { [TRIGGER]: async () => ({}) as never }],
  ])('%s is answered with 502', async (_what, handlers) => {
    const { url } = await aGateway({ handlers, template: withoutGatewayResponses() });
    const answer = await fetch(`${url}/trigger`, record());
    expect([answer.status, await answer.json()]).toEqual([
      502,
      { message: 'Internal server error' },
    ]);
  });
});

describe('a request that reaches no function', () => {
  it.each<readonly [string, string, RequestInit, number, string]>([
    ['no key', '/trigger', record({ 'x-api-key': '' }), 403, 'Forbidden'],
    ['another key', '/trigger', record({ 'x-api-key': `${KEY}x` }), 403, 'Forbidden'],
    ['an unknown address', '/admin', record(), 403, 'Missing Authentication Token'],
    ['another method', '/trigger', { method: 'GET' }, 403, 'Missing Authentication Token'],
    ['an additional field', '/trigger', record({}, { a: 1 }), 400, 'Invalid request body'],
    ['a list', '/trigger', record({}, [exampleRecord()]), 400, 'Invalid request body'],
  ])(
    'with %s is answered with the default of AWS',
    async (_what, path, request, status, message) => {
      const { url, events } = await aGateway({ template: withoutGatewayResponses() });
      const answer = await fetch(url + path, request);
      expect([answer.status, await answer.json()]).toEqual([status, { message }]);
      expect(events).toEqual([]);
    },
  );

  it.each<readonly [string, string, RequestInit, number, string]>([
    ['no key', '/trigger', record({ 'x-api-key': '' }), 403, 'forbidden'],
    ['an unknown address', '/admin', record(), 404, 'not_found'],
    ['another method', '/trigger', { method: 'GET' }, 404, 'not_found'],
    ['an additional field', '/trigger', record({}, { a: 1 }), 400, 'invalid_record'],
  ])(
    'with %s is answered with the response of the service',
    async (_what, path, request, http, status) => {
      const { url } = await aGateway();
      const id = 'the-id-of-the-caller';
      const headers = { ...(request.headers as Record<string, string>), 'X-Request-Id': id };
      const answer = await fetch(url + path, { ...request, headers });
      expect(answer.status).toBe(http);
      expect(await answer.json()).toEqual({
        status,
        message: expect.any(String),
        fix: expect.any(String),
        request_id: answer.headers.get('x-amzn-RequestId'),
      });
      expect(answer.headers.get('X-Request-Id')).toBe(id);
    },
  );

  it('with a content type that has no model is left to the function', async () => {
    const { url, events } = await aGateway();
    await fetch(`${url}/trigger`, record({ 'Content-Type': 'text/plain' }, { a: 1 }));
    expect(events).toHaveLength(1);
  });
});

describe('the throttle of the template', () => {
  it('accepts 50 at once and 25 a second after that, and sends the others Retry-After', async () => {
    let at = 0;
    const { url } = await aGateway({ now: () => new Date(at) });
    const ask = async (): Promise<Response> => await fetch(`${url}/trigger`, record());
    expect(await statusesOf(60, ask)).toEqual({ 200: 50, 429: 10 });
    at = 1000;
    expect(await statusesOf(30, ask)).toEqual({ 200: 25, 429: 5 });
    expect((await ask()).headers.get('Retry-After')).toBe('1');
    at = 60_000;
    expect(await statusesOf(51, ask)).toEqual({ 200: 50, 429: 1 });
  });

  it('limits the number of requests of a key in a day', async () => {
    let at = 0;
    const { url } = await aGateway({ now: () => new Date(at), template: with40ADay() });
    const ask = async (): Promise<Response> => await fetch(`${url}/trigger`, record());
    expect(await statusesOf(45, ask)).toEqual({ 200: 40, 429: 5 });
    at = 60_000;
    expect(await (await ask()).json()).toMatchObject({ status: 'quota_exceeded' });
    at = 86_400_000;
    expect(await statusesOf(1, ask)).toEqual({ 200: 1 });
  });

  it('counts /trigger and /webhook apart, and a wrong key apart from the right one', async () => {
    const { url } = await aGateway();
    const wrong = record({ 'x-api-key': 'wrong' });
    expect(await statusesOf(60, async () => await fetch(`${url}/trigger`, wrong))).toEqual({
      403: 60,
    });
    const right = async (): Promise<Response> => await fetch(`${url}/trigger`, record());
    expect(await statusesOf(50, right)).toEqual({ 200: 50 });
    expect((await fetch(`${url}/webhook`, { method: 'POST' })).status).toBe(200);
  });
});

describe('the service behind the gateway of the template', () => {
  it('sends an invite once', async () => {
    const { url, service } = await behind();
    const ask = async (): Promise<unknown> =>
      await (await fetch(`${url}/trigger`, record({ 'x-api-key': API_KEY }))).json();
    expect(await ask()).toMatchObject({ status: 'message_sent' });
    expect(await ask()).toMatchObject({ status: 'already_sent' });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('passes the checks of `doctor` for a deployment', async () => {
    const { url } = await behind();
    const checks = await probeService(new URL(url), API_KEY, new AbortController().signal);
    expect(checks.filter(({ isRight }) => !isRight)).toEqual([]);
  });

  it('accepts a callback signed for the public address, with its stage', async () => {
    expect(PUBLIC_URL).toMatch(/\/prod$/u);
    const { url, service } = await behind();
    const form = [
      ['MessageSid', `MM${'0'.repeat(32)}`],
      ['MessageStatus', 'delivered'],
    ] as const;
    const answers = [];
    for (const token of [{}, { token: 'another-token' }]) {
      const request = service.signed(form, { query: '?ref=abc', ...token });
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the log is in order
      answers.push((await fetch(`${url}/webhook?ref=abc`, request)).status);
    }
    expect(answers).toEqual([200, 403]);
    expect(service.logs.map(({ outcome }) => outcome)).toEqual(['delivery', 'wrong_signature']);
  });
});
