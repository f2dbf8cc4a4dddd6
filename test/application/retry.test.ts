import { describe, expect, it } from '@jest/globals';
import { retry, type Retried } from '../../src/application/retry.ts';

type Run = Retried<string> & {
  readonly before: readonly (string | null)[];
  readonly pauses: readonly (readonly [milliseconds: number, tryNumber: number])[];
};

/** Tries what comes to these results in turn; a busy one is to be tried again. */
async function run(results: readonly string[], pausesUntil = Infinity): Promise<Run> {
  const left = [...results];
  const before: (string | null)[] = [];
  const pauses: [number, number][] = [];
  const retried = await retry<string>(
    async (last) => {
      before.push(last);
      return left.shift() ?? 'done';
    },
    {
      again: (result) => {
        if (result === 'done') return null;
        return { afterSeconds: result === 'busy for 7 s' ? 7 : null };
      },
      pause: async (milliseconds, tryNumber) => {
        pauses.push([milliseconds, tryNumber]);
        return pauses.length < pausesUntil;
      },
      random: () => 1,
    },
  );
  return { ...retried, before, pauses };
}

describe('what may go better in a moment', () => {
  it('is not tried again where the first result is the last word', async () => {
    expect(await run(['done'])).toEqual({
      result: 'done',
      isCutShort: false,
      before: [null],
      pauses: [],
    });
  });

  it('is tried again after a growing wait, and knows what the try before came to', async () => {
    expect(await run(['busy', 'busy for 7 s', 'busy'])).toEqual({
      result: 'done',
      isCutShort: false,
      before: [null, 'busy', 'busy for 7 s', 'busy'],
      pauses: [
        [1000, 2],
        [7000, 3],
        [4000, 4],
      ],
    });
  });

  it('is tried five times at the most, and the fifth result is the last word', async () => {
    const { result, isCutShort, before } = await run(Array.from({ length: 9 }, () => 'busy'));
    expect(result).toBe('busy');
    expect(isCutShort).toBe(false);
    expect(before).toHaveLength(5);
  });

  it('is not tried again where nobody waits, and that is told apart from a last word', async () => {
    const { result, isCutShort, before } = await run(['busy', 'busy again'], 2);
    expect({ result, isCutShort }).toEqual({ result: 'busy again', isCutShort: true });
    expect(before).toHaveLength(2);
  });

  it('ends with what a try throws', async () => {
    const bug = new TypeError('state is undefined');
    const tried = retry(async () => await Promise.reject(bug), {
      again: () => ({ afterSeconds: null }),
      pause: async () => true,
      random: () => 1,
    });
    await expect(tried).rejects.toBe(bug);
  });
});
