import { afterEach, describe, expect, it } from '@jest/globals';
import type { SimulatorOptions } from '../../../src/adapters/simulator/simulator.ts';
import { twilioAccountSource } from '../../../src/adapters/twilio/account-source.ts';
import type { AccountSource } from '../../../src/application/ports/account-source.ts';
import {
  BUILT_IN_TEMPLATE_SID,
  builtInTemplate,
} from '../../../src/domain/message/built-in-template.ts';
import { aTemplateSid } from '../../support/builders.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  connectionTo,
  SENDER,
  simulatedTwilio,
  UNREACHABLE_URL,
} from '../../support/sending/simulated-twilio.ts';
import { startStandIn, type StandInAnswer } from './stand-in.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** The simulator’s clock is at 18:42. */
const CLOCK = { now: () => new Date('2026-07-15T18:45:00Z') };
const KEY = { sid: `SK${'b'.repeat(32)}`, secret: 'secret-of-the-key' };

async function sourceFrom(
  changes: Partial<SimulatorOptions> = {},
  login = { username: ACCOUNT_SID, password: AUTH_TOKEN },
): Promise<AccountSource> {
  const twilio = await simulatedTwilio(changes);
  closing.push(twilio.close);
  const credentials = { accountSid: ACCOUNT_SID, ...login };
  return twilioAccountSource({ ...twilio.connection, credentials }, CLOCK);
}

async function sourceThatHears(answer: StandInAnswer): Promise<AccountSource> {
  const twilio = await startStandIn(() => answer);
  closing.push(twilio.close);
  return twilioAccountSource(connectionTo(twilio.baseUrl), CLOCK);
}

