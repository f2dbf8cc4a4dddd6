import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import whole from 'twilio';
import light from '../../../src/adapters/twilio/light-sdk.ts';

const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
const CONTENT_SID = `HX${'b'.repeat(32)}`;

type Seen = {
  readonly line: string;
  readonly query: object;
  readonly headers: object;
  readonly form: object;
};

/** What each says of itself, and of what it can unpack; all else is for Twilio. */
const OF_THE_CLIENT = new Set(['user-agent', 'accept-encoding', 'content-length']);

let seen: Seen[];
let answer: { readonly status: number; readonly body: object };
let server: ReturnType<typeof createServer>;
let origin: string;
beforeEach(async () => {
  seen = [];
  answer = { status: 201, body: { sid: `MM${'c'.repeat(32)}` } };
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? '', origin);
      seen.push({
        line: `${request.method} ${pathname}`,
        query: [...searchParams],
        headers: Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => !OF_THE_CLIENT.has(name)),
        ),
        form: [...new URLSearchParams(body)],
      });
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      return response.end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** A client as `client.ts` makes one, whose requests come here. */
function clientOf(sdk: typeof whole): ReturnType<typeof whole> {
  const http = new sdk.RequestClient({ timeout: 5000, keepAlive: false, autoRetry: false });
  const request: typeof http.request = async (options) =>
    await http.request({
      ...options,
      uri: options.uri.replace(/^https:\/\/(?:api|content)\.twilio\.com/u, origin),
    });
  return sdk(ACCOUNT_SID, 'token-of-nobody', {
    accountSid: ACCOUNT_SID,
    httpClient: Object.assign(Object.create(http), { request }),
    edge: '',
    region: '',
  });
}

type Call = (client: ReturnType<typeof whole>) => Promise<unknown>;

const CALLS: { readonly [name: string]: Call } = {
  'a message': async ({ messages }) =>
    await messages.create({
      to: 'whatsapp:+447700900123',
      from: 'whatsapp:+447700900999',
      contentSid: CONTENT_SID,
      contentVariables: JSON.stringify({ 1: "Jane £ & Zoë's (new) *one*! 50% = ½ 👋", 2: '' }),
      statusCallback: 'https://club.example/webhook?ref=1',
    }),
  'a template': async ({ content }) => await content.v1.contents(CONTENT_SID).fetch(),
  'its approval': async ({ content }) =>
    await content.v1.contents(CONTENT_SID).approvalFetch().fetch(),
  'a list': async ({ messages }) => await messages.list({ to: 'whatsapp:+447700900123', limit: 5 }),
  'one page after the other': async ({ messages }) => {
    const page = await messages.page({ from: 'whatsapp:+447700900999', pageSize: 200 });
    return await page.nextPage();
  },
};

const NEXT = '/2010-04-01/Accounts/AC1/Messages.json?From=whatsapp%3A%2B44&Page=1&PageToken=PA1';

describe('the part of the SDK that runs on AWS', () => {
  it.each(Object.entries(CALLS))('asks for %s just as the whole SDK does', async (name, call) => {
    if (name === 'a list') answer = { status: 200, body: { messages: [] } };
    if (name.startsWith('one page')) {
      answer = { status: 200, body: { messages: [], next_page_uri: NEXT } };
    }
    await call(clientOf(whole));
    const asked = seen;
    seen = [];
    await call(clientOf(light));
    expect(asked).not.toEqual([]);
    expect(seen).toEqual(asked);
  });

  it.each([
    [400, { code: 63_024, message: 'Invalid recipient', status: 400 }],
    [401, { code: 20_003, message: 'Authenticate', status: 401 }],
    [500, {}],
    [307, {}],
  ])('fails with %i as the whole SDK does', async (status, body) => {
    answer = { status, body };
    const call = CALLS['a message'] as Call;
    const failures = await Promise.all(
      [whole, light].map(async (sdk) => await call(clientOf(sdk)).catch((error: unknown) => error)),
    );
    const [first, second] = failures.map((error) => ({ ...(error as object) }));
    expect(second).toMatchObject({ status });
    expect(second).toEqual(first);
  });
});
