import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseMoney, parseMonthlyMoney } from '../../../../src/domain/record/values/money.ts';

const pence = fc.integer({ min: 1, max: 999_999 });
const sign = fc.constantFrom('', '£', '£ ', 'GBP ');
const period = fc.constantFrom('', ' p/m', 'pm', ' per month', '/month', ' a month');

describe('any amount', () => {
  it('is written the same way, however it was written before', () => {
    fc.assert(
      fc.property(pence, sign, period, (amount, before, after) => {
        const written = `${before}${(amount / 100).toFixed(2)}${after}`;
        const value = (amount / 100).toFixed(2).replace(/\.00$/u, '');
        const repair = before === '' ? null : 'currency_sign_removed';
        expect(parseMonthlyMoney(written)).toEqual({ ok: true, value, repair });
        if (after === '') expect(parseMoney(written)).toEqual({ ok: true, value, repair });
      }),
    );
  });

  it('reads as itself once it is written', () => {
    fc.assert(
      fc.property(pence, (amount) => {
        const once = parseMoney(String(amount / 100));
        if (!once.ok) throw new Error(once.problem.code);
        expect(Number(once.value)).toBe(amount / 100);
        expect(parseMoney(once.value)).toEqual({ ...once, repair: null });
      }),
    );
  });

  it('has the thousands it had with a comma', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), (pounds) => {
        expect(parseMoney(pounds.toLocaleString('en-GB'))).toEqual(parseMoney(String(pounds)));
      }),
    );
  });
});
