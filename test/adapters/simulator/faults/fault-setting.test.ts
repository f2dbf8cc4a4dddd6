import { describe, expect, it } from '@jest/globals';
import { readFaultSetting } from '../../../../src/adapters/simulator/faults/fault-setting.ts';
import { FAULTS, formOf } from '../../../../src/adapters/simulator/faults/faults.ts';
import { InviteError, type StopProblem } from '../../../../src/domain/problem/problem.ts';
import { explainStop } from '../../../../src/text/stop.ts';
import { MESSAGES_PATH, SEND_FORM, simulatedAccount } from '../simulated-account.ts';

const DROP = { kind: 'connection_lost', accepts: true };
const SLOW = { kind: 'late_answer', afterMs: 500 };
const TOO_MANY = { kind: 'refused', code: 20429, retryAfterSeconds: 2 };
const REFUSED = { kind: 'refused', code: 21211 };

/** The setting, and what it makes of the first three create requests. */
const MEANS = [
  [undefined, [null, null, null], 0, 'nothing goes wrong where it is not set'],
  ['accept-then-drop', [DROP, DROP, DROP], 0, 'each'],
  ['accept-then-drop@3', [null, null, DROP], 0, 'the third alone'],
  ['429=2@1,slow=500', [TOO_MANY, SLOW, SLOW], 0, 'the first in its way, all others in theirs'],
  ['slow=500,429=2@1', [TOO_MANY, SLOW, SLOW], 0, 'in whatever order'],
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

describe('a simulator that was told what goes wrong', () => {
  it('counts every create request, refused or not, and no other', async () => {
    const account = await simulatedAccount(readFaultSetting('500@3'));
    const statuses = [(await account.send()).status, (await account.send({ To: 'x' })).status];
    await account.call(`${MESSAGES_PATH}.json`);
    statuses.push((await account.send()).status, (await account.send()).status);
    await account.close();
    expect(statuses).toEqual([201, 400, 500, 201]);
  });

  it('gives way to the header of one request', async () => {
    const account = await simulatedAccount(readFaultSetting('500'));
    const { status } = await account.post(`${MESSAGES_PATH}.json`, SEND_FORM, 'slow=1');
    await account.close();
    expect(status).toBe(201);
  });

  it('shows a message in the list once it is old enough, and on its own address at once', async () => {
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
