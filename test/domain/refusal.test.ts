import { describe, expect, it } from '@jest/globals';
import { refusalOf, type Refusal } from '../../src/domain/refusal.ts';

type Expected = readonly [
  stops: Refusal['stops'],
  retry: Refusal['retry'],
  codes: readonly number[],
];

/** Section 5 of the notes on Twilio, by what it asks of the tool. */
const EXPECTED: readonly Expected[] = [
  [
    'run',
    'never',
    [
      20001, 20003, 20005, 20006, 20008, 20010, 20403, 20404, 21212, 21408, 21602, 21603, 21604,
      21606, 21609, 21619, 21624, 21654, 21655, 21701, 21703, 21705, 21711, 30002, 35115, 35118,
      63001, 63002, 63006, 63007, 63008, 63015, 63016, 63020, 63022, 63026, 63027, 63028, 63030,
      63040, 63041, 63042, 63051, 63062,
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
      21211, 21610, 21612, 21614, 21617, 21658, 63003, 63014, 63024, 63025, 63031, 63032, 63033,
      63034, 63036, 63037, 63046,
    ],
  ],
  ['recipient', 'later', [30008, 30410, 30500, 63019, 63023, 63029, 63049]],
];

const CASES = EXPECTED.flatMap(([stops, retry, codes]) =>
  codes.map((code) => ({ code, stops, retry })),
);

/** Words a club secretary would have to look up. */
const JARGON =
  /\b(?:API|SID|HX|JSON|HTTP|POST|payload|parameter|endpoint|webhook|callback|async|sync|queue|locale)\b/iu;

describe('the catalogue of refusals', () => {
  it.each(CASES)('$code stops the $stops, and is sent again: $retry', ({ code, stops, retry }) => {
    expect(refusalOf(code)).toMatchObject({ stops, retry });
  });

  it('holds the codes of the table above and no others', () => {
    const known = Array.from({ length: 100_000 }, (_, code) => code).filter(
      (code) => refusalOf(code) !== null,
    );
    expect(known).toEqual(CASES.map(({ code }) => code).toSorted((a, b) => a - b));
  });

  it.each(CASES)('$code is put in one plain sentence, and so is what to do', ({ code }) => {
    const { meaning, fix } = refusalOf(code) ?? { meaning: '', fix: '' };
    for (const sentence of [meaning, fix]) {
      expect(sentence).toMatch(/^[A-Z][^.!?]{10,}\.$/u);
      expect(sentence.length).toBeLessThan(200);
      expect(sentence).not.toMatch(/\d{3}/u);
      expect(sentence).not.toMatch(JARGON);
    }
    expect(fix).not.toBe(meaning);
  });

  it.each([
    [20003, 'credentials'],
    [63007, 'sender'],
    [63041, 'template'],
    [30002, 'account'],
    [63024, undefined],
  ])('%i is about: %s', (code, about) => {
    expect(refusalOf(code)?.about).toBe(about);
  });

  it.each([0, 21999, 63999, -1, 20003.5, Number.NaN])('does not know %d', (code) => {
    expect(refusalOf(code)).toBeNull();
  });

  it('stops the whole run wherever the account, the credentials, the sender or the template is at fault', () => {
    const goOn = CASES.filter(({ code }) => refusalOf(code)?.about !== undefined)
      .filter(({ stops }) => stops !== 'run')
      .map(({ code }) => code);
    // A trial account may well write to the next person on the list.
    expect(goOn).toEqual([21219, 21607, 21608]);
  });
});
