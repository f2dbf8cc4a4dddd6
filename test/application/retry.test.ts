import { describe, expect, it } from '@jest/globals';
import { retry, type Retried } from '../../src/application/retry.ts';

type Run = Retried<string> & {
  readonly before: readonly (string | null)[];
  readonly pauses: readonly (readonly [milliseconds: number, tryNumber: number])[];
};

/** Retries an operation with these results in turn. A result other than “done” is retried. */
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

describe('an operation that is retried', () => {
  it('is not retried when the first result is final', async () => {
    expect(await run(['done'])).toEqual({
      result: 'done',
      isCutShort: false,
      before: [null],
      pauses: [],
    });
  });

  it('is retried after a growing wait, and gets the result of the try before', async () => {
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

  it('is tried five times at most, and the fifth result is final', async () => {
    const { result, isCutShort, before } = await run(Array.from({ length: 9 }, () => 'busy'));
    expect(result).toBe('busy');
    expect(isCutShort).toBe(false);
    expect(before).toHaveLength(5);
  });

  it('is not retried when the wait is cut short, and the result says so', async () => {
    const { result, isCutShort, before } = await run(['busy', 'busy again'], 2);
    expect({ result, isCutShort }).toEqual({ result: 'busy again', isCutShort: true });
    expect(before).toHaveLength(2);
  });

  it('ends with an error that a try throws', async () => {
    const bug = new TypeError('state is undefined');
    const tried = retry(async () => await Promise.reject(bug), {
      again: () => ({ afterSeconds: null }),
      pause: async () => true,
      random: () => 1,
    });
    await expect(tried).rejects.toBe(bug);
  });
});
