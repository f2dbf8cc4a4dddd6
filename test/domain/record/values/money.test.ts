import { describe, expect, it } from '@jest/globals';
import { parseMoney, parseMonthlyMoney } from '../../../../src/domain/record/values/money.ts';

describe('an amount', () => {
  it.each([
    ['40', '40', 'whole pounds'],
    ['40.00', '40', 'no pence worth writing'],
    ['40.0', '40', "a spreadsheet's one digit of nothing"],
    ['40.5', '40.50', "a spreadsheet's one digit of pence"],
    ['40.50', '40.50', 'pounds and pence'],
    ['0.50', '0.50', 'pence alone'],
    ['1200', '1200', 'four digits'],
    ['1,200', '1200', 'a comma for thousands'],
    ['1,200.50', '1200.50', 'a comma and pence'],
    ['040', '40', 'a 0 in front'],
  ])('reads %s as %s: %s', (written, value) => {
    expect(parseMoney(written)).toEqual({ ok: true, value, repair: null });
  });

  it.each([
    ['40,50', '40.50'],
    ['40,00', '40'],
    ['£40,50', '40.50'],
    ['1200,50', '1200.50'],
  ])('reads the comma of %s as a decimal point, and reports it', (written, value) => {
    expect(parseMoney(written)).toEqual({ ok: true, value, repair: 'decimal_comma' });
  });

  it.each(['£40', '£ 40', '£40.00', 'GBP 40', 'gbp40', '40 GBP', '40 pounds', '40.00GBP'])(
    'removes the currency from %s, since the template has its own, and reports it',
    (written) => {
      expect(parseMoney(written)).toEqual({
        ok: true,
        value: '40',
        repair: 'currency_sign_removed',
      });
    },
  );

  it.each([
    ['forty', 'words'],
    ['££40', 'two signs'],
    ['$40', "another country's money"],
    ['€40', "another country's money"],
    ['40p', 'pence that look like pounds'],
    ['0', 'nothing to pay'],
    ['0.00', 'nothing to pay'],
    ['-40', 'less than nothing'],
    ['0,040', 'a decimal comma that looks like thousands'],
    ['40,5', 'a comma and one digit'],
    ['1.200,50', 'the marks of thousands and pence changed about'],
    ['40.005', 'a fraction of a penny'],
    ['40.', 'a dot and nothing'],
    ['12000', 'more than a club would ask'],
    ['4e1', 'scientific notation'],
    ['40 50', 'two amounts'],
    ['40-50', 'a range'],
    ['26 p/m', 'a monthly fee in the place of one that is paid once'],
    ['', 'nothing'],
  ])('refuses %s: %s', (written) => {
    expect(parseMoney(written)).toEqual({ ok: false, problem: { code: 'money_malformed' } });
  });
});

describe('a monthly amount', () => {
  it.each<readonly [string, string | null, string]>([
    ['26', null, 'no word of the month'],
    ['26 p/m', null, 'by the month'],
    ['26pm', null, 'by the month, run together'],
    ['26.00 pcm', null, 'by the calendar month'],
    ['26 monthly', null, 'by the month, in one word'],
    ['£26.00 p/m', 'currency_sign_removed', 'with the currency, by the month'],
    ['26 per month', null, 'by the month, in words'],
    ['26/month', null, 'by the month, with a slash'],
    ['£26.00 a month', 'currency_sign_removed', 'with the currency'],
  ])('reads %s as 26: %3$s', (written, repair) => {
    expect(parseMonthlyMoney(written)).toEqual({ ok: true, value: '26', repair });
  });

  it('refuses another period', () => {
    expect(parseMonthlyMoney('26 a year').ok).toBe(false);
  });
});
