import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  basic,
  read,
  refusalBody,
  SENDER,
  simulatedAccount,
  TEMPLATE_SID,
  type SimulatedAccount,
} from './simulated-account.ts';

const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}.json`;
const BALANCE_PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}/Balance.json`;
const SENDERS_PATH = '/v2/Channels/Senders';
const KEY = { sid: `SK${'b'.repeat(32)}`, secret: 'secret-of-the-key' };

const open: SimulatedAccount[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((account) => account.close()));
});

async function anAccount(
  ...changes: Parameters<typeof simulatedAccount>
): Promise<SimulatedAccount> {
  const account = await simulatedAccount(...changes);
  open.push(account);
  return account;
}

describe('the simulated account', () => {
  it('returns its name, status, type and token, as Twilio does', async () => {
    const { call } = await anAccount({ profile: { friendlyName: 'The club', type: 'Trial' } });
    expect(await call(ACCOUNT_PATH)).toEqual({
      status: 200,
      body: {
        auth_token: AUTH_TOKEN,
        date_created: 'Fri, 20 Nov 2026 18:00:00 +0000',
        date_updated: 'Fri, 20 Nov 2026 18:00:00 +0000',
        friendly_name: 'The club',
        owner_account_sid: ACCOUNT_SID,
        sid: ACCOUNT_SID,
        status: 'active',
        subresource_uris: {
          balance: BALANCE_PATH,
          messages: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
        },
        type: 'Trial',
        uri: ACCOUNT_PATH,
      },
    });
  });

  it('returns its balance', async () => {
    const { call } = await anAccount({ profile: { balance: '-0.75' } });
    expect(await call(BALANCE_PATH)).toEqual({
      status: 200,
      body: { account_sid: ACCOUNT_SID, balance: '-0.75', currency: 'GBP' },
    });
  });

  it('lists its senders, with null for what is not known', async () => {
    const { call } = await anAccount();
    const { status, body } = await call(`${SENDERS_PATH}?Channel=whatsapp`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      senders: [
        {
          sid: expect.stringMatching(/^XE[0-9a-f]{32}$/u),
          status: 'ONLINE',
          sender_id: SENDER,
          pending_display_name_status_date: null,
          webhook: null,
          properties: { quality_rating: 'HIGH', messaging_limit: '100K Customers/24hr' },
          offline_reasons: null,
        },
      ],
      meta: { key: 'senders', page: 0, page_size: 50, next_page_url: null },
    });
  });

  it('lists its senders in pages', async () => {
    const senders = [SENDER, 'whatsapp:+447700900998'];
    const { call } = await anAccount({ senders });
    const { body } = await call(`${SENDERS_PATH}?Channel=whatsapp&PageSize=1`);
    const next = new URL(String((body['meta'] as Record<string, unknown>)['next_page_url']));
    expect(next.origin).toBe('https://messaging.twilio.com');
    expect((await call(next.pathname + next.search)).body).toMatchObject({
      senders: [{ sender_id: senders[1] }],
      meta: { page: 1, next_page_url: null },
    });
  });

  it.each([
    ['POST', ACCOUNT_PATH, 405, 20004, 'the account is not changed'],
    ['POST', BALANCE_PATH, 405, 20004, 'nor its balance'],
    ['POST', SENDERS_PATH, 405, 20004, 'nor its senders'],
    ['GET', ACCOUNT_PATH.replace('AC', 'AD'), 404, 20404, 'another account'],
    ['GET', SENDERS_PATH, 400, 20001, 'no channel'],
    ['GET', `${SENDERS_PATH}?Channel=rcs`, 400, 20001, 'another channel'],
    ['GET', `${SENDERS_PATH}?Channel=whatsapp&Status=ONLINE`, 400, 20001, 'another parameter'],
    ['GET', `${SENDERS_PATH}/XE1`, 404, 20404, 'one sender'],
  ])('refuses %s %s with %i %i: %s', async (method, path, status, code, _why) => {
    const { call } = await anAccount();
    expect(await call(path, { method })).toEqual({ status, body: refusalBody(status, code) });
  });

  it('refuses itself and its balance to a standard API key, and nothing else', async () => {
    const account = await anAccount({ profile: { apiKeys: [KEY] } });
    const asked = async (path: string, secret = KEY.secret) =>
      await read(
        await fetch(account.baseUrl + path, {
          headers: { Authorization: basic(KEY.sid, secret) },
        }),
      );
    const refused = { status: 401, body: refusalBody(401, 20003) };
    expect(await asked(ACCOUNT_PATH)).toEqual(refused);
    expect(await asked(BALANCE_PATH)).toEqual(refused);
    expect(await asked(`${SENDERS_PATH}?Channel=whatsapp`)).toMatchObject({ status: 200 });
    expect(await asked(`/v1/Content/${TEMPLATE_SID}`)).toMatchObject({ status: 200 });
    expect(await asked(`/v1/Content/${TEMPLATE_SID}`, 'another')).toEqual(refused);
  });

  it('sends the time of its own clock', async () => {
    const account = await anAccount();
    const { headers } = await fetch(account.baseUrl + ACCOUNT_PATH);
    expect(headers.get('date')).toBe('Fri, 20 Nov 2026 18:00:00 GMT');
  });
});
