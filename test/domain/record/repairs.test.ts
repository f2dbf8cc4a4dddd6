import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { COLUMN_FIELDS, type ColumnField } from '../../../src/domain/record/field.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';
import { isRequiredRepair } from '../../../src/domain/record/read-value.ts';
import { parseRecord } from '../../../src/domain/record/record.ts';
import { aRawRecord, someRules, withoutColumn } from '../../support/builders.ts';

/** A row with additional columns from M on. */
function withColumns(
  raw: RawRecord,
  more: { readonly [field in ColumnField]?: unknown },
): RawRecord {
  const cells = Object.fromEntries(
    Object.entries(more).map(([field, value], at) => [
      field,
      { value, column: 'MNO'.charAt(at), heading: field },
    ]),
  );
  return { ...raw, cells: { ...raw.cells, ...cells } };
}

const withoutParent = aRawRecord({
  parent_first_name: withoutColumn,
  parent_last_name: withoutColumn,
});

describe('a name that was read in the wrong encoding', () => {
  const raw = aRawRecord({ player_first_name: 'ZoÃ«' });
  const offered = parseRecord(raw, someRules());

  it('is refused, with its correct text, and the repair is offered', () => {
    expect(offered.invite).toBeNull();
    expect(offered.findings).toMatchObject([
      { severity: 'error', detail: { code: 'broken_characters', suggestion: 'Zoë' } },
    ]);
    expect(offered.offers).toMatchObject([{ why: 'read_twice', from: 'ZoÃ«', to: 'Zoë' }]);
    expect(offered.repaired).toEqual([]);
  });

  it('is repaired if the operator agrees, and the repair is reported', () => {
    const agreed = new Set(offered.offers.map(({ id }) => id));
    expect(parseRecord(raw, someRules({ agreed }))).toMatchObject({
      invite: { player: { firstName: 'Zoë' } },
      findings: [],
      repaired: [
        {
          row: 2,
          column: 'A',
          field: 'player_first_name',
          from: 'ZoÃ«',
          to: 'Zoë',
          why: 'read_twice',
        },
      ],
      offers: [],
    });
  });

  it('is offered no repair if a letter is lost', () => {
    const { offers } = parseRecord(aRawRecord({ player_first_name: 'Zo\uFFFD' }), someRules());
    expect(offers).toEqual([]);
  });

  it('is checked by all rules after the repair', () => {
    const fee = aRawRecord({ membership_fee_amount: 'Â£40' });
    const agreed = new Set(parseRecord(fee, someRules()).offers.map(({ id }) => id));
    expect(parseRecord(fee, someRules({ agreed }))).toMatchObject({
      invite: { membershipFee: '40' },
      repaired: [
        { from: 'Â£40', to: '£40', why: 'read_twice' },
        { from: '£40', to: '40', why: 'currency_sign_removed' },
      ],
    });
  });
});

describe('a list that was in the encoding of old Macs', () => {
  const inList = { misread: 'macintosh' } as const;
  const raw = { ...aRawRecord({ player_first_name: 'Mar’a', team_name: 'Lions' }), ...inList };
  const offered = parseRecord(raw, someRules());

  it('has each value that would read differently refused, and offered as it should read', () => {
    expect(offered.invite).toBeNull();
    expect(offered.findings).toMatchObject([
      { severity: 'error', detail: { code: 'broken_characters', suggestion: 'María' } },
    ]);
    expect(offered.offers).toMatchObject([{ why: 'read_twice', from: 'Mar’a', to: 'María' }]);
  });

  it('has it repaired if the operator agrees', () => {
    const agreed = new Set(offered.offers.map(({ id }) => id));
    expect(parseRecord(raw, someRules({ agreed }))).toMatchObject({
      invite: { player: { firstName: 'María' } },
      repaired: [{ from: 'Mar’a', to: 'María', why: 'read_twice' }],
    });
  });

  it('has a full name repaired before it is split', () => {
    const whole = {
      ...withColumns(withoutParent, { parent_full_name: 'Zo‘ Nœ–ez' }),
      ...inList,
    };
    const agreed = new Set(parseRecord(whole, someRules()).offers.map(({ id }) => id));
    expect(parseRecord(whole, someRules({ agreed }))).toMatchObject({
      invite: { parent: { firstName: 'Zoë', lastName: 'Núñez' } },
    });
  });

  it('leaves a value alone that was given for the whole list', () => {
    const without = { ...aRawRecord({ team_name: withoutColumn }), ...inList };
    const set = { team_name: 'Équipe' };
    expect(parseRecord(without, someRules({ set }))).toMatchObject({
      invite: { team: 'Équipe' },
      findings: [],
    });
  });
});

