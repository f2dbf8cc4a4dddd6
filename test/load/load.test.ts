import { describe, expect, it } from '@jest/globals';
import { withoutIds } from '../support/normalised-text.ts';
import { isError, underLoad, requestTimes } from './load.ts';

describe('load on the service', () => {
  it('is evenly spread, with an additional burst every four seconds', () => {
    const times = requestTimes({ seconds: 6, perSecond: 2, burst: 3 });
    expect(times).toEqual([
      0, 500, 1000, 1000, 1000, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5000, 5000,
      5000, 5500,
    ]);
  });

  it('causes no error, no message sent twice and nothing lost, and the service stops cleanly', async () => {
    const { calls, duplicates, lost, sent, exitCode, output } = await underLoad({
      seconds: 3,
      perSecond: 25,
      burst: 50,
    });
    expect(calls).toHaveLength(125);
    expect(calls.filter(isError)).toEqual([]);
    expect([duplicates, lost, exitCode]).toEqual([0, [], 0]);
    const answers = new Set(calls.map(({ path, status, word }) => `${path} ${status} ${word}`));
    expect([...answers]).toEqual(
      expect.arrayContaining(['/trigger 200 message_sent', '/webhook 200 ']),
    );
    expect(sent).toBe(calls.filter(({ word }) => word === 'message_sent').length);
    expect(withoutIds(output)).not.toMatch(/Tester|Jane|\+?447700900\d{3}/u);
  });
});
