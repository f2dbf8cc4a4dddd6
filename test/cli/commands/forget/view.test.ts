import { describe, expect, it } from '@jest/globals';
import { sumOfHoldings, type Holdings } from '../../../../src/application/forget/forget.ts';
import {
  copiesLeftText,
  holdingsPage,
  leftText,
} from '../../../../src/cli/commands/forget/view.ts';

const ONE_MESSAGE: Holdings = { ...sumOfHoldings([]), messages: 1 };

const NO_RECORDS = { count: 0, canDelete: false };

describe('what goes', () => {
  it.each([
    [0, 'Goes, and cannot be brought back:'],
    [35, 'Goes; AWS can bring it back for 35 days, and nobody after that:'],
  ])('says whether it can be brought back, for %i days', (recoverableDays, heading) => {
    expect(holdingsPage({ ...ONE_MESSAGE, recoverableDays }, NO_RECORDS)).toContain(
      `\n${heading}\n`,
    );
  });

  it.each([
    [0, ''],
    [
      1,
      '1 message is being sent by somebody else and was left as it is: run the same line again later.\n',
    ],
    [
      2,
      '2 messages are being sent by others and were left as they are: run the same line again later.\n',
    ],
  ])('says what was left of it because others send it: %i', (open, words) => {
    expect(leftText({ ...ONE_MESSAGE, open })).toBe(words);
  });

  it.each([
    [[], ''],
    [
      ['ledger.db.backup-v2'],
      'Not deleted, because another program has it open: ledger.db.backup-v2. Close that program and run the same line again.\n',
    ],
    [
      ['ledger.db.backup-v2', 'ledger.db.new-4711'],
      'Not deleted, because another program has them open: ledger.db.backup-v2 and ledger.db.new-4711. Close that program and run the same line again.\n',
    ],
  ])('names the older copies that could not be deleted: %j', (copies, words) => {
    expect(copiesLeftText(copies)).toBe(words);
  });
});
