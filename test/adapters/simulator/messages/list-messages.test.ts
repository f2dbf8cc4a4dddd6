import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFaultSetting } from '../../../../src/adapters/simulator/faults/faults.ts';
import {
  MESSAGES_PATH,
  refusalBody,
  SENDER,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';

const numbered = (number: number) => `whatsapp:+4477009001${String(number).padStart(2, '0')}`;

const recipients = (body: Readonly<Record<string, unknown>>) =>
  (body['messages'] as readonly { to: string }[]).map(({ to }) => to.slice(-2));

describe('the list of messages', () => {
  let account: SimulatedAccount;
  const at = (time: string) => {
    account.clock.now = new Date(time);
  };
  const list = async (query = '') =>
    (await account.call(`${MESSAGES_PATH}.json${query === '' ? '' : `?${query}`}`)).body;

  beforeEach(async () => {
    account = await simulatedAccount();
  });

  afterEach(() => account.close());

  it('is empty at first', async () => {
    expect(await list()).toEqual({
      messages: [],
      page: 0,
      page_size: 50,
      start: 0,
      end: 0,
      uri: `${MESSAGES_PATH}.json?PageSize=50&Page=0`,
      first_page_uri: `${MESSAGES_PATH}.json?PageSize=50&Page=0`,
      next_page_uri: null,
      previous_page_uri: null,
    });
  });

  it('has whole messages in their current state, newest first', async () => {
    const first = await account.send({ To: numbered(1) });
    at('2026-11-20T18:00:01.000Z');
    const second = await account.send({ To: numbered(2) });
    expect((await list())['messages']).toEqual([
      second.body,
      { ...first.body, status: 'sending', date_updated: 'Fri, 20 Nov 2026 18:00:01 +0000' },
    ]);
  });

  it('has pages of fifty by default', async () => {
    for (let number = 0; number < 51; number += 1) await account.send({ To: numbered(number) });
    expect(recipients(await list())).toHaveLength(50);
    expect(recipients(await list('PageSize=1000'))).toHaveLength(51);
  });

  it('can be paged to the end and back', async () => {
    for (let number = 1; number <= 5; number += 1) await account.send({ To: numbered(number) });
    const first = await list(`PageSize=2&From=${encodeURIComponent(SENDER)}`);
    const second = (await account.call(String(first['next_page_uri']))).body;
    const third = (await account.call(String(second['next_page_uri']))).body;
    const back = (await account.call(String(third['previous_page_uri']))).body;
    expect([first, second, third, back].map(recipients)).toEqual([
      ['05', '04'],
      ['03', '02'],
      ['01'],
      ['03', '02'],
    ]);
    expect([first, second, third].map(({ page, start, end }) => [page, start, end])).toEqual([
      [0, 0, 1],
      [1, 2, 3],
      [2, 4, 4],
    ]);
    expect(third['next_page_uri']).toBeNull();
    expect(first['previous_page_uri']).toBeNull();
    expect(second['first_page_uri']).toBe(
      `${MESSAGES_PATH}.json?PageSize=2&From=whatsapp%3A%2B447700900999&Page=0`,
    );
  });

  it('has no page after one that is exactly full', async () => {
    for (const number of [1, 2]) await account.send({ To: numbered(number) });
    expect((await list('PageSize=2'))['next_page_uri']).toBeNull();
  });

  it('has pages of two with small-pages, whatever is asked for, while messages are queued', async () => {
    await account.close();
    account = await simulatedAccount(readFaultSetting('small-pages'));
    for (let number = 1; number <= 3; number += 1) await account.send({ To: numbered(number) });
    const first = await list('PageSize=1000');
    const second = (await account.call(String(first['next_page_uri']))).body;
    expect([first, second].map(recipients)).toEqual([['03', '02'], ['01']]);
    expect(first).toMatchObject({
      page_size: 2,
      next_page_uri: expect.stringMatching(/\?PageSize=2&Page=1&PageToken=PA/u),
    });
    expect(second).toMatchObject({ page: 1, start: 2, end: 2, next_page_uri: null });
    for (const page of [first, second]) {
      for (const message of page['messages'] as readonly unknown[]) {
        expect(message).toMatchObject({ status: 'queued', date_sent: null });
      }
    }
  });

  it('neither repeats nor skips messages that are added and deleted during paging', async () => {
    for (let number = 1; number <= 4; number += 1) await account.send({ To: numbered(number) });
    at('2026-11-20T18:05:00.000Z');
    const first = await list('PageSize=2');
    await account.send({ To: numbered(5) });
    for (const { uri } of first['messages'] as readonly { uri: string }[]) {
      await account.call(uri, { method: 'DELETE' });
    }
    const second = (await account.call(String(first['next_page_uri']))).body;
    expect(recipients(second)).toEqual(['02', '01']);
  });

  it('filters by recipient and sender', async () => {
    await account.send({ To: numbered(1) });
    await account.send({ To: numbered(2) });
    const one = encodeURIComponent(numbered(1));
    expect(recipients(await list(`To=${one}`))).toEqual(['01']);
    expect(recipients(await list(`To=${one}&From=${encodeURIComponent(SENDER)}`))).toEqual(['01']);
    expect(recipients(await list(`To=${one}&From=${one}`))).toEqual([]);
  });

  it.each([
    ['on a day', 'DateSent=2026-11-20', ['02']],
    ['on the day of an instant', 'DateSent=2026-11-20T00:00:00Z', ['02']],
    ['up to a day, itself included', 'DateSent<=2026-11-20', ['02', '01']],
    ['from a day on, itself included', 'DateSent>=2026-11-20', ['03', '02']],
    ['from an instant on, itself included', 'DateSent>=2026-11-20T18:00:02Z', ['03', '02']],
    ['after an instant', 'DateSent>=2026-11-20T18:00:03.000Z', ['03']],
    ['up to an instant, itself included', 'DateSent<=2026-11-20T18:00:02Z', ['02', '01']],
    ['before an instant', 'DateSent<=2026-11-20T18:00:01Z', ['01']],
    ['between two days', 'DateSent>=2026-11-20&DateSent<=2026-11-20', ['02']],
  ])('filters by the date of sending: %s', async (_reason, query, expected) => {
    for (const day of [19, 20, 21]) {
      at(`2026-11-${day}T18:00:00.000Z`);
      await account.send({ To: numbered(day - 18) });
    }
    at('2026-11-22T18:00:00.000Z');
    expect(recipients(await list(query.replaceAll(/[<>]/gu, encodeURIComponent)))).toEqual(
      expected,
    );
  });

  it('omits messages not sent yet from every date filter', async () => {
    await account.send();
    for (const name of ['DateSent', 'DateSent%3C', 'DateSent%3E']) {
      expect(recipients(await list(`${name}=2026-11-20`))).toEqual([]);
    }
    expect(recipients(await list())).toEqual(['01']);
  });

  it.each([
    ['a page size of 1001', 'PageSize=1001', 20007],
    ['a page size of 0', 'PageSize=0', 20001],
    ['a page size in words', 'PageSize=all', 20001],
    ['a negative page', 'Page=-1', 20001],
    ['a later page without a token', 'Page=1', 20001],
    ['an invalid token', 'PageToken=next', 20001],
    ['a token of an unknown message', `PageToken=PAMM${'0'.repeat(32)}`, 20001],
    ['an invalid date', 'DateSent=yesterday', 20001],
    ['a filter it does not have', 'Status=read', 20001],
    ['a filter given twice', 'To=a&To=b', 20001],
  ])('refuses %s', async (_reason, query, code) => {
    expect(await account.call(`${MESSAGES_PATH}.json?${query}`)).toEqual({
      status: 400,
      body: refusalBody(400, code),
    });
  });
});
