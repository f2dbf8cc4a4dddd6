import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FAULTS, formOf, readFault } from '../../../../src/adapters/simulator/faults/faults.ts';
import { TWILIO_CODES } from '../../../../src/adapters/simulator/faults/twilio-codes.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  basic,
  MESSAGES_PATH,
  PARENT,
  read,
  refusalBody,
  SEND_FORM,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';

/** A number that misbehaves by itself: it has opted out. */
const OPTED_OUT = 'whatsapp:+447700900610';
const CODES = Object.entries(TWILIO_CODES).map(([code, { status }]) => ({
  code: Number(code),
  status,
}));

/** What a client that sends `fault` as a header gets to see: a status and a body, or no answer. */
const SEEN = [
  ['refuse=21211', 400, refusalBody(400, 21211), []],
  ['refuse=20003', 401, refusalBody(401, 20003), []],
  ['429', 429, refusalBody(429, 20429), []],
  ['429=2', 429, refusalBody(429, 20429), []],
  ['500', 500, refusalBody(500, 20500), []],
  ['accept-then-500', 500, refusalBody(500, 20500), [PARENT]],
  ['slow=1', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
  ['late=1', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
] as const;

describe('a fault asked for in the header of a create request', () => {
  let account: SimulatedAccount;
  const post = (fault: string, form = {}) =>
    account.post(`${MESSAGES_PATH}.json`, { ...SEND_FORM, ...form }, fault);
  const accepted = () => account.store.list().map(({ to }) => to);

  beforeEach(async () => {
    account = await simulatedAccount();
  });

  afterEach(() => account.close());

  it('has a test, whichever it is', () => {
    const tested = SEEN.map(([fault]) => fault.replace(/=.*/u, ''));
    const others = ['drop', 'accept-then-drop', 'hang', 'half-answer'];
    expect(new Set([...tested, ...others])).toEqual(new Set(FAULTS.map(({ name }) => name)));
  });

  it.each(SEEN)('%s is answered with %d', async (fault, status, body, kept) => {
    expect(await read(await post(fault))).toEqual({ status, body });
    expect(accepted()).toEqual(kept);
  });

  it.each([
    ['drop', []],
    ['accept-then-drop', [PARENT]],
  ])('%s cuts the connection', async (fault, kept) => {
    await expect(post(fault)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
    expect(accepted()).toEqual(kept);
  });

  it('hang says nothing until the simulator closes, and accepts nothing', async () => {
    const answer = post('hang').then(
      () => 'answered',
      () => 'cut off',
    );
    await account.send({ To: 'whatsapp:+447700900102' });
    await account.close();
    expect(await answer).toBe('cut off');
    expect(accepted()).toEqual(['whatsapp:+447700900102']);
  });

  it('half-answer accepts, and says half of it', async () => {
    const response = await post('half-answer');
    expect(response.status).toBe(201);
    const text = await response.text();
    expect(text).toMatch(/^\{"account_sid":/u);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(accepted()).toEqual([PARENT]);
  });

  it.each([
    ['429', null],
    ['429=2', '2'],
    ['429=0', '0'],
  ])('%s says in Retry-After: %s', async (fault, seconds) => {
    expect((await post(fault)).headers.get('retry-after')).toBe(seconds);
  });

  it('counts for that request alone', async () => {
    await post('500');
    expect((await account.send()).status).toBe(201);
  });

  it('goes before what the number does by itself', async () => {
    expect(await read(await post('accept-then-500', { To: OPTED_OUT }))).toMatchObject({
      status: 500,
    });
    expect(accepted()).toEqual([OPTED_OUT]);
  });

  it('does not help a form that Twilio would refuse', async () => {
    expect(await read(await post('accept-then-drop', { To: 'nobody' }))).toEqual({
      status: 400,
      body: refusalBody(400, 21211),
    });
  });

  it.each([
    ['nonsense', 'there is none of that name'],
    ['', 'it is empty'],
    ['slow', 'it lacks its number'],
    ['drop=5', 'it takes no number'],
    ['slow=-1', 'no time is negative'],
    ['slow=1.5', 'the number is not whole'],
    ['slow=9999999', 'nobody waits that long'],
    ['refuse=12345', 'the simulator does not know the code'],
    ['refuse=63024', 'Twilio gives that code only after a 201'],
    ['500, drop', 'there are two'],
    ['500@2', 'only the setting counts requests'],
  ])('is refused in plain text if it is "%s": %s', async (fault, _why) => {
    const response = await post(fault);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = await response.text();
    expect(FAULTS.map(formOf).filter((form) => !text.includes(form))).toEqual([]);
    expect(accepted()).toEqual([]);
  });

  it('is not looked at where nothing is created', async () => {
    const headers = { 'X-Simulator-Fault': 'nonsense' };
    expect(await account.call(`${MESSAGES_PATH}.json`, { headers })).toMatchObject({ status: 200 });
  });
});

describe('a message that is accepted late', () => {
  let takenIn: PromiseWithResolvers<void>;
  beforeEach(() => {
    takenIn = Promise.withResolvers();
  });
  const start = async (afterMs: number): Promise<SimulatedAccount> =>
    await simulatedAccount({
      faults: () => {
        takenIn.resolve();
        return { kind: 'late_acceptance', afterMs };
      },
    });

  it('is accepted also when its sender has gone away meanwhile', async () => {
    const account = await start(200);
    const leaving = new AbortController();
    const left = expect(
      fetch(`${account.baseUrl}${MESSAGES_PATH}.json`, {
        method: 'POST',
        body: new URLSearchParams(SEND_FORM),
        headers: { Authorization: basic(ACCOUNT_SID, AUTH_TOKEN) },
        signal: leaving.signal,
      }),
    ).rejects.toThrow('aborted');
    await takenIn.promise;
    leaving.abort();
    await left;
    let listed: unknown = [];
    while (!Array.isArray(listed) || listed.length === 0) {
      // oxlint-disable-next-line no-await-in-loop -- until it is there
      listed = (await account.call(`${MESSAGES_PATH}.json`)).body['messages'];
    }
    expect(listed).toMatchObject([{ to: PARENT, status: 'queued' }]);
    await account.close();
  });

  it('is not accepted when the simulator closes first', async () => {
    const account = await start(3_600_000);
    const cutOff = expect(account.send()).rejects.toThrow('fetch failed');
    await takenIn.promise;
    await account.close();
    await cutOff;
    expect(account.store.list()).toEqual([]);
  });
});

describe('the names of the faults', () => {
  it.each(CODES.filter(({ status }) => status !== null))(
    'refuse with $code, as Twilio does with $status',
    ({ code }) => {
      expect(readFault(`refuse=${code}`)).toEqual({ kind: 'refused', code });
    },
  );

  it('are lower case, and nothing stands around them', () => {
    expect(['DROP', ' drop', 'drop ', 'drop\n'].map((text) => readFault(text))).toEqual(
      Array.from({ length: 4 }, () => null),
    );
  });
});