describe('a team with words that the message has already', () => {
  const raw = aRawRecord({ team_name: 'Urmston Town Panthers U11s', age_group: 'U11' });
  const offered = parseRecord(raw, someRules());

  it('stays as it is, with a warning, and the repair is offered', () => {
    expect(offered.invite).toMatchObject({ team: 'Urmston Town Panthers U11s' });
    expect(offered.findings).toMatchObject([
      { severity: 'warning', field: 'team_name', detail: { code: 'team_repeats' } },
    ]);
    expect(offered.offers).toMatchObject([
      { why: 'team_words', from: 'Urmston Town Panthers U11s', to: 'Panthers' },
    ]);
    expect(offered.offers.some(isRequiredRepair)).toBe(false);
  });

  it('is changed if the operator agrees, and the repair is reported', () => {
    const agreed = new Set(offered.offers.map(({ id }) => id));
    expect(parseRecord(raw, someRules({ agreed }))).toMatchObject({
      invite: { team: 'Panthers', ageGroup: 'u11s' },
      findings: [],
      repaired: [{ field: 'team_name', to: 'Panthers', why: 'team_words' }],
      offers: [],
    });
  });

  it('is only reported if its age group is not that of the row', () => {
    const other = parseRecord(aRawRecord({ team_name: 'Panthers U12' }), someRules());
    expect(other.findings).toMatchObject([
      { severity: 'warning', detail: { code: 'team_other_age_group', found: 'u12s' } },
    ]);
    expect(other.offers).toEqual([]);
  });

  it('is reported where one value is given for the whole list', () => {
    const set = { team_name: 'Urmston Town Lions' };
    const all = parseRecord(aRawRecord({ team_name: withoutColumn }), someRules({ set }));
    expect(all.findings).toMatchObject([{ column: null, detail: { code: 'team_repeats' } }]);
  });
});

describe('a name with codes in place of letters', () => {
  const raw = aRawRecord({ player_last_name: 'D&#039;Arcy', parent_first_name: 'Jos%C3%A9' });
  const offered = parseRecord(raw, someRules());

  it('is refused, with its decoded text, and the repair is offered', () => {
    expect(offered.invite).toBeNull();
    expect(offered.findings).toMatchObject([
      { severity: 'error', detail: { code: 'coded_characters', suggestion: "D'Arcy" } },
      { severity: 'error', detail: { code: 'coded_characters', suggestion: 'José' } },
    ]);
    expect(offered.offers).toMatchObject([
      { why: 'codes_decoded', from: 'D&#039;Arcy', to: "D'Arcy" },
      { why: 'codes_decoded', from: 'Jos%C3%A9', to: 'José' },
    ]);
  });

  it('is repaired if the operator agrees, and the repair is reported', () => {
    const agreed = new Set(offered.offers.map(({ id }) => id));
    expect(parseRecord(raw, someRules({ agreed }))).toMatchObject({
      invite: { player: { lastName: "D'Arcy" }, parent: { firstName: 'José' } },
      findings: [],
      repaired: [{ why: 'codes_decoded' }, { why: 'codes_decoded' }],
    });
  });

  it('is repaired before it is split if it is a full name', () => {
    const whole = withColumns(withoutParent, { parent_full_name: 'Jane D&#039;Arcy' });
    const agreed = new Set(parseRecord(whole, someRules()).offers.map(({ id }) => id));
    expect(parseRecord(whole, someRules({ agreed }))).toMatchObject({
      invite: { parent: { firstName: 'Jane', lastName: "D'Arcy" } },
      repaired: [{ why: 'codes_decoded' }, { why: 'full_name_split' }, { why: 'full_name_split' }],
    });
  });

  it('is offered nothing that would be refused all the same', () => {
    const tag = aRawRecord({ player_first_name: '&lt;b&gt;Noah&lt;/b&gt;' });
    expect(parseRecord(tag, someRules())).toMatchObject({
      findings: [{ severity: 'error', detail: { code: 'not_a_name', why: 'tag' } }],
      offers: [],
    });
  });
});

