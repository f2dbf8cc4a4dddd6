import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { callTwilio } from '../../../src/adapters/twilio/client.ts';
import { failureOf } from '../../../src/adapters/twilio/failure.ts';
import type { TwilioResources } from '../../../src/adapters/twilio/resources.ts';
import { connectionTo } from '../../support/sending/simulated-twilio.ts';

const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
const CONTENT_SID = `HX${'b'.repeat(32)}`;

type Seen = {
  readonly line: string;
  readonly query: object;
  readonly headers: object;
  readonly form: object;
};

/** Headers about the client itself and its encodings, which may differ. */
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

type Resources = Pick<TwilioResources, 'messages' | 'contents' | 'channelsSenders'> & {
  readonly balance: Pick<TwilioResources['balance'], 'fetch'>;
  readonly account: () => Promise<unknown>;
};

/** The complete SDK, with a client that records its requests. */
function completeSdk(): Resources {
  const http = new twilio.RequestClient({ timeout: 5000, keepAlive: false, autoRetry: false });
  const request: typeof http.request = async (options) =>
    await http.request({
      ...options,
      uri: options.uri.replace(/^https:\/\/(?:api|content|messaging)\.twilio\.com/u, origin),
    });
  const client = twilio(ACCOUNT_SID, 'simulated-token', {
    accountSid: ACCOUNT_SID,
    httpClient: Object.assign(Object.create(http), { request }),
    edge: '',
    region: '',
  });
  const account = client.api.v2010.accounts(ACCOUNT_SID);
  return {
    messages: client.messages,
    contents: client.content.v1.contents,
    channelsSenders: client.messaging.v2.channelsSenders,
    balance: account.balance,
    account: async () => await account.fetch(),
  };
}

type Call = (twilio: Resources) => Promise<unknown>;

const CALLS: { readonly [name: string]: Call } = {
  'a message': async ({ messages }) =>
    await messages.create({
      to: 'whatsapp:+447700900123',
      from: 'whatsapp:+447700900999',
      contentSid: CONTENT_SID,
      contentVariables: JSON.stringify({ 1: "Jane £ & Zoë's (new) *one*! 50% = ½ 👋", 2: '' }),
      statusCallback: 'https://club.example/webhook?ref=1',
    }),
  'a template': async ({ contents }) => await contents(CONTENT_SID).fetch(),
  'its approval': async ({ contents }) => await contents(CONTENT_SID).approvalFetch().fetch(),
  'a list': async ({ messages }) => await messages.list({ to: 'whatsapp:+447700900123', limit: 5 }),
  'the account': async ({ account }) => await account(),
  'its balance': async ({ balance }) => await balance.fetch(),
  'its senders': async ({ channelsSenders }) =>
    await channelsSenders.list({ channel: 'whatsapp', pageSize: 50, limit: 1000 }),
  'one page after the other': async ({ messages }) => {
    const page = await messages.page({ from: 'whatsapp:+447700900999', pageSize: 200 });
    return await page.nextPage();
  },
};

const NEXT = '/2010-04-01/Accounts/AC1/Messages.json?From=whatsapp%3A%2B44&Page=1&PageToken=PA1';

const ANSWERS: { readonly [name: string]: object } = {
  'a list': { messages: [] },
  'its senders': { senders: [], meta: { key: 'senders' } },
  'one page after the other': { messages: [], next_page_uri: NEXT },
};

describe('the parts of the SDK that this project uses', () => {
  it.each(Object.entries(CALLS))('request %s exactly as the whole SDK does', async (name, call) => {
    const body = ANSWERS[name];
    if (body !== undefined) answer = { status: 200, body };
    await call(completeSdk());
    const asked = seen;
    seen = [];
    await callTwilio(connectionTo(origin), call);
    expect(asked).not.toEqual([]);
    expect(seen).toEqual(asked);
  });

  it.each([
    [400, { code: 63_024, message: 'Invalid recipient', status: 400 }],
    [401, { code: 20_003, message: 'Authenticate', status: 401 }],
    [500, {}],
    [307, {}],
  ])('throw for %i what the whole SDK throws', async (status, body) => {
    answer = { status, body };
    const call = CALLS['a message'] as Call;
    let thrown: unknown;
    const called = await callTwilio(connectionTo(origin), async (resources) => {
      return await call(resources).catch((error: unknown) => {
        thrown = error;
        throw error;
      });
    });
    const byTheWhole = await call(completeSdk()).catch((error: unknown) => error);
    expect({ ...(thrown as object) }).toEqual({ ...(byTheWhole as object) });
    expect(thrown).toMatchObject({ status });
    expect(called).toMatchObject(failureOf(byTheWhole));
  });
});
