import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { afterKey, interpretKey, NO_KEYS } from '../../../src/cli/operator/interpret-key.ts';

type Press = { readonly key: string; readonly at: number };
type Verdict = ReturnType<typeof interpretKey>;

/** The result for each key, if the next question is drawn `drawMs` after a key that counts. */
function verdictsOn(presses: readonly Press[], { drawnAt = 0, drawMs = 0 } = {}): Verdict[] {
  let history = NO_KEYS;
  let shownAt = drawnAt;
  return presses.map(({ key, at }) => {
    const read = { text: key, at };
    const verdict = interpretKey(history, read, shownAt);
    history = afterKey(history, read);
    if (verdict === 'counts') shownAt = at + drawMs;
    return verdict;
  });
}

function countedOf(presses: readonly Press[], options = {}): number {
  return verdictsOn(presses, options).filter((verdict) => verdict === 'counts').length;
}

/** Presses of one key, each after the given gap in milliseconds. */
function pressed(key: string, gaps: readonly number[]): readonly Press[] {
  let at = 0;
  return gaps.map((gap) => ({ key, at: (at += gap) }));
}

/** Keys in the notation `900y 200n`: each with the gap before it in milliseconds. */
function typed(script: string): readonly Press[] {
  let at = 0;
  return script.split(' ').map((one) => {
    const { gap = '', key = '' } = /^(?<gap>\d+)(?<key>.+)$/u.exec(one)?.groups ?? {};
    return { key: key.replace('space', ' '), at: (at += Number(gap)) };
  });
}

/** Varies gaps by a few milliseconds, as the times vary at which a computer reads keys. */
const JITTER = [0, 3, -2, 5, -4, 1, -5, 4, -1, 2];
const REPEATS = 40;

describe('a y held down', () => {
  it.each(
    [33, 160, 200, 400, 500, 1000, 2000].flatMap((interval) =>
      [0, 250, 400, 500].flatMap((pause) =>
        [0, 5000].map((start) => ({ interval, pause, start, most: interval < 800 ? 1 : 2 })),
      ),
    ),
  )(
    'every $interval ms, after a pause of $pause ms, at a question that stood for $start ms, counts $most times at most',
    ({ interval, pause, start, most }) => {
      const repeats = Array.from(
        { length: REPEATS },
        (_, index) => interval + (JITTER[index % JITTER.length] ?? 0),
      );
      const gaps = [start, ...(pause === 0 ? [] : [pause]), ...repeats];
      for (const drawMs of [0, 60]) {
        expect(countedOf(pressed('y', gaps), { drawMs })).toBeLessThanOrEqual(most);
      }
    },
  );

  it('at any interval under 0.8 s counts once at most, however uneven', () => {
    const held = fc.record({
      start: fc.nat(10_000),
      gaps: fc.array(fc.integer({ min: 10, max: 790 }), { minLength: 1, maxLength: 60 }),
      drawMs: fc.nat(100),
    });
    fc.assert(
      fc.property(
        held,
        ({ start, gaps, drawMs }) => countedOf(pressed('y', [start, ...gaps]), { drawMs }) <= 1,
      ),
    );
  });

  it('at any even interval from 0.8 s counts twice at most, wherever it begins', () => {
    const held = fc.integer({ min: 800, max: 5000 }).chain((interval) =>
      fc.record({
        start: fc.nat(10_000),
        pause: fc.option(fc.integer({ min: 10, max: 790 }), { nil: interval }),
        gaps: fc.array(fc.integer({ min: interval - 15, max: interval + 15 }), {
          minLength: 1,
          maxLength: 60,
        }),
        drawMs: fc.nat(100),
      }),
    );
    fc.assert(
      fc.property(
        held,
        ({ start, pause, gaps, drawMs }) =>
          countedOf(pressed('y', [start, pause, ...gaps]), { drawMs }) <= 2,
      ),
    );
  });

  it.each([
    ['y', 'n'],
    ['Y', 'n'],
  ])('counts no more after it was let go, until another key came: %s, then %s', (yes, other) => {
    const held = pressed(yes, [5000, 400, ...Array.from({ length: 20 }, () => 33)]);
    const end = held.at(-1)?.at ?? 0;
    const after = [
      { key: 'y', at: end + 3000 },
      { key: other, at: end + 5000 },
      { key: 'y', at: end + 7000 },
    ];
    expect(verdictsOn([...held, ...after]).slice(-3)).toEqual(['too_even', 'counts', 'counts']);
  });
});

