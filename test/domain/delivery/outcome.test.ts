import { describe, expect, it } from '@jest/globals';
import { asMessageSid } from '../../../src/domain/delivery/ids.ts';

describe('the id of a message', () => {
  it.each([`SM${'0a'.repeat(16)}`, `MM${'f9'.repeat(16)}`])('may be %s', (sid) => {
    expect(asMessageSid(sid)).toBe(sid);
  });

  it.each([
    [`HX${'a'.repeat(32)}`, 'the id of a template'],
    [`SM${'a'.repeat(31)}`, 'a digit short'],
    [`SM${'a'.repeat(33)}`, 'a digit too many'],
    [`SM${'x'.repeat(32)}`, 'letters that are no digits'],
    ['', 'nothing'],
    [undefined, 'no answer'],
    [null, 'no answer'],
    [42, 'a number'],
  ])('is not %s: %s', (sid: unknown, _why: string) => {
    expect(asMessageSid(sid)).toBeNull();
  });
});
