import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { readFaultSetting } from '../../../src/adapters/simulator/faults/faults.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  PARENT,
  SENDER,
  simulatedAccount,
  TEMPLATE_SID,
  type SimulatedAccount,
} from './simulated-account.ts';

const numbered = (lastThree: string) => `whatsapp:+447700900${lastThree}`;

function clientOf(account: SimulatedAccount, options: { readonly autoRetry?: boolean } = {}) {
  const httpClient = new twilio.RequestClient({ timeout: 5000, keepAlive: false, ...options });
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (call) =>
    request({
      ...call,
      uri: call.uri.replace(/^https:\/\/(?:api|content)\.twilio\.com/u, account.baseUrl),
    });
  return twilio(ACCOUNT_SID, AUTH_TOKEN, { httpClient });
}

describe('the Twilio SDK against the simulator', () => {
  let account: SimulatedAccount;
  let client: ReturnType<typeof clientOf>;
  const create = (to = PARENT) =>
    client.messages.create({
      to,
      from: SENDER,
      contentSid: TEMPLATE_SID,
      contentVariables: JSON.stringify({ 1: 'Jane & Co', 2: 'Zoë' }),
      statusCallback: 'https://example.org/webhook?ref=1',
    });

  beforeEach(async () => {
    account = await simulatedAccount();
    client = clientOf(account);
  });

  afterEach(() => account.close());

  it('creates a message', async () => {
    expect(await create()).toMatchObject({
      sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u),
      status: 'queued',
      to: PARENT,
      from: SENDER,
      body: 'Hi Jane & Co, Zoë is invited.',
      dateCreated: new Date('2026-11-20T18:00:00.000Z'),
      dateSent: null,
      errorCode: null,
      numMedia: '0',
      numSegments: '1',
    });
  });

  it('fetches the state of a message', async () => {
    const { sid } = await create(numbered('324'));
    account.clock.now = new Date('2026-11-20T18:00:05.000Z');
    expect(await client.messages(sid).fetch()).toMatchObject({
      sid,
      status: 'undelivered',
      errorCode: 63024,
      dateSent: new Date('2026-11-20T18:00:02.000Z'),
    });
  });

  it('lists messages over several pages', async () => {
    for (const lastThree of ['101', '102', '103', '104', '105']) await create(numbered(lastThree));
    const listed = await client.messages.list({ from: SENDER, pageSize: 2 });
    expect(listed.map(({ to }) => to.slice(-3))).toEqual(['105', '104', '103', '102', '101']);
  });

  it('lists the messages to one parent from a time on', async () => {
    await create(numbered('101'));
    await create(numbered('102'));
    account.clock.now = new Date('2026-11-20T18:01:00.000Z');
    const since = (dateSentAfter: Date) =>
      client.messages.list({ to: numbered('101'), dateSentAfter, limit: 20 });
    expect(await since(new Date('2026-11-20T18:00:00.000Z'))).toHaveLength(1);
    expect(await since(new Date('2026-11-20T18:00:30.000Z'))).toHaveLength(0);
  });

  it('is refused a page size above a thousand, which it requests as one page', async () => {
    await expect(client.messages.list({ limit: 1001 })).rejects.toMatchObject({
      status: 400,
      code: 20007,
    });
  });

  it('redacts and deletes a message', async () => {
    const { sid } = await create();
    account.clock.now = new Date('2026-11-20T18:01:00.000Z');
    expect(await client.messages(sid).update({ body: '' })).toMatchObject({ sid, body: '' });
    expect(await client.messages(sid).remove()).toBe(true);
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('cancels a queued message', async () => {
    const { sid } = await create();
    expect(await client.messages(sid).update({ status: 'canceled' })).toMatchObject({
      status: 'canceled',
    });
  });

  it('reads a template', async () => {
    expect(await client.content.v1.contents(TEMPLATE_SID).fetch()).toMatchObject({
      sid: TEMPLATE_SID,
      friendlyName: 'Registration invite',
      variables: { '1': 'Jane', '2': 'John' },
      types: { 'twilio/text': { body: 'Hi {{1}}, {{2}} is invited.' } },
      dateCreated: new Date('2026-11-20T18:00:00.000Z'),
    });
  });

  it('lists templates', async () => {
    const listed = await client.content.v1.contents.list();
    expect(listed.map(({ sid }) => sid)).toEqual([TEMPLATE_SID]);
  });

  it('reads the approval of a template', async () => {
    const approval = await client.content.v1.contents(TEMPLATE_SID).approvalFetch().fetch();
    expect(approval.whatsapp).toMatchObject({ status: 'approved', category: 'UTILITY' });
  });

  it.each([
    ['610', 'an opt-out', { status: 400, code: 21610 }],
    ['401', 'wrong credentials', { status: 401, code: 20003 }],
    ['429', 'too many requests', { status: 429, code: 20429 }],
    ['501', 'a server error', { status: 500, code: 20500 }],
    ['502', 'an HTML page', { status: 502, message: '[HTTP 502] Failed to execute request' }],
    ['801', 'a lost connection', { code: 'ECONNRESET' }],
    ['804', 'half a response', { name: 'SyntaxError' }],
  ])('throws for %s, %s', async (lastThree, _reason, error) => {
    await expect(create(numbered(lastThree))).rejects.toMatchObject(error);
  });

  it('is accepted by 900430 when it retries after 429', async () => {
    client = clientOf(account, { autoRetry: true });
    expect(await create(numbered('430'))).toMatchObject({ status: 'queued' });
  });

  it.each([
    ['refuse=21610', { status: 400, code: 21610 }, 0],
    ['429', { status: 429, code: 20429 }, 0],
    ['429=1', { status: 429, code: 20429 }, 0],
    ['500', { status: 500, code: 20500 }, 0],
    ['accept-then-500', { status: 500, code: 20500 }, 1],
    ['drop', { code: 'ECONNRESET' }, 0],
    ['accept-then-drop', { code: 'ECONNRESET' }, 1],
    ['half-answer', { name: 'SyntaxError' }, 1],
  ])('sees the fault %s for any recipient', async (fault, error, kept) => {
    await account.close();
    account = await simulatedAccount(readFaultSetting(fault));
    client = clientOf(account);
    await expect(create()).rejects.toMatchObject(error);
    expect(account.store.list()).toHaveLength(kept);
  });

  it.each(['slow=1', 'late=1'])('gets a response in the end with the fault %s', async (fault) => {
    await account.close();
    account = await simulatedAccount(readFaultSetting(fault));
    client = clientOf(account);
    const { sid } = await create();
    expect(account.store.list().map((message) => message.sid)).toEqual([sid]);
  });

  it('loses its connection for 900803 when the simulator closes', async () => {
    const refused = expect(create(numbered('803'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await create();
    await account.close();
    await refused;
    expect(account.store.list()).toHaveLength(1);
  });
});
