import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import whole from 'twilio';
import light from '../../../src/adapters/twilio/light-sdk.ts';

const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
const CONTENT_SID = `HX${'b'.repeat(32)}`;

type Seen = { readonly line: string; readonly headers: object; readonly body: string };

let seen: Seen[];
let answer: { readonly status: number; readonly body: object };
let server: ReturnType<typeof createServer>;
let origin: string;
beforeEach(async () => {
  seen = [];
  answer = { status: 201, body: { sid: `MM${'c'.repeat(32)}` } };
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { 'user-agent': _agent, host: _host, ...headers } = request.headers;
      seen.push({ line: `${request.method} ${request.url}`, headers, body });
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
  const http = new sdk.RequestClient({ keepAlive: false, autoRetry: false });
  const request: typeof http.request = async (options) =>
    await http.request({ ...options, uri: origin + new URL(options.uri).pathname });
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
      contentVariables: '{"1":"Jane £"}',
      statusCallback: 'https://club.example/webhook?ref=1',
    }),
  'a template': async ({ content }) => await content.v1.contents(CONTENT_SID).fetch(),
  'its approval': async ({ content }) =>
    await content.v1.contents(CONTENT_SID).approvalFetch().fetch(),
  'a list': async ({ messages }) => await messages.list({ to: 'whatsapp:+447700900123', limit: 5 }),
};

describe('the part of the SDK that runs on AWS', () => {
  it.each(Object.entries(CALLS))('asks for %s just as the whole SDK does', async (name, call) => {
    if (name === 'a list') answer = { status: 200, body: { messages: [] } };
    await call(clientOf(whole));
    await call(clientOf(light));
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it.each([
    [400, { code: 63_024, message: 'Invalid recipient', status: 400 }],
    [401, { code: 20_003, message: 'Authenticate', status: 401 }],
    [500, {}],
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
