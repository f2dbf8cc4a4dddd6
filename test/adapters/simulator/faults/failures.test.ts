import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FAILURES, failureOf } from '../../../../src/adapters/simulator/faults/failures.ts';
import { REPLYING_PARENTS } from '../../../../src/adapters/simulator/faults/replying-parents.ts';
import {
  MESSAGES_PATH,
  PARENT,
  read,
  refusalBody,
  SEND_FORM,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';

const REFUSED = [
  ['900211', 'an invalid number', 400, 21211],
  ['900610', 'a parent who has opted out', 400, 21610],
  ['900612', 'a number this sender cannot reach', 400, 21612],
  ['900614', 'a number that is not a mobile', 400, 21614],
  ['900656', 'variables that are not accepted', 400, 21656],
  ['900307', 'a sender that is not set up', 400, 63007],
  ['900401', 'wrong credentials', 401, 20003],
  ['900429', 'too many requests', 429, 20429],
  ['900500', 'a fault of the server', 500, 20500],
  ['900503', 'a server that is away', 503, 20503],
] as const;

const FAILS_LATER = [
  ['900303', 'undelivered', 63003],
  ['900313', 'undelivered', 63013],
  ['900314', 'undelivered', 63014],
  ['900316', 'undelivered', 63016],
  ['900318', 'undelivered', 63018],
  ['900324', 'undelivered', 63024],
  ['900340', 'failed', 63040],
  ['900349', 'undelivered', 63049],
  ['900902', 'failed', 30002],
  ['900908', 'undelivered', 30008],
  ['900900', 'failed', 30500],
] as const;

const STAYS = [
  ['900333', 'sent', 'the parent blocked the sender'],
  ['900334', 'delivered', 'the parent never reads it'],
] as const;

/** Each has its own test below. */
const OTHERS = [
  ...REPLYING_PARENTS.map(({ lastSix }) => lastSix),
  '900430',
  '900501',
  '900502',
  '900801',
  '900802',
  '900803',
  '900804',
  '900805',
];

const numberOf = (lastSix: string) => `whatsapp:+447700${lastSix}`;

describe('a recipient whose number is in the table of failures', () => {
  let account: SimulatedAccount;
  const post = (lastSix: string) =>
    account.post(`${MESSAGES_PATH}.json`, { ...SEND_FORM, To: numberOf(lastSix) });
  const accepted = () => account.store.list().map(({ to }) => to);

  beforeEach(async () => {
    account = await simulatedAccount({ lateByMs: 1 });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await account.close();
  });

  it('has a test', () => {
    const tested = [...REFUSED, ...FAILS_LATER, ...STAYS].map(([lastSix]) => lastSix as string);
    expect([...tested, ...OTHERS].toSorted()).toEqual(
      FAILURES.map(({ lastSix }) => lastSix as string).toSorted(),
    );
  });

  it.each(REFUSED)('%s is refused for %s, every time', async (lastSix, _reason, status, code) => {
    const expected = { status, body: refusalBody(status, code) };
    expect(await read(await post(lastSix))).toEqual(expected);
    expect(await read(await post(lastSix))).toEqual(expected);
    expect(accepted()).toEqual([]);
  });

  it.each(FAILS_LATER)('%s is accepted, then %s with %d', async (lastSix, status, code) => {
    const { body } = await account.send({ To: numberOf(lastSix) });
    expect(body['status']).toBe('queued');
    account.clock.now = new Date('2026-11-20T18:00:02.000Z');
    const later = await account.call(String(body['uri']));
    expect(later.body).toMatchObject({
      status,
      error_code: code,
      error_message: expect.stringMatching(/\w/u),
      date_sent: status === 'failed' ? null : 'Fri, 20 Nov 2026 18:00:02 +0000',
    });
  });

  it.each(STAYS)('%s stays %s: %s', async (lastSix, status, _why) => {
    const { body } = await account.send({ To: numberOf(lastSix) });
    account.clock.now = new Date('2027-11-20T18:00:00.000Z');
    const later = await account.call(String(body['uri']));
    expect(later.body).toMatchObject({ status, error_code: null });
  });

  it('900430 is refused with 429 the first time and accepted from the second', async () => {
    const statuses = [];
    for (let time = 1; time <= 3; time += 1) statuses.push((await post('900430')).status);
    expect(statuses).toEqual([429, 201, 201]);
    expect(accepted()).toEqual([numberOf('900430'), numberOf('900430')]);
  });

  it('900501 is accepted although the response is 500', async () => {
    expect(await read(await post('900501'))).toEqual({
      status: 500,
      body: refusalBody(500, 20500),
    });
    expect(accepted()).toEqual([numberOf('900501')]);
  });

  it('900502 is answered with an HTML page', async () => {
    const response = await post('900502');
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toMatch(/^<html>/u);
    expect(accepted()).toEqual([]);
  });

  it.each([
    ['900801', 'after the message was accepted', [numberOf('900801')]],
    ['900802', 'before the message was accepted', []],
  ] as const)('%s loses the connection %s', async (lastSix, _when, kept) => {
    await expect(post(lastSix)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
    expect(accepted()).toEqual(kept);
  });

  it('900803 gets no response until the simulator closes, and is not accepted', async () => {
    const answer = post('900803').then(
      () => 'answered',
      () => 'cut off',
    );
    await account.send();
    await account.send();
    await account.close();
    expect(await answer).toBe('cut off');
    expect(accepted()).toEqual([PARENT, PARENT]);
  });

  it('900804 is accepted, and gets half a JSON body', async () => {
    const response = await post('900804');
    const text = await response.text();
    expect(response.status).toBe(201);
    expect(text).toMatch(/^\{"account_sid":/u);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(accepted()).toEqual([numberOf('900804')]);
  });

  it('900805 is accepted, and gets a late response', async () => {
    const { status, body } = await account.send({ To: numberOf('900805') });
    expect(status).toBe(201);
    expect(accepted()).toEqual([body['to']]);
  });

  it('900805 loses its connection when the simulator closes before, and its timer ends', async () => {
    const anHour = 3_600_000;
    const patient = await simulatedAccount({ lateByMs: anHour });
    const started = jest.spyOn(globalThis, 'setTimeout');
    const ended = jest.spyOn(globalThis, 'clearTimeout');
    const answer = patient.send({ To: numberOf('900805') }).then(
      () => 'answered',
      () => 'cut off',
    );
    while (patient.store.list().length === 0) await patient.call(`${MESSAGES_PATH}.json`);
    await patient.close();
    expect(await answer).toBe('cut off');
    const index = started.mock.calls.findIndex(([, milliseconds]) => milliseconds === anHour);
    const timer = started.mock.results[index]?.value as NodeJS.Timeout;
    expect(ended).toHaveBeenCalledWith(timer);
  });
});

describe('a recipient who is not in the table', () => {
  it('is delivered from 000 to 199, so that samples may use all of these', () => {
    const numbers = Array.from({ length: 200 }, (_, index) => numberOf(String(900_000 + index)));
    expect(numbers.filter((to) => failureOf(to) !== null)).toEqual([]);
  });

  it.each([
    ['another British number with the same last six digits', 'whatsapp:+440000900610'],
    ['a foreign mobile with the same last six digits', 'whatsapp:+353861900610'],
    ['the same digits elsewhere in the number', 'whatsapp:+447700900610900'],
  ])('is delivered: %s', (_reason, to) => {
    expect(failureOf(to)).toBeNull();
  });

  it.each([
    ['ends in 1', 'whatsapp:+447700900101', 'read'],
    ['ends in 9', 'whatsapp:+447700900109', 'read'],
    ['ends in 0', 'whatsapp:+447700900100', 'delivered'],
    ['ends in 5', 'whatsapp:+447700900105', 'delivered'],
  ])('with a number that %s ends as %s', async (_digit, to, status) => {
    const account = await simulatedAccount();
    const { body } = await account.send({ To: to });
    account.clock.now = new Date('2026-11-21T18:00:00.000Z');
    const later = await account.call(String(body['uri']));
    await account.close();
    expect(later.body['status']).toBe(status);
  });
});
