import { describe, expect, it } from '@jest/globals';
import { messagesFor, parsePrice, totalOf } from '../../../src/domain/message/price.ts';

const at = (amount: number) => ({
  amount,
  currency: 'GBP',
  lookedUpOn: new Date('2026-09-01T12:00:00Z'),
});

describe('the price of a message', () => {
  it.each([
    ['0.0379 GBP 2026-09-01', at(0.0379)],
    ['  1 gbp  2026-09-01', at(1)],
  ])('is read from %j', (text, price) => {
    expect(parsePrice(text)).toEqual(price);
  });

  it.each([
    ['0.0379', 'no currency and no day'],
    ['0.0379 GBP', 'no day'],
    ['0.0379 GBP 1 Sep 2026', 'a day in words'],
    ['0.0379 GBP 2026-02-30', 'a day that does not exist'],
    ['0.0379 GBP 2026-13-01', 'a month that does not exist'],
    ['£0.0379 2026-09-01', 'a sign in place of a currency'],
    ['0,0379 GBP 2026-09-01', 'a comma'],
    ['0 GBP 2026-09-01', 'nothing'],
    ['', 'nothing at all'],
  ])('is not guessed at in %j: %s', (text, _why) => {
    expect(parsePrice(text)).toBeNull();
  });

  it.each([
    [0.0379, 38, 1.45],
    [0.1, 3, 0.3],
    [0.07, 100, 7],
    [0.0001, 1, 0.01],
  ])('of %d comes for %i messages to %d, rounded up', (amount, messages, total) => {
    expect(totalOf(at(amount), messages)).toBe(total);
  });

  it.each([
    [0.5, 0.0379, 13],
    [0.3, 0.1, 3],
    [0.03, 0.0379, 0],
    [-1, 0.0379, 0],
  ])('lets %d pay for messages at %d: %i', (amount, price, messages) => {
    expect(messagesFor({ amount, currency: 'GBP' }, at(price))).toBe(messages);
  });
});
