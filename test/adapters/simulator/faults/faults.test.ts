import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  FAULTS,
  formOf,
  readFault,
  readFaultSetting,
} from '../../../../src/adapters/simulator/faults/faults.ts';
import { TWILIO_CODES } from '../../../../src/adapters/simulator/faults/twilio-codes.ts';
import { InviteError, type StopProblem } from '../../../../src/domain/problem/problem.ts';
import { explainStop } from '../../../../src/text/stop.ts';
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

/** A number that is refused without a fault: it has opted out. */
const OPTED_OUT = 'whatsapp:+447700900610';
const CODES = Object.entries(TWILIO_CODES).map(([code, { status }]) => ({
  code: Number(code),
  status,
}));

/** The response to a create request with this fault: a status and a body, or none. */
const SEEN = [
  ['refuse=21211', 400, refusalBody(400, 21211), []],
  ['refuse=20003', 401, refusalBody(401, 20003), []],
  ['429', 429, refusalBody(429, 20429), []],
  ['429=2', 429, refusalBody(429, 20429), []],
  ['500', 500, refusalBody(500, 20500), []],
  ['accept-then-500', 500, refusalBody(500, 20500), [PARENT]],
  ['fail-later=63051', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
  ['slow=1', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
  ['held-in-queue', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
  ['late=1', 201, expect.objectContaining({ status: 'queued' }), [PARENT]],
] as const;

describe('a fault in the header of a create request', () => {
  let account: SimulatedAccount;
  const post = (fault: string, form = {}) =>
    account.post(`${MESSAGES_PATH}.json`, { ...SEND_FORM, ...form }, fault);
  const accepted = () => account.store.list().map(({ to }) => to);

  beforeEach(async () => {
    account = await simulatedAccount();
  });

  afterEach(() => account.close());

  it('is tested, whichever it is', () => {
    const tested = SEEN.map(([fault]) => fault.replace(/=.*/u, ''));
    const others = ['drop', 'accept-then-drop', 'hang', 'half-answer'];
    expect(new Set([...tested, ...others])).toEqual(new Set(FAULTS.map(({ name }) => name)));
  });

  it.each(SEEN)('%s responds with %d', async (fault, status, body, kept) => {
    expect(await read(await post(fault))).toEqual({ status, body });
    expect(accepted()).toEqual(kept);
  });

  it.each([
    ['drop', []],
    ['accept-then-drop', [PARENT]],
  ])('%s loses the connection', async (fault, kept) => {
    await expect(post(fault)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
    expect(accepted()).toEqual(kept);
  });

  it('hang does not respond until the simulator closes, and accepts nothing', async () => {
    const answer = post('hang').then(
      () => 'answered',
      () => 'cut off',
    );
    await account.send({ To: 'whatsapp:+447700900102' });
    await account.close();
    expect(await answer).toBe('cut off');
    expect(accepted()).toEqual(['whatsapp:+447700900102']);
  });

  it('half-answer accepts, and sends half the response', async () => {
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
  ])('%s responds with Retry-After: %s', async (fault, seconds) => {
    expect((await post(fault)).headers.get('retry-after')).toBe(seconds);
  });

  it('applies to that request alone', async () => {
    await post('500');
    expect((await account.send()).status).toBe(201);
  });

  it('wins over the failure of the number', async () => {
    expect(await read(await post('accept-then-500', { To: OPTED_OUT }))).toMatchObject({
      status: 500,
    });
    expect(accepted()).toEqual([OPTED_OUT]);
  });

  it('does not apply to a form that Twilio would refuse', async () => {
    expect(await read(await post('accept-then-drop', { To: 'nobody' }))).toEqual({
      status: 400,
      body: refusalBody(400, 21211),
    });
  });

  it.each([
    ['nonsense', 'there is none of that name'],
    ['', 'it is empty'],
    ['slow', 'it lacks its number'],
    ['drop=5', 'it has no parameter'],
    ['slow=-1', 'no time is negative'],
    ['slow=1.5', 'the number is not whole'],
    ['slow=9999999', 'above the maximum'],
    ['refuse=12345', 'a code unknown to the simulator'],
    ['refuse=63024', 'Twilio gives that code only after a 201'],
    ['fail-later=21211', 'Twilio gives that code instead of a 201'],
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

  it('is not read where nothing is created', async () => {
    const headers = { 'X-Simulator-Fault': 'nonsense' };
    expect(await account.call(`${MESSAGES_PATH}.json`, { headers })).toMatchObject({ status: 200 });
  });
});

describe('a message that is held in the queue', () => {
  it.each([
    ['1860', '2026-11-20T18:30:59.999Z', '2026-11-20T18:31:00.000Z'],
    [undefined, '2026-11-21T03:59:59.999Z', '2026-11-21T04:00:00.000Z'],
  ])('fails as its validity period of %s s ends', async (ValidityPeriod, before, end) => {
    const account = await simulatedAccount({ faults: () => ({ kind: 'held_in_queue' }) });
    const { body } = await account.send({ ValidityPeriod });
    const states = [];
    for (const at of [before, end]) {
      account.clock.now = new Date(at);
      // oxlint-disable-next-line no-await-in-loop -- one time after the other
      states.push((await account.call(String(body['uri']))).body);
    }
    await account.close();
    expect(states).toMatchObject([
      { status: 'queued', error_code: null, date_sent: null },
      { status: 'failed', error_code: 30036, date_sent: null },
    ]);
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

  it('is accepted even if its client has disconnected meanwhile', async () => {
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

  it('is not accepted when the simulator closes before', async () => {
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
    'include refuse=$code, which Twilio returns with $status',
    ({ code }) => {
      expect(readFault(`refuse=${code}`)).toEqual({ kind: 'refused', code });
    },
  );

  it('are lower case, without spaces around them', () => {
    expect(['DROP', ' drop', 'drop ', 'drop\n'].map((text) => readFault(text))).toEqual(
      Array.from({ length: 4 }, () => null),
    );
  });
});

const DROP = { kind: 'connection_lost', accepts: true };
const SLOW = { kind: 'late_answer', afterMs: 500 };
const TOO_MANY = { kind: 'refused', code: 20429, retryAfterSeconds: 2 };
const REFUSED = { kind: 'refused', code: 21211 };

/** The setting, the failures of the first three create requests, and the list lag. */
const MEANS = [
  [undefined, [null, null, null], 0, 'no failures by default'],
  ['accept-then-drop', [DROP, DROP, DROP], 0, 'each'],
  ['accept-then-drop@3', [null, null, DROP], 0, 'the third alone'],
  ['429=2@1,slow=500', [TOO_MANY, SLOW, SLOW], 0, 'the first in its way, all others in theirs'],
  ['slow=500,429=2@1', [TOO_MANY, SLOW, SLOW], 0, 'in any order'],
  ['refuse=21211@1, slow=500@2', [REFUSED, SLOW, null], 0, 'with a space after the comma'],
  ['list-lag=2000', [null, null, null], 2000, 'the list alone'],
  ['accept-then-drop@1,list-lag=50', [DROP, null, null], 50, 'both'],
] as const;

function stopOf(value: string): StopProblem {
  try {
    readFaultSetting(value);
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}

describe('REHEARSAL_FAULT', () => {
  it.each(MEANS)('%s means %j and a lag of %d: %s', (value, failures, listLagMs, _why) => {
    const plan = readFaultSetting(value);
    expect([1, 2, 3].map((number) => plan.faults(number))).toEqual(failures);
    expect(plan.listLagMs).toBe(listLagMs);
  });

  it.each([
    ['nonsense', 'no such fault'],
    ['drop@0', 'requests count from 1'],
    ['drop@', 'no number of a request'],
    ['drop@two', 'no number of a request'],
    ['drop@1@2', 'two numbers'],
    ['@1', 'no fault'],
    ['drop,', 'nothing behind the comma'],
    ['drop;hang@2', 'no comma'],
    ['drop,hang', 'two for every request'],
    ['drop@1,hang@1', 'two for one request'],
    ['list-lag', 'no number'],
    ['limit', 'no number'],
    ['limit=0', 'no one could be written to'],
    ['limit=5@1', 'a limit is no create request'],
    ['list-lag=2@1', 'a list is no create request'],
    ['list-lag=2,list-lag=3', 'two lags'],
  ])('is malformed if it is %s: %s', (value, _why) => {
    const stop = stopOf(value);
    expect(stop).toMatchObject({
      code: 'settings_malformed',
      faults: [{ name: 'REHEARSAL_FAULT' }],
    });
    const text = explainStop(stop).fix;
    expect(FAULTS.map(formOf).filter((form) => !text.includes(form))).toEqual([]);
    expect(text).toContain('list-lag');
  });
});

describe('a simulator with planned faults', () => {
  it('counts every create request, refused or not, and no other', async () => {
    const account = await simulatedAccount(readFaultSetting('500@3'));
    const statuses = [(await account.send()).status, (await account.send({ To: 'x' })).status];
    await account.call(`${MESSAGES_PATH}.json`);
    statuses.push((await account.send()).status, (await account.send()).status);
    await account.close();
    expect(statuses).toEqual([201, 400, 500, 201]);
  });

  it('is overridden by the header of a request', async () => {
    const account = await simulatedAccount(readFaultSetting('500'));
    const { status } = await account.post(`${MESSAGES_PATH}.json`, SEND_FORM, 'slow=1');
    await account.close();
    expect(status).toBe(201);
  });

  it('lists a message once it is old enough, and returns it by its SID at once', async () => {
    const account = await simulatedAccount(readFaultSetting('list-lag=2000'));
    const { body } = await account.send();
    const listed = async (): Promise<unknown> =>
      (await account.call(`${MESSAGES_PATH}.json?To=${encodeURIComponent(String(body['to']))}`))
        .body['messages'];
    account.clock.now = new Date('2026-11-20T18:00:01.999Z');
    const [early, itself] = [await listed(), await account.call(String(body['uri']))];
    account.clock.now = new Date('2026-11-20T18:00:02.000Z');
    const late = await listed();
    await account.close();
    expect(early).toEqual([]);
    expect(itself).toMatchObject({ status: 200, body: { sid: body['sid'] } });
    expect(late).toMatchObject([{ sid: body['sid'] }]);
  });
});
