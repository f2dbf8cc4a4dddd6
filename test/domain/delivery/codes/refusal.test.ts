import { describe, expect, it } from '@jest/globals';
import { refusalOf, type Refusal } from '../../../../src/domain/delivery/codes/refusal.ts';

type Expected = readonly [
  stops: Refusal['stops'],
  retry: Refusal['retry'],
  codes: readonly number[],
];

/** Twilio's codes by what the tool does about them. */
const EXPECTED: readonly Expected[] = [
  [
    'run',
    'never',
    [
      20001, 20003, 20005, 20006, 20008, 20010, 20403, 20404, 21212, 21408, 21602, 21603, 21604,
      21606, 21609, 21619, 21624, 21654, 21655, 21701, 21703, 21705, 21711, 30002, 30029, 35115,
      35118, 70051, 63001, 63002, 63006, 63007, 63008, 63015, 63016, 63020, 63022, 63026, 63027,
      63028, 63030, 63040, 63041, 63042, 63051, 63062, 63112,
    ],
  ],
  ['run', 'later', [21611, 30001, 63038]],
  ['pause', 'automatic', [20429]],
  ['pause', 'never', [20500, 20503, 21219, 21607, 21608, 21656, 63005, 63013, 63021]],
  ['pause', 'later', [63009, 63010, 63011, 63012, 63017, 63018]],
  [
    'recipient',
    'never',
    [
      23002, 21211, 21610, 21612, 21614, 21617, 21658, 63003, 63014, 63024, 63025, 63031, 63032,
      63033, 63034, 63036, 63037, 63046,
    ],
  ],
  ['recipient', 'later', [30008, 30036, 30410, 30500, 63019, 63023, 63029, 63049]],
];

/** Codes by what has to be corrected before anything can be sent. */
const ABOUT: { readonly [about in NonNullable<Refusal['about']>]: readonly number[] } = {
  account: [
    20005, 20006, 20010, 20403, 20404, 21219, 21408, 21607, 21608, 30002, 30029, 63020, 63112,
    63038, 63051, 63062,
  ],
  credentials: [20003, 20008, 70051],
  sender: [
    21212, 21606, 21701, 21703, 21705, 21711, 63001, 63002, 63007, 63008, 63015, 63022, 63026,
  ],
  template: [21655, 63006, 63016, 63027, 63028, 63040, 63041, 63042],
};

const CASES = EXPECTED.flatMap(([stops, retry, codes]) =>
  codes.map((code) => ({ code, stops, retry, about: aboutOf(code) })),
);

function aboutOf(code: number): string | undefined {
  return Object.entries(ABOUT).find(([, codes]) => codes.includes(code))?.[0];
}

/** Words that a club secretary may not know. */
const JARGON =
  /\b(?:API|SID|HX|JSON|HTTP|POST|payload|parameter|endpoint|webhook|callback|async|sync|queue|locale)\b/iu;

describe('the catalogue of refusals', () => {
  it.each(CASES)(
    '$code stops the $stops, is sent again: $retry, and is about: $about',
    ({ code, stops, retry, about }) => {
      const { stops: found, retry: again, about: what } = refusalOf(code) ?? {};
      expect({ stops: found, retry: again, about: what }).toEqual({ stops, retry, about });
    },
  );

  it('has no code twice in the table above', () => {
    expect(new Set(CASES.map(({ code }) => code)).size).toBe(CASES.length);
    const about = Object.values(ABOUT).flat();
    expect(new Set(about).size).toBe(about.length);
  });

  it('holds the codes of the table above and no others', () => {
    const known = Array.from({ length: 100_000 }, (_, code) => code).filter(
      (code) => refusalOf(code) !== null,
    );
    expect(known).toEqual(CASES.map(({ code }) => code).toSorted((a, b) => a - b));
  });

  it.each(CASES)(
    '$code has one plain sentence for its meaning and one for what to do',
    ({ code }) => {
      const { meaning, fix } = refusalOf(code) ?? { meaning: '', fix: '' };
      for (const sentence of [meaning, fix]) {
        expect(sentence).toMatch(/^[A-Z][^.!?]{10,}\.$/u);
        expect(sentence.length).toBeLessThan(200);
        expect(sentence).not.toMatch(/\d{3}/u);
        expect(sentence).not.toMatch(JARGON);
      }
      expect(fix).not.toBe(meaning);
    },
  );

  it.each([0, 21999, 63999, -1, 20003.5, Number.NaN])('does not know %d', (code) => {
    expect(refusalOf(code)).toBeNull();
  });

  it('stops the run if the account, the credentials, the sender or the template is at fault', () => {
    const goOn = CASES.filter(({ code }) => refusalOf(code)?.about !== undefined)
      .filter(({ stops }) => stops !== 'run')
      .map(({ code }) => code);
    // A trial account may be able to write to the next person on the list.
    expect(goOn).toEqual([21219, 21607, 21608]);
  });
});
