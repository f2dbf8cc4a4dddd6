import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { composeMessage, digestOf, type Message } from '../../../src/domain/message/message.ts';
import { VARIABLE_NUMBERS } from '../../../src/domain/message/template.ts';
import { aMessage, anInvite } from '../../support/builders.ts';

const EXAMPLE = aMessage();

function messageFor(firstName: string, lastName: string): Message {
  const invite = { ...anInvite(), player: { firstName, lastName } };
  const composed = composeMessage(invite, builtInTemplate());
  if (!composed.ok) throw new Error(composed.problem.code);
  return composed.message;
}

function keyOf(parent_tel: string, current_registration_season: string): string {
  return aMessage({ parent_tel, current_registration_season }).key;
}

/** The parts of a digest, with values that could be confused. */
const text = fc.string({
  unit: fc.constantFrom('a', 'b', '"', ',', '\\', ' ', '{', 'é'),
  maxLength: 3,
});
const parts = fc.record({
  to: text,
  contentSid: text,
  body: text,
  values: fc.tuple(text, text, text, text, text, text, text, text, text),
});

function messageOf(made: {
  to: string;
  contentSid: string;
  body: string;
  values: string[];
}): Message {
  return {
    ...EXAMPLE,
    to: made.to,
    contentSid: made.contentSid as Message['contentSid'],
    body: made.body,
    contentVariables: Object.fromEntries(
      VARIABLE_NUMBERS.map((number, index) => [number, made.values[index] ?? '']),
    ) as Message['contentVariables'],
  };
}

describe('any digest', () => {
  it('is equal for equal messages, and for no others', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(digestOf(messageOf(one)) === digestOf(messageOf(other))).toBe(same);
        expect(digestOf(messageOf(one))).toBe(digestOf(messageOf(structuredClone(one))));
      }),
    );
  });

  it('changes with any single value', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 8 }), text, (made, index, value) => {
        fc.pre(made.values[index] !== value);
        const values = made.values.with(index, value);
        expect(digestOf(messageOf({ ...made, values }))).not.toBe(digestOf(messageOf(made)));
      }),
    );
  });

  it('changes when two different values change places', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (made, one, other) => {
        const first = made.values[one] ?? '';
        const second = made.values[other] ?? '';
        fc.pre(first !== second);
        const values = made.values.with(one, second).with(other, first);
        expect(digestOf(messageOf({ ...made, values }))).not.toBe(digestOf(messageOf(made)));
      }),
    );
  });
});

/** Letters of Latin script with and without accents. */
const letter = fc.constantFrom(
  ...'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöùúûüýÿčěğńřśšůźż'.split(''),
);
const name = fc.array(letter, { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''));

/** Other spellings of the same name. */
const retyped = fc.constantFrom(
  (typed: string) => typed.toUpperCase(),
  (typed: string) => typed.charAt(0).toUpperCase() + typed.slice(1),
  (typed: string) => typed.normalize('NFD'),
  (typed: string) => typed.normalize('NFD').replaceAll(/\p{Mn}/gu, ''),
  (typed: string) => `  ${typed}\u00A0`,
  (typed: string) => typed.split('').join('-'),
  (typed: string) => typed.split('').join(' '),
  (typed: string) => typed.split('').join('’'),
  (typed: string) => typed.split('').join("'"),
);

describe('any key', () => {
  it('is the same however the name is typed', () => {
    fc.assert(
      fc.property(name, name, fc.array(retyped, { maxLength: 4 }), (first, last, ways) => {
        const again = (typed: string): string => ways.reduce((now, way) => way(now), typed);
        expect(messageFor(again(first), again(last)).key).toBe(messageFor(first, last).key);
      }),
    );
  });

  it('differs for names that differ in their letters', () => {
    const plain = fc.stringMatching(/^[a-z]{1,6}$/u);
    fc.assert(
      fc.property(plain, plain, plain, plain, (first, last, otherFirst, otherLast) => {
        const same = first === otherFirst && last === otherLast;
        const one = messageFor(first, last).key;
        expect(one === messageFor(otherFirst, otherLast).key).toBe(same);
      }),
    );
  });

  it('differs for every phone and every season', () => {
    const phone = fc.integer({ min: 900_000, max: 900_999 }).map((end) => `+447700${end}`);
    const season = fc.integer({ min: 2000, max: 2098 }).map((year) => `${year}-${year + 1}`);
    fc.assert(
      fc.property(phone, season, phone, season, (one, first, other, second) => {
        expect(keyOf(one, first) === keyOf(other, second)).toBe(one === other && first === second);
        expect(keyOf(one, first)).toBe(keyOf(one, first));
      }),
    );
  });
});
