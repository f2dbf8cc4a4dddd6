import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { SECRETS } from '../../../src/aws/names.ts';
import { approve } from '../../../src/domain/approval/approval.ts';
import {
  bundleFunctions,
  deployed,
  type Bundles,
  type DeployedService,
} from '../../support/aws/functions.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';
import { aMessage, aYesTo } from '../../support/builders.ts';
import { openDynamoStores } from '../../support/ledger/ledger-parts.ts';
import { API_KEY, exampleRecord, signed } from '../../support/network/service.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { aQueued } from '../../support/sending/run-worker.ts';
import { AUTH_TOKEN } from '../../support/sending/simulated-twilio.ts';

// Each test starts three processes, beside other tests that do the same.
jest.setTimeout(120_000);

let bundles: Bundles;
let template: CloudTemplate;
let service: DeployedService;
beforeAll(async () => {
  bundles = await bundleFunctions();
  template = synthesise().template ?? {};
});
beforeEach(async () => {
  service = await deployed(template, bundles);
});
afterEach(async () => await service.close());
afterAll(() => bundles.remove());

type Body = { readonly [key: string]: unknown };

async function trigger(
  values: object = {},
  key = API_KEY,
): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${service.url}/trigger`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ ...exampleRecord(), ...values }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function callback(state: string, sid: string, token = AUTH_TOKEN): Promise<Response> {
  const form = [
    ['MessageSid', sid],
    ['MessageStatus', state],
  ] as const;
  const signedUrl = `${service.publicUrl}/webhook?ref=x`;
  return await fetch(
    `${service.url}/webhook?ref=x`,
    signed(form, { query: '?ref=x', signedUrl, token }),
  );
}

async function delivery(): Promise<unknown> {
  const { ledger, close } = await openDynamoStores(service.place, 'stand_in');
  const [message] = await Array.fromAsync(ledger.messages());
  await close();
  return message;
}

/** A queued message as `send --via aws` leaves it, with its approval in the ledger. */
async function queued(): Promise<string> {
  const { ledger, close } = await openDynamoStores(service.place, 'stand_in');
  const message = aMessage();
  const yes = aYesTo(message, { at: new Date() });
  const body = await aQueued(ledger, approve(message, yes), { mode: 'stand_in' });
  await close();
  return body;
}

describe('the functions, bundled and deployed', () => {
  it('send a record once, and recognise it afterwards', async () => {
    const first = await trigger();
    expect(first).toMatchObject({
      status: 200,
      body: { status: 'message_sent', player: 'John Smith' },
    });
    const again = await trigger();
    expect(again).toMatchObject({
      status: 200,
      body: { status: 'already_sent', message_sid: first.body['message_sid'] },
    });
    expect(service.twilio.sent()).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'accepted', operator: 'registration' });
  });

  it('accept a callback that Twilio signed, and refuse any other', async () => {
    const { body } = await trigger();
    const sid = String(body['message_sid']);
    expect((await callback('delivered', sid, 'another-token')).status).toBe(403);
    expect(await delivery()).toMatchObject({ delivery: null });
    const accepted = await callback('delivered', sid);
    expect([accepted.status, await accepted.text()]).toEqual([
      200,
      '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    ]);
    expect(await delivery()).toMatchObject({ delivery: 'delivered' });
  });

  it('store an inbound message, and send nothing after STOP', async () => {
    const form = [
      ['MessageSid', `SM${'7'.repeat(32)}`],
      ['From', 'whatsapp:+447700900123'],
      ['To', 'whatsapp:+447700900999'],
      ['Body', 'STOP'],
    ] as const;
    const signedUrl = `${service.publicUrl}/webhook`;
    const response = await fetch(`${service.url}/webhook`, signed(form, { signedUrl }));
    expect(response.status).toBe(200);
    const refused = await trigger({ parent_tel: '07700 900123' });
    expect(refused.body['status']).toBe('opted_out');
    expect(service.twilio.sent()).toEqual([]);
  });

  it('refuse a wrong key, and a wrong record with every problem at once', async () => {
    expect((await trigger({}, 'a-key-that-is-nobodys')).status).toBe(403);
    const wrong = await trigger({ parent_tel: '0770', membership_fee_amount: 'forty' });
    expect(wrong.status).toBe(400);
    expect(wrong.body['problems']).toHaveLength(2);
    expect(service.twilio.sent()).toEqual([]);
  });

  it('return their health', async () => {
    const response = await fetch(`${service.url}/health`);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { status: 'ok', ledger: 'reachable' },
    ]);
  });

  it('accept a callback signed with a rotated token at once', async () => {
    const { body } = await trigger();
    const sid = String(body['message_sid']);
    expect((await callback('sent', sid)).status).toBe(200);
    service.aws.values.set(SECRETS.authToken, 'a-token-that-was-made-anew');
    expect((await callback('delivered', sid, 'a-token-that-was-made-anew')).status).toBe(200);
    expect(await delivery()).toMatchObject({ delivery: 'delivered' });
  });

  it('send once with a rotated token, without showing the old one', async () => {
    service.aws.values.set(SECRETS.authToken, 'a-token-that-was-made-anew');
    await trigger();
    service.aws.values.set(SECRETS.authToken, AUTH_TOKEN);
    const { body } = await trigger();
    expect(body['status']).toBe('message_sent');
    expect(service.twilio.sent()).toHaveLength(1);
  });

  describe('reading from the queue', () => {
    it('send an approved message once, however often it is delivered', async () => {
      const body = await queued();
      expect(await service.work([body, body])).toEqual({ batchItemFailures: [] });
      expect(await service.work([body])).toEqual({ batchItemFailures: [] });
      expect(service.twilio.sent()).toHaveLength(1);
      expect(await delivery()).toMatchObject({ state: 'accepted', operator: 'Robin Green' });
    });

    it('return only unreadable messages to the queue', async () => {
      const good = await queued();
      expect(await service.work(['{"version":99}', good, 'nonsense'])).toEqual({
        batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }],
      });
      expect(service.twilio.sent()).toHaveLength(1);
    });

    it('send no text but the approved one', async () => {
      const body = (await queued()).replaceAll('£40', '£400');
      await service.work([body]);
      expect(service.twilio.sent()).toEqual([]);
    });
  });

  it('write log lines that metric filters can count, without personal data', async () => {
    const { body } = await trigger();
    await callback('delivered', String(body['message_sid']));
    await callback('read', String(body['message_sid']), 'another-token');
    const lines = service
      .logs()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Body);
    expect(lines.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['message_sent', 'delivery', 'wrong_signature']),
    );
    expect(lines.find(({ outcome }) => outcome === 'message_sent')).toMatchObject({
      request_id: expect.stringMatching(/^[\w-]{8,}$/u),
      message_tag: expect.stringMatching(/^[\da-f]{12}$/u),
      person_tag: expect.stringMatching(/^[\da-f]{12}$/u),
    });
    for (const secret of [
      AUTH_TOKEN,
      API_KEY,
      'John',
      'Smith',
      '900123',
      'Panthers',
      'whatsapp:',
    ]) {
      expect(withoutIds(service.logs())).not.toContain(secret);
    }
  });
});