describe('a name in one case', () => {
  const raw = aRawRecord({ parent_last_name: 'MCDONALD', team_name: 'LIONS' });
  const offered = parseRecord(raw, someRules());

  it('stays as it is, with a warning and an offer; a team may be in capitals', () => {
    expect(offered.invite).toMatchObject({ parent: { lastName: 'MCDONALD' }, team: 'LIONS' });
    expect(offered.findings).toEqual([
      {
        severity: 'warning',
        row: 2,
        column: 'I',
        heading: 'parent_last_name',
        field: 'parent_last_name',
        value: 'MCDONALD',
        detail: { code: 'name_one_case', suggestion: 'McDonald' },
      },
    ]);
    expect(offered.offers).toMatchObject([
      { why: 'proper_case', from: 'MCDONALD', to: 'McDonald' },
    ]);
    expect(offered.repaired).toEqual([]);
  });

  it('is changed if the operator agrees, and the change is reported', () => {
    const agreed = new Set(offered.offers.map(({ id }) => id));
    expect(parseRecord(raw, someRules({ agreed }))).toMatchObject({
      invite: { parent: { lastName: 'McDonald' } },
      findings: [],
      repaired: [
        { field: 'parent_last_name', from: 'MCDONALD', to: 'McDonald', why: 'proper_case' },
      ],
      offers: [],
    });
  });

  it('is one offer in every row that has it', () => {
    const other = parseRecord(aRawRecord({ row: 9, player_last_name: 'MCDONALD' }), someRules());
    expect(other.offers).toEqual(offered.offers);
  });
});