describe('the account at Twilio', () => {
  it('is returned with its name, status and type, and nothing else', async () => {
    const profile = { friendlyName: 'The club', type: 'Trial', status: 'suspended' } as const;
    const source = await sourceFrom({ profile });
    expect(await source.account()).toEqual({
      kind: 'ok',
      value: { name: 'The club', status: 'suspended', isTrial: true },
    });
  });

  it.each([
    ['25.50', 25.5],
    ['-0.75', -0.75],
    ['0', 0],
  ])('has a balance of %s', async (balance, amount) => {
    const source = await sourceFrom({ profile: { balance } });
    expect(await source.balance()).toEqual({ kind: 'ok', value: { amount, currency: 'GBP' } });
  });

  it('has senders, from all pages', async () => {
    const senders = Array.from(
      { length: 60 },
      (_, at) => `whatsapp:+4477009${String(at + 10_000)}`,
    );
    const source = await sourceFrom({ senders: [...senders, SENDER] });
    const answer = await source.senders();
    expect(answer).toMatchObject({ kind: 'ok' });
    const ids = answer.kind === 'ok' ? answer.value.map(({ id }) => id) : [];
    expect(ids).toEqual([...senders, SENDER]);
  });

  it('returns why a sender is offline, in any format', async () => {
    const reason = { code: '63112', message: 'Disabled.', more_info: 'https://example.org/63112' };
    const source = await sourceFrom({
      profile: { senderStatus: 'OFFLINE', offlineReasons: [reason] },
    });
    expect(await source.senders()).toEqual({
      kind: 'ok',
      value: [
        {
          id: SENDER,
          status: 'OFFLINE',
          offlineReasons: [
            { code: '63112', text: 'Disabled.', moreInfo: 'https://example.org/63112' },
          ],
          quality: 'HIGH',
          messagingLimit: '100K Customers/24hr',
        },
      ],
    });
  });

  it.each([
    [null, []],
    [[], []],
    [[{ code: 63_112 }], [{ code: '63112', text: '', moreInfo: '' }]],
    [[{ message: 'Off.' }], [{ code: '', text: 'Off.', moreInfo: '' }]],
    [[{ code: null, message: null }], [{ code: '', text: '', moreInfo: '' }]],
  ])('returns the status of a sender with any format of reasons: %j', async (reasons, expected) => {
    const sender = { sender_id: SENDER, status: 'OFFLINE', offline_reasons: reasons };
    const source = await sourceThatHears({
      status: 200,
      body: { senders: [sender], meta: { key: 'senders', next_page_url: null } },
    });
    expect(await source.senders()).toEqual({
      kind: 'ok',
      value: [{ id: SENDER, status: 'OFFLINE', offlineReasons: expected }],
    });
  });

  it('returns the quality, the limit and the webhook of a sender', async () => {
    const callbackUrl = 'https://invites.example.org/webhook';
    const source = await sourceFrom({
      profile: { qualityRating: 'LOW', messagingLimit: '250 Customers/24hrs', callbackUrl },
    });
    expect(await source.senders()).toMatchObject({
      value: [{ quality: 'LOW', messagingLimit: '250 Customers/24hrs', callbackUrl }],
    });
  });

  it.each([
    [{ properties: null, webhook: null }],
    [{}],
    [{ properties: 'HIGH', webhook: 'https://example.org' }],
    [{ properties: { quality_rating: null, messaging_limit: 250 }, webhook: { callback_url: '' } }],
  ])('returns the status of a sender with any format of properties: %j', async (more) => {
    const sender = { sender_id: SENDER, status: 'ONLINE', ...more };
    const source = await sourceThatHears({
      status: 200,
      body: { senders: [sender], meta: { key: 'senders', next_page_url: null } },
    });
    expect(await source.senders()).toEqual({
      kind: 'ok',
      value: [{ id: SENDER, status: 'ONLINE', offlineReasons: [] }],
    });
  });

  it('has a template with its category', async () => {
    const source = await sourceFrom();
    expect(await source.template(BUILT_IN_TEMPLATE_SID)).toMatchObject({
      kind: 'ok',
      value: {
        name: 'registration_invite',
        types: [{ type: 'twilio/text', body: builtInTemplate().body, buttons: [] }],
        declared: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
        approvalState: 'approved',
        category: 'UTILITY',
      },
    });
    expect(await source.template(aTemplateSid('b'))).toMatchObject({
      kind: 'refused',
      httpStatus: 404,
    });
  });

  it('cannot be read with a standard API key, unlike the rest', async () => {
    const source = await sourceFrom(
      { profile: { apiKeys: [KEY] } },
      { username: KEY.sid, password: KEY.secret },
    );
    const refused = { kind: 'refused', httpStatus: 401, twilioCode: 20_003 };
    expect(await source.account()).toMatchObject(refused);
    expect(await source.balance()).toMatchObject(refused);
    expect(await source.senders()).toMatchObject({ kind: 'ok' });
  });

  it('has messages, of which no more than one is read', async () => {
    const source = await sourceFrom();
    expect(await source.messages()).toEqual({ kind: 'ok', value: null });
    const refusal = { code: 70_051, httpStatus: 401, of: ['messages_read'] } as const;
    const restricted = await sourceFrom({ profile: { refusal } });
    expect(await restricted.messages()).toMatchObject({ kind: 'refused', twilioCode: 70_051 });
  });

  it('has the time at Twilio in every response', async () => {
    const source = await sourceFrom({}, { username: ACCOUNT_SID, password: 'wrong' });
    expect(source.clockAheadMs()).toBeNull();
    expect(await source.account()).toMatchObject({ kind: 'refused' });
    expect(source.clockAheadMs()).toBe(3 * 60_000);
  });

  it('may be unreachable', async () => {
    const source = twilioAccountSource(connectionTo(UNREACHABLE_URL), CLOCK);
    expect(await source.account()).toEqual({ kind: 'unreachable' });
    expect(source.clockAheadMs()).toBeNull();
  });

  it.each<readonly [string, StandInAnswer, number | null]>([
    ['a fault', { status: 500, body: { code: 20_500, message: 'Fault' } }, 500],
    ['a page', { status: 200, body: '<html>', headers: { 'Content-Type': 'text/html' } }, null],
    ['another form', { status: 200, body: { balance: 'much', currency: 1, senders: 'all' } }, null],
  ])('is unclear when Twilio responds with %s', async (_what, answer, httpStatus) => {
    const source = await sourceThatHears(answer);
    const unclear = { kind: 'unclear', httpStatus };
    expect(await source.account()).toEqual(unclear);
    expect(await source.balance()).toEqual(unclear);
    expect(await source.senders()).toEqual(unclear);
  });

  it('does not follow a list of senders to another host', async () => {
    const source = await sourceThatHears({
      status: 200,
      body: { senders: [], meta: { key: 'senders', next_page_url: 'https://example.com/v2' } },
    });
    expect(await source.senders()).toEqual({ kind: 'unclear', httpStatus: null });
  });
});
