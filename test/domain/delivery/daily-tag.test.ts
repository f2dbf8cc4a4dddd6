import { describe, expect, it } from '@jest/globals';
import { phoneHashOf } from '../../../src/domain/contact/recipient.ts';
import { dailyTags } from '../../../src/domain/delivery/daily-tag.ts';
import {
  asLedgerKey,
  keyedHashWith,
  type LedgerKey,
} from '../../../src/domain/delivery/keyed-hash.ts';

const keyedHash = keyedHashWith(asLedgerKey('5e'.repeat(32)) as LedgerKey);
const tagOf = dailyTags(keyedHash);
const JANE = '+447700900123';
const EVENING = new Date('2026-07-15T23:59:59.999Z');
const MIDNIGHT = new Date('2026-07-16T00:00:00.000Z');

describe('what a log has in place of a number or a key', () => {
  it('is 12 hex digits, the same all day', () => {
    expect(tagOf(JANE, EVENING)).toMatch(/^[\da-f]{12}$/u);
    expect(tagOf(JANE, EVENING)).toBe(tagOf(JANE, new Date('2026-07-15T00:00:00.000Z')));
  });

  it('is another one on the next day, by UTC', () => {
    expect(tagOf(JANE, MIDNIGHT)).not.toBe(tagOf(JANE, EVENING));
  });

  it('is another one for somebody else, and in another ledger', () => {
    const others = dailyTags(keyedHashWith(asLedgerKey('6f'.repeat(32)) as LedgerKey));
    expect(tagOf('+447700900124', EVENING)).not.toBe(tagOf(JANE, EVENING));
    expect(others(JANE, EVENING)).not.toBe(tagOf(JANE, EVENING));
  });

  it('is no part of what the ledger keeps', () => {
    expect(keyedHash(phoneHashOf(JANE))).not.toContain(tagOf(JANE, EVENING));
  });
});
