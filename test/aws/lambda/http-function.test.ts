import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { answerEvent } from '../../../src/aws/lambda/http-function.ts';
import { aGatewayEvent, GATEWAY_REQUEST_ID } from '../../support/aws/gateway-event.ts';
import { aMessage } from '../../support/builders.ts';
import {
  aService,
  API_KEY,
  exampleRecord,
  PUBLIC_URL,
  type Form,
  type RunningService,
} from '../../support/network/service.ts';

const JOHN = aMessage();
const RECORD = JSON.stringify(exampleRecord());
const WITH_KEY = { 'Content-Type': 'application/json', 'x-api-key': API_KEY };

type Answer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly text: string;
};

const CONTEXT = { getRemainingTimeInMillis: () => 30_000 };

async function handled({ app }: RunningService, event: APIGatewayProxyEvent): Promise<Answer> {
  const answered = await answerEvent(app, event, CONTEXT);
  const { statusCode, headers = {}, multiValueHeaders = {}, body, isBase64Encoded } = answered;
  // A gateway without binary media types passes the text on unchanged.
  expect(isBase64Encoded).toBe(false);
  return { status: statusCode, headers: { ...headers, ...multiValueHeaders }, text: body };
}

function base64(text: string): { readonly body: string; readonly isBase64Encoded: true } {
  return { body: Buffer.from(text).toString('base64'), isBase64Encoded: true };
}

function delivered(service: RunningService): Form {
  return [
    ['MessageSid', String(service.twilio.sent()[0]?.sid)],
    ['MessageStatus', 'delivered'],
    ['ChannelStatusMessage', 'ça va? 👋 + &='],
  ];
}

async function deliveryAt({ ledger }: RunningService): Promise<unknown> {
  return (await ledger.view([JOHN])).byKey.get(JOHN.key)?.delivery;
}

describe('POST /trigger from API Gateway', () => {
  it.each([
    ['as text', { body: RECORD }],
    ['in base64', base64(RECORD)],
  ])('with its body %s sends once, and has the request id of the gateway', async (_how, body) => {
    const service = await aService();
    const event = aGatewayEvent({ resource: '/trigger', headers: WITH_KEY, ...body });
    const first = await handled(service, event);
    const [sent] = service.twilio.sent();
    expect([first.status, JSON.parse(first.text)]).toEqual([
      200,
      {
        message: 'Registration data received successfully',
        player: 'John Smith',
        parent: 'Jane Smith',
        team: 'Panthers u11s',
        status: 'message_sent',
        message_sid: sent?.sid,
        request_id: GATEWAY_REQUEST_ID,
      },
    ]);
    expect(first.headers['x-request-id']).toEqual([GATEWAY_REQUEST_ID]);
    expect(service.logs).toMatchObject([{ request_id: GATEWAY_REQUEST_ID }]);
    const again = await handled(service, event);
    expect(JSON.parse(again.text)).toMatchObject({ status: 'already_sent' });
    expect(service.twilio.sent()).toHaveLength(1);
  });

  it('has the request id of the caller if there is one', async () => {
    const service = await aService();
    const headers = { ...WITH_KEY, 'X-Request-Id': 'order-4711-abc' };
    const event = aGatewayEvent({ resource: '/trigger', headers, body: RECORD });
    expect((await handled(service, event)).headers['x-request-id']).toEqual(['order-4711-abc']);
  });

  it('accepts names outside ASCII, in base64', async () => {
    const service = await aService();
    const body = base64(JSON.stringify({ ...exampleRecord(), player_first_name: 'Zoë' }));
    await handled(service, aGatewayEvent({ resource: '/trigger', headers: WITH_KEY, ...body }));
    expect(service.twilio.sent()[0]?.body).toContain('invited to register Zoë to join');
  });

  it('has the same refusals as over a socket', async () => {
    const service = await aService();
    const cases = [
      { body: RECORD, headers: { 'Content-Type': 'application/json' } },
      { body: RECORD, headers: { ...WITH_KEY, 'x-api-key': `${API_KEY}x` } },
      { body: RECORD, headers: { ...WITH_KEY, 'Content-Type': 'text/plain' } },
      { body: RECORD.slice(0, -9), headers: WITH_KEY },
      { body: '', headers: WITH_KEY },
      { body: `[${RECORD}]`, headers: WITH_KEY },
      { body: `${RECORD}${' '.repeat(65_536)}`, headers: WITH_KEY },
      { body: RECORD.replace('Jane', ''), headers: WITH_KEY },
    ];
    for (const { body, headers } of cases) {
      const sameId = { ...headers, 'X-Request-Id': 'order-4711-abc' };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const overSocket = await service.ask('/trigger', { method: 'POST', headers: sameId, body });
      const parts = { resource: '/trigger', headers: sameId, body };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await handled(service, aGatewayEvent(parts));
      expect([answer.status, answer.text]).toEqual([overSocket.status, overSocket.text]);
      expect(answer.headers['content-type']).toEqual([overSocket.headers.get('Content-Type')]);
    }
    expect(service.twilio.sent()).toEqual([]);
  });
});

