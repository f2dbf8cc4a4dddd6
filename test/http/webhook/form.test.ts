import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  pairsIn,
  parametersIn,
  parametersOf,
  valueOf,
} from '../../../src/http/webhook/read-event.ts';

const form = (names: readonly string[]): string => names.map((name) => `${name}=x`).join('&');
const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `Name${index}`);

describe('a form', () => {
  it('is parsed as URLSearchParams parses it', () => {
    const piece = fc.constantFrom(
      ...'&=+% ?#é'.split(''),
      '%41',
      '%C3%A9',
      '%ff',
      '%zz',
      'a',
      'b',
      '👋',
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => `a${pieces.join('')}`);
    fc.assert(
      fc.property(text, (written) => {
        expect([...pairsIn(written)]).toEqual([...new URLSearchParams(written)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps a leading question mark', () => {
    expect(parametersIn('?a=1', 10)).toEqual({ '?a': '1' });
  });

  it('keeps repeated parameters, in order, and empty ones', () => {
    expect(parametersIn('b=2&a=&b=1&&=&c', 10)).toEqual({ b: ['2', '1'], a: '', '': '', c: '' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'may have a parameter called %s, like any other',
    (name) => {
      const parameters = parametersIn(`${name}=one&${name}=two&other=x`, 10) ?? {};
      expect(Object.entries(parameters)).toEqual([
        [name, ['one', 'two']],
        ['other', 'x'],
      ]);
      expect(valueOf(parameters, name)).toBe('one');
      expect(valueOf(parametersIn('other=x', 10) ?? {}, name)).toBeNull();
    },
  );
});

describe('the maximum number of parameters of a form', () => {
  it.each([
    ['with different names', form(names(200)), form(names(201))],
    ['with one name', form(Array(200).fill('a')), form(Array(201).fill('a'))],
    ['with empty parameters between them', `&&${form(names(200))}&&`, `&&${form(names(201))}&&`],
  ])('counts parameters %s', (_which, enough, tooMany) => {
    expect(parametersIn(enough, 200)).not.toBeNull();
    expect(parametersIn(tooMany, 200)).toBeNull();
  });

  it.each([
    ['no more than there are', 200, 200],
    ['none after the first above the limit', 16_000, 201],
  ])('reads parameters one at a time, each once, and %s', (_what, given, expected) => {
    let taken = 0;
    function* counted(): Generator<readonly [string, string]> {
      for (const name of names(given)) {
        taken += 1;
        yield [name, 'x'];
      }
    }
    const parameters = parametersOf(counted(), 200);
    expect([taken, parameters === null]).toEqual([expected, given > 200]);
  });

  it('decodes parameters as they are read', () => {
    const pairs = pairsIn(form(names(16_000)));
    expect(pairs.next().value).toEqual(['Name0', 'x']);
    expect(pairs.return(undefined).done).toBe(true);
  });
});
