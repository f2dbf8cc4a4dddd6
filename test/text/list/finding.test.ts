import { describe, expect, it } from '@jest/globals';
import type { Finding, FindingDetail } from '../../../src/domain/problem/finding.ts';
import { FIELD_LABELS, FIELDS } from '../../../src/domain/record/field.ts';
import { explainFinding } from '../../../src/text/list/finding.ts';
import { EVERY_FINDING } from '../every-problem.ts';
import { expectPlainWords } from '../plain-words.ts';

function aFinding(detail: FindingDetail, field: Finding['field'] = 'team_name'): Finding {
  return { severity: 'error', row: 2, column: 'C', heading: 'Team', field, value: 'x', detail };
}

function severalNumbers(found: readonly string[]): Finding {
  return aFinding({ code: 'phone_two_numbers', found }, 'parent_tel');
}

describe('a problem in a list', () => {
  it.each(Object.values(EVERY_FINDING))('$code has a sentence and something to do', (detail) => {
    expectPlainWords(explainFinding(aFinding(detail)));
  });

  it.each(Object.values(EVERY_FINDING))(
    '$code has them where no field is concerned, too',
    (detail) => {
      expectPlainWords(explainFinding(aFinding(detail, null)));
    },
  );

  it.each(FIELDS)('names the field %s as a person would', (field) => {
    const { message } = explainFinding(aFinding({ code: 'missing' }, field));
    expect(message).toBe(`The ${FIELD_LABELS[field]} is missing.`);
  });

  it.each(['landline', 'pager', 'personal', 'other'] as const)('names a %s', (kind) => {
    expectPlainWords(explainFinding(aFinding({ code: 'phone_not_mobile', kind }, 'parent_tel')));
  });

  it('says how to replace a missing column', () => {
    const { message, fix } = explainFinding(aFinding({ code: 'column_missing' }, 'parent_tel'));
    expect(message).toBe("There is no column for the parent's mobile.");
    expect(fix).toContain('--map parent_tel="Heading"');
  });

  it('names the columns that may be a missing one, and ends in the option for the first', () => {
    const candidates = [
      { column: 'D', heading: 'Monthly $', samples: ['26'] },
      { column: 'E', heading: 'Cost', samples: [] },
    ];
    const missing = aFinding({ code: 'column_missing', candidates }, 'subscription_fee_amount');
    expect(explainFinding(missing)).toEqual({
      message: 'There is no column for the monthly subscription; D (Monthly $) or E (Cost) may be.',
      fix: String.raw`If it is D, add --map subscription_fee_amount="Monthly \$"`,
    });
  });

  it('offers one value for all only where all can have the same', () => {
    const season = aFinding({ code: 'column_missing' }, 'current_registration_season');
    expect(explainFinding(season).fix).toContain('--set current_registration_season=');
    const phone = aFinding({ code: 'column_missing' }, 'parent_tel');
    expect(explainFinding(phone).fix).not.toContain('--set');
  });

  it('quotes the numbers in a cell, if they can be separated', () => {
    expect(explainFinding(severalNumbers(['07700 900123', '07700 900124'])).message).toBe(
      "The parent's mobile holds more than one number: 07700 900123 and 07700 900124.",
    );
    expect(explainFinding(severalNumbers([])).message).toBe(
      "The parent's mobile holds more than one number.",
    );
  });

  it.each(['one_word', 'three_words', 'several_people', 'title', 'other_marks'] as const)(
    'tells why a full name is not split: %s',
    (why) => {
      const problem = aFinding({ code: 'name_not_split', why }, 'parent_full_name');
      expectPlainWords(explainFinding(problem));
    },
  );

  it('has a different text for each problem', () => {
    const messages = Object.values(EVERY_FINDING).map(
      (detail) => explainFinding(aFinding(detail)).message,
    );
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('names the field that an unknown one may stand for', () => {
    const nearest = [{ name: 'team_nam', field: 'team_name' }] as const;
    const problem = aFinding({ code: 'unknown_fields', names: ['team_nam', 'shoe'], nearest });
    expect(explainFinding(problem).fix).toBe('Change team_nam to team_name, if that is meant.');
  });
});