describe('POST /webhook from API Gateway', () => {
  it.each<readonly [string, object]>([
    ['the stage', {}],
    ['another stage than that of PUBLIC_URL', { stage: 'v2' }],
    ['a path of a custom domain that is mapped to the API', { mappedAt: '/club' }],
    ['a custom domain', { mappedAt: '' }],
  ])('at %s is signed over PUBLIC_URL, and over no other address', async (_what, parts) => {
    const service = await aService();
    await service.trigger();
    const form = delivered(service);
    const call = async (signedUrl: string): Promise<number> => {
      const { headers, body } = service.signed(form, { signedUrl });
      const event = { resource: '/webhook', headers, ...base64(body), ...parts };
      return (await handled(service, aGatewayEvent(event))).status;
    };
    expect(await call('https://gateway.example/webhook')).toBe(403);
    expect(await call('https://another.example/prod/webhook')).toBe(403);
    expect(await deliveryAt(service)).toBeNull();
    expect(await call(`${PUBLIC_URL}/webhook`)).toBe(200);
    expect(await deliveryAt(service)).toBe('delivered');
  });

  it('is answered with an empty TwiML, as text', async () => {
    const service = await aService();
    const form: Form = [['MessageSid', 'none']];
    const { headers: right, body } = service.signed(form);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      // The gateway passes the text on unchanged.
      'x-twilio-signature': String(right['X-Twilio-Signature']),
    };
    const event = aGatewayEvent({ resource: '/webhook', headers, body });
    expect(await handled(service, event)).toMatchObject({
      status: 200,
      text: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
      headers: { 'content-type': ['text/xml; charset=utf-8'] },
    });
  });

  it('is checked with its query, and with repeated parameters', async () => {
    const service = await aService();
    const form: Form = [
      ['MessageSid', 'none'],
      ['Twice', 'b'],
      ['Twice', 'a'],
      ['Empty', ''],
      [' Sp ', ' x '],
    ];
    const query = { ref: ['a-b c'], x: ['é', '2'] };
    const { headers, body } = service.signed(form, { query: '?ref=a-b%20c&x=%C3%A9&x=2' });
    const parts = { resource: '/webhook', headers, query, ...base64(body) };
    expect((await handled(service, aGatewayEvent(parts))).status).toBe(200);
    const without = { ...parts, query: { ref: ['a-b c'], x: ['é'] } };
    expect((await handled(service, aGatewayEvent(without))).status).toBe(403);
  });

  it.each([
    ['as text', (body: string) => ({ body })],
    ['in base64', base64],
  ])(
    'with a body %s is refused without a signature, and logged with that reason',
    async (_how, as) => {
      const service = await aService();
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const event = { resource: '/webhook', headers, ...as('abc&'.repeat(16_384)) };
      expect((await handled(service, aGatewayEvent(event))).status).toBe(403);
      expect(service.logs).toMatchObject([{ status: 403, outcome: 'no_signature' }]);
    },
  );

  it('with more parameters than Twilio ever sends is refused, signed or not', async () => {
    const service = await aService();
    const statusWith = async (count: number): Promise<number> => {
      const { headers, body } = service.signed(
        Array.from({ length: count }, () => ['Name', 'x'] as const),
      );
      const event = { resource: '/webhook', headers, ...base64(body) };
      return (await handled(service, aGatewayEvent(event))).status;
    };
    expect([await statusWith(200), await statusWith(201)]).toEqual([200, 413]);
    expect(service.logs.at(-1)).toMatchObject({ outcome: 'too_many_parameters' });
  });

  it('settles an unknown outcome through the attempt in its query', async () => {
    const service = await aService();
    const parent = { parent_tel: '07700 900801' };
    await service.trigger(parent);
    const [open] = await service.ledger.open();
    const { headers, body } = service.signed(delivered(service), { query: `?ref=${open?.id}` });
    const query = { ref: [String(open?.id)] };
    const parts = { resource: '/webhook', headers, query, ...base64(body) };
    await handled(service, aGatewayEvent(parts));
    expect(await service.ledger.open()).toEqual([]);
  });
});

describe('an unusual event of API Gateway', () => {
  it('for GET /health returns the version', async () => {
    const service = await aService();
    const event = aGatewayEvent({ resource: '/health', method: 'GET' });
    expect(JSON.parse((await handled(service, event)).text)).toMatchObject({ status: 'ok' });
  });

  it('from the console, without headers, is refused with a sentence', async () => {
    const service = await aService();
    const event: object = { headers: null, multiValueHeaders: null };
    const answer = await handled(service, { ...aGatewayEvent({ resource: '/trigger' }), ...event });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([403, { status: 'forbidden' }]);
  });

  it.each([
    ['a GET with a body', { method: 'GET', body: RECORD }, 405],
    ['a query with a lone surrogate', { query: { ref: ['\uD83D'] }, body: RECORD }, 200],
    ['a resource for all paths', { resource: '/{proxy+}', body: RECORD }, 404],
  ])('with %s is answered as usual', async (_what, parts, status) => {
    const service = await aService();
    const event = aGatewayEvent({ resource: '/trigger', headers: WITH_KEY, ...parts });
    const answer = await handled(service, event);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      status,
      { request_id: GATEWAY_REQUEST_ID },
    ]);
  });
});