describe('first and last name in one column', () => {
  it('are split, and shown as two repairs', () => {
    const { invite, findings, repaired } = parseRecord(
      withColumns(withoutParent, { parent_full_name: 'Smith,  Jane' }),
      someRules(),
    );
    expect(invite).toMatchObject({ parent: { firstName: 'Jane', lastName: 'Smith' } });
    expect(findings).toEqual([]);
    const place = { row: 2, column: 'M', from: 'Smith,  Jane', why: 'full_name_split' };
    expect(repaired).toEqual([
      { ...place, field: 'parent_first_name', to: 'Jane' },
      { ...place, field: 'parent_last_name', to: 'Smith' },
    ]);
  });

  it.each([
    ['Jane & John Smith', { code: 'name_not_split', why: 'several_people' }],
    ['Mrs Smith', { code: 'name_not_split', why: 'title' }],
    ['TBC', { code: 'placeholder_word', word: 'TBC' }],
    ['Jane\nSmith', { code: 'line_break' }],
  ])('are one problem where they cannot be: %j', (written, detail) => {
    expect(
      parseRecord(withColumns(withoutParent, { parent_full_name: written }), someRules()),
    ).toEqual({
      row: 2,
      invite: null,
      findings: [
        {
          severity: 'error',
          row: 2,
          column: 'M',
          heading: 'parent_full_name',
          field: 'parent_full_name',
          value: written,
          detail,
        },
      ],
      repaired: [],
      offers: [],
    });
  });

  it('are not looked at where each has a column of its own', () => {
    expect(
      parseRecord(withColumns(aRawRecord(), { parent_full_name: 'Mr & Mrs Jones' }), someRules()),
    ).toEqual(parseRecord(aRawRecord(), someRules()));
  });

  it('give the one name that has no column', () => {
    const raw = aRawRecord({ parent_first_name: 'Janet', parent_last_name: withoutColumn });
    const { invite, repaired } = parseRecord(
      withColumns(raw, { parent_full_name: 'Jane Jones' }),
      someRules(),
    );
    expect(invite).toMatchObject({ parent: { firstName: 'Janet', lastName: 'Jones' } });
    expect(repaired).toMatchObject([{ field: 'parent_last_name', to: 'Jones' }]);
  });

  it('can be repaired and put into proper case in two steps', () => {
    const raw = withColumns(withoutParent, { parent_full_name: 'zoÃ« smith' });
    const first = parseRecord(raw, someRules());
    expect(first.findings).toMatchObject([{ detail: { suggestion: 'zoë smith' } }]);
    const read = new Set(first.offers.map(({ id }) => id));
    const second = parseRecord(raw, someRules({ agreed: read }));
    expect(second.offers).toMatchObject([{ to: 'Zoë' }, { to: 'Smith' }]);
    const all = new Set([...read, ...second.offers.map(({ id }) => id)]);
    const third = parseRecord(raw, someRules({ agreed: all }));
    expect(third).toMatchObject({
      invite: { parent: { firstName: 'Zoë', lastName: 'Smith' } },
      findings: [],
      offers: [],
    });
    expect(third.repaired.map(({ why }) => why)).toEqual([
      'read_twice',
      'full_name_split',
      'full_name_split',
      'proper_case',
      'proper_case',
    ]);
  });
});

describe("a player's date of birth", () => {
  const raw = aRawRecord({ age_group: 'U9', current_registration_season: '2026-27' });

  it('warns of an age group it does not belong to, and is not shown itself', () => {
    const read = parseRecord(withColumns(raw, { player_dob: '31/08/2017' }), someRules());
    expect(read.findings).toEqual([
      {
        severity: 'warning',
        row: 2,
        column: 'D',
        heading: 'age_group',
        field: 'age_group',
        value: 'U9',
        detail: { code: 'age_group_unlikely', byBirthDate: 'u10s' },
      },
    ]);
    expect(read.invite).not.toBeNull();
    expect(JSON.stringify(read)).not.toContain('2017');
  });

  it.each(['01/09/2017', '2018-08-31', 'TBC', '', 'unreadable', null, ['2017-01-01']])(
    'says nothing when it fits or cannot be read: %j',
    (born) => {
      expect(parseRecord(withColumns(raw, { player_dob: born }), someRules())).toEqual(
        parseRecord(raw, someRules()),
      );
    },
  );
});

describe('what is odd about a value', () => {
  it.each([
    ['parent_tel', '+353 85 012 3456', { code: 'phone_foreign', country: 'IE' }],
    ['team_manager_1_tel', '0061 2 5550 1234', { code: 'phone_foreign', country: 'AU' }],
    ['current_registration_season', '2030-31', { code: 'season_far', season: '2030-31' }],
  ])('is a warning, and the invite is made: %s %s', (field, value, detail) => {
    const { invite, findings } = parseRecord(aRawRecord({ [field]: value }), someRules());
    expect(findings).toMatchObject([{ severity: 'warning', field, value, detail }]);
    expect(invite).not.toBeNull();
  });
});

describe('any cell of any column', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789+()-., /EUu£AÃ«ë€TBCn&'.split('')) }),
    fc.anything(),
  );

  it('is read without a fault, and what was read once is read the same again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...COLUMN_FIELDS), anything, (field, value) => {
        const raw = withColumns(withoutParent, { [field]: value });
        expect(parseRecord(raw, someRules())).toEqual(parseRecord(raw, someRules()));
      }),
    );
  });
});