/**
 * Gaps between the key presses of a person who reads each question, in milliseconds: log-normal with a mean of
 * 1.6 s and a standard deviation of 0.2 s. Gaps within 30 ms of the one before, about one in sixteen, are left
 * out; another test below has one.
 */
const BY_HAND = [
  1388, 1794, 1246, 1427, 1356, 1608, 1804, 1682, 1430, 1798, 1703, 1354, 1885, 1699, 1302, 1689,
  1489, 1151, 1831, 1719, 1393, 1819, 1601, 1435, 1716, 1462, 1357, 1738, 1905, 1391, 1835, 1716,
  1637, 1801, 1258, 1675, 1535, 1827, 1618, 1489, 1578, 1750, 1535, 1972, 1474, 1641, 1535, 1358,
  1769, 1541, 1309, 1601, 1699, 1431, 2017, 1623, 2118, 1355, 1412, 1350,
];

describe('a y pressed by hand', () => {
  it('about every 1.6 s counts each time', () => {
    expect(countedOf(pressed('y', BY_HAND), { drawMs: 60 })).toBe(BY_HAND.length);
  });

  it('counts again after another key if the gaps were regular by chance', () => {
    expect(verdictsOn(typed('1500y 1600y 1610y 1700y 1200space 1500y 1600y'))).toEqual([
      'counts',
      'counts',
      'too_even',
      'too_even',
      'counts',
      'counts',
      'counts',
    ]);
  });

  it.each([
    ['799y', ['too_soon'], 'at a question that has stood for less than 0.8 s'],
    ['800y', ['counts'], 'at one that has stood for 0.8 s'],
    ['1000y 700y', ['counts', 'too_soon'], 'as soon as the next question stands'],
    ['1000space 799y', ['counts', 'too_soon'], 'less than 0.8 s after another key'],
    ['1000space 800y', ['counts', 'counts'], '0.8 s after another key'],
    ['1000y 500y 500y', ['counts', 'too_soon', 'too_even'], 'again and again in a hurry'],
    ['700y 790y 900y', ['too_soon', 'too_soon', 'counts'], 'too soon twice, and then in time'],
    ['1000y 1500y 1529y', ['counts', 'counts', 'too_even'], 'at a gap 29 ms longer than the last'],
    ['1000y 1500y 1470y', ['counts', 'counts', 'too_even'], 'at a gap 30 ms shorter'],
    ['1000y 1500y 1531y', ['counts', 'counts', 'counts'], 'at a gap 31 ms longer'],
    ['1000y 1500Y 1500y', ['counts', 'counts', 'too_even'], 'with a capital between'],
    ['1000y 700y 700y 700n 900y', ['counts', 'too_soon', 'too_even', 'counts', 'counts'], 'anew'],
  ] as const)('%s is %j: %s', (script, verdicts, _when) => {
    expect(verdictsOn(typed(script))).toEqual(verdicts);
  });
});

describe('another key', () => {
  it.each(['n', 'b', 'q', '?', '1', '\u0004', '\r', '\u001B[A', '\u001B', 'é'])(
    '%j counts as soon as the question stands',
    (key) => {
      expect(verdictsOn([{ key, at: 1 }])).toEqual(['counts']);
    },
  );

  it.each([
    ['100n 149n', ['counts', 'repeated'], 'a quick repeat'],
    ['100n 150n', ['counts', 'counts'], 'as quick as a hand is'],
    ['100x 33x 33x 33n', ['counts', 'repeated', 'repeated', 'repeated'], 'behind a key held down'],
  ] as const)('%s is %j: %s', (script, verdicts, _when) => {
    expect(verdictsOn(typed(script))).toEqual(verdicts);
  });
});

describe('what comes at once', () => {
  it.each([
    ['yyyyyyyy', 'eight letters'],
    ['y\r', 'a letter and Enter'],
    ['yn', 'two letters'],
    ['\u001B[A\u001B[A', 'two arrows'],
  ])('%j never counts: %s', (key) => {
    expect(verdictsOn([{ key, at: 5000 }])).toEqual(['repeated']);
  });

  it('counts as a key before the y that follows it', () => {
    expect(verdictsOn(typed('5000Hello 799y'))).toEqual(['repeated', 'too_soon']);
  });

  it('and is y alone does not count as another key', () => {
    expect(verdictsOn(typed('1000y 1000y 1000y 900yyy 900y')).slice(2)).toEqual([
      'too_even',
      'too_even',
      'too_even',
    ]);
  });
});
