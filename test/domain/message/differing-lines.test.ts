import { describe, expect, it } from '@jest/globals';
import { differingLines } from '../../../src/domain/message/differing-lines.ts';

describe('two texts', () => {
  it.each([
    ['are the same', 'one\ntwo', 'one\ntwo', []],
    ['end their lines another way', 'one\n\ntwo', 'one\r\n\r\ntwo', []],
    ['differ in an empty line', 'one\ntwo', 'one\n\ntwo', []],
    ['differ in a line', 'one\ntwo\nthree', 'one\n2\nthree', ['- two', '+ 2']],
    ['differ in a space', 'one', 'one ', ['- one', '+ one ']],
    ['differ by a line more', 'one\ntwo', 'one\nnew\ntwo', ['+ new']],
    ['differ by a line less', 'one\ntwo\nthree', 'one\nthree', ['- two']],
    ['have nothing in common', 'a\nb', 'c', ['- a', '- b', '+ c']],
    ['are one and none', 'a', '', ['- a']],
  ])('%s', (_how, first, second, lines) => {
    expect(differingLines(first, second)).toEqual(lines);
  });
});
