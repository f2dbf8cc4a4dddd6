import { describe, expect, it } from '@jest/globals';
import { unusualFees } from '../../../src/domain/list/list-check.ts';
import { anInvite } from '../../support/builders.ts';

function outOfLine(fees: readonly string[]): readonly (readonly [number, string])[] {
  const invites = fees.map((fee, at) => anInvite({ row: at + 2, membership_fee_amount: fee }));
  return unusualFees(invites, (invite) => invite.membershipFee).map(({ invite, usual }) => [
    invite.row,
    usual,
  ]);
}

describe('a fee out of line', () => {
  it.each([
    ['400', 'a 0 too many'],
    ['4', 'a 0 too few'],
    ['80', 'double'],
    ['20', 'half'],
  ])('is %s among 40s: %s', (odd) => {
    expect(outOfLine(['40', '40', odd, '40', '40'])).toEqual([[4, '40']]);
  });

  it.each([
    [['40', '40', '79', '40', '40'], 'a difference that clubs have'],
    [['40', '40', '40', '400'], 'too few rows to call anything usual'],
    [['40', '40', '40', '90', '90', '90'], 'two fees, neither in most rows'],
    [['40', '40', '40', '40', '40'], 'one fee'],
  ])('is not in %j: %s', (fees) => {
    expect(outOfLine(fees)).toEqual([]);
  });
});
