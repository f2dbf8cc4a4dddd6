import { describe, expect, it } from '@jest/globals';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import { costOf } from '../../../src/cli/sending/cost.ts';
import { parsePrice, type Balance } from '../../../src/domain/message/price.ts';

const PRICE = parsePrice('0.0379 GBP 2026-09-01');
const pounds = (amount: number): Balance => ({ amount, currency: 'GBP' });

const ESTIMATE = 'about £1.45 for 38 messages at most, at £0.0379 each as looked up on 1 Sept 2026';

describe('what a send will cost', () => {
  describe.each(['rehearsal', 'stand_in'] as const)('in a %s run', (mode) => {
    it('is nothing, and what it would be where a price is set', () => {
      const cost = { mode, messages: 38, price: PRICE, balance: null };
      expect(costOf(cost, PLAIN)).toBe(`nothing; for real, ${ESTIMATE}`);
    });

    it('is held against the credit that there is', () => {
      const cost = { mode, messages: 38, price: PRICE, balance: pounds(0.5) };
      expect(costOf(cost, PLAIN)).toBe(
        `nothing; for real, ${ESTIMATE}; your credit of £0.50 is enough for 13 of 38`,
      );
    });

    it('is nothing where no price is set', () => {
      const cost = { mode, messages: 38, price: null, balance: pounds(0.5) };
      expect(costOf(cost, PLAIN)).toBe('nothing');
    });
  });

  it('is nothing where nothing is sent', () => {
    expect(costOf({ mode: 'live', messages: 0, price: PRICE, balance: null }, PLAIN)).toBe(
      'nothing',
    );
  });

  it.each([
    [
      null,
      null,
      "38 messages at most, each charged by Twilio and WhatsApp at your account's prices",
    ],
    [
      null,
      pounds(5.2),
      "38 messages at most, each charged by Twilio and WhatsApp at your account's prices; your credit is £5.20",
    ],
    [PRICE, null, ESTIMATE],
    [PRICE, pounds(5.2), `${ESTIMATE}; your credit of £5.20 is enough`],
    [PRICE, pounds(0.5), `${ESTIMATE}; your credit of £0.50 is enough for 13 of 38`],
    [PRICE, pounds(-1), `${ESTIMATE}; your credit of -£1.00 is enough for 0 of 38`],
    [
      PRICE,
      { amount: 5.2, currency: 'USD' },
      `${ESTIMATE}; your credit is US$5.20, in another currency`,
    ],
  ])('at the price %j with the credit %j is %s', (price, balance, text) => {
    expect(costOf({ mode: 'live', messages: 38, price, balance }, PLAIN)).toBe(text);
  });
});
