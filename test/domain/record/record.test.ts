import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../../src/domain/record/field.ts';
import { parseField } from '../../../src/domain/record/read-value.ts';
import { parseRecord } from '../../../src/domain/record/record.ts';
import { aRawRecord, someRules, withoutColumn } from '../../support/builders.ts';

function found(field: Field, column: string, value: string | null, detail: object): object {
  return { severity: 'error', row: 14, column, heading: field, field, value, detail };
}

function refusal(length: number): object {
  return { ok: false, problem: { code: 'too_long', length, limit: 250 } };
}

describe('a value that is longer than any may be', () => {
  it.each(FIELDS)('is refused for its length before it is read: %s', (field) => {
    // Each of these would be reported as another problem if it was parsed.
    for (const written of ['1', '(', '_', '?', 'u11', '£40', '+44']) {
      const { length } = written.repeat(251);
      expect(parseField(field, written.repeat(251))).toEqual(refusal(length));
    }
    const apart = `07700 900123${' '.repeat(16_000)}07700 900124`;
    expect(parseField(field, apart)).toEqual(refusal(apart.length));
  });

  it('is counted without the spaces around it', () => {
    const around = ' '.repeat(300);
    expect(parseField('age_group', `${around}u11${around}`)).toMatchObject({ value: 'u11s' });
    expect(parseField('age_group', around)).toEqual({ ok: false, problem: { code: 'missing' } });
    expect(parseField('team_name', `${around}${'x'.repeat(251)}`)).toEqual(refusal(251));
  });
});

const LAST_NAMES: readonly Field[] = ['player_last_name', 'parent_last_name'];
const REQUIRED = FIELDS.filter((field) => !LAST_NAMES.includes(field));

describe('a record', () => {
  it('becomes an invite when every value is right', () => {
    expect(
      parseRecord(
        {
          row: 7,
          cells: {
            player_first_name: { value: 'John', column: 'A', heading: 'First name' },
            player_last_name: { value: 'Smith', column: 'B', heading: 'Surname' },
            team_name: { value: 'Panthers', column: 'C', heading: 'Team' },
            age_group: { value: 'Under 11s', column: 'D', heading: 'Age' },
            team_manager_1_full_name: { value: 'Alex Johnson', column: 'E', heading: 'Manager' },
            team_manager_1_tel: { value: '07700 900001', column: 'F', heading: 'Manager phone' },
            current_registration_season: { value: '2026/27', column: 'G', heading: 'Season' },
            parent_first_name: { value: 'Jane', column: 'H', heading: 'Parent' },
            parent_last_name: { value: 'Smith', column: 'I', heading: 'Parent surname' },
            parent_tel: { value: '07700 900123', column: 'J', heading: 'Parent mobile' },
            membership_fee_amount: { value: '40.00', column: 'K', heading: 'Fee' },
            subscription_fee_amount: { value: 26, column: 'L', heading: 'Monthly' },
          },
          shapeProblem: null,
          leftOut: false,
        },
        {
          now: new Date('2026-07-15T12:00:00Z'),
          exampleNumbersAllowed: true,
          set: {},
          agreed: new Set(),
          teams: [],
        },
      ),
    ).toEqual({
      row: 7,
      invite: {
        row: 7,
        player: { firstName: 'John', lastName: 'Smith' },
        parent: { firstName: 'Jane', lastName: 'Smith', phone: '+447700900123' },
        team: 'Panthers',
        ageGroup: 'u11s',
        season: '2026-27',
        manager: { name: 'Alex Johnson', phone: '+447700900001' },
        membershipFee: '40',
        subscriptionFee: '26',
      },
      findings: [],
      repaired: [],
      offers: [],
    });
  });

  it('reports every problem at once, with the place and the value of each', () => {
    const raw = aRawRecord({
      row: 14,
      player_first_name: '',
      player_last_name: 'Smi\nth',
      team_name: 'TBC',
      age_group: '10-Nov',
      team_manager_1_full_name: 'Zo\uFFFD',
      team_manager_1_tel: '0909 879 0123',
      current_registration_season: '2026-28',
      parent_first_name: '*Jane*',
      parent_last_name: ['Smith'],
      parent_tel: '07700 90012',
      membership_fee_amount: 'forty',
      subscription_fee_amount: '#REF!',
    });
    expect(parseRecord(raw, someRules())).toEqual({
      row: 14,
      invite: null,
      findings: [
        found('player_first_name', 'A', null, { code: 'missing' }),
        found('player_last_name', 'B', 'Smi\nth', { code: 'line_break' }),
        found('team_name', 'C', 'TBC', { code: 'placeholder_word', word: 'TBC' }),
        found('age_group', 'D', '10-Nov', { code: 'age_group_is_date' }),
        found('team_manager_1_full_name', 'E', 'Zo\uFFFD', {
          code: 'broken_characters',
          suggestion: null,
        }),
        found('team_manager_1_tel', 'F', '0909 879 0123', { code: 'phone_premium' }),
        found('current_registration_season', 'G', '2026-28', { code: 'season_malformed' }),
        found('parent_first_name', 'H', '*Jane*', { code: 'formatting_mark', mark: '*' }),
        found('parent_last_name', 'I', '["Smith"]', { code: 'not_a_value', found: 'list' }),
        found('parent_tel', 'J', '07700 90012', {
          code: 'phone_too_short',
          digits: 10,
          expected: 11,
        }),
        found('membership_fee_amount', 'K', 'forty', { code: 'money_malformed' }),
        found('subscription_fee_amount', 'L', '#REF!', { code: 'formula_error' }),
      ],
      repaired: [],
      offers: [],
    });
  });

  it('reports every repair, with the value before it', () => {
    const raw = aRawRecord({
      row: 15,
      parent_first_name: 'Jane   Ann',
      team_name: 'Pan\u200Bthers',
      parent_tel: 7_700_900_124,
      team_manager_1_tel: '4.47700900001E+11',
      membership_fee_amount: '£40.00',
    });
    const { invite, findings, repaired } = parseRecord(raw, someRules());
    expect(findings).toEqual([]);
    expect(invite).toMatchObject({
      team: 'Panthers',
      parent: { firstName: 'Jane Ann', phone: '+447700900124' },
    });
    expect(repaired).toEqual([
      {
        row: 15,
        column: 'C',
        field: 'team_name',
        from: 'Pan\u200Bthers',
        to: 'Panthers',
        why: 'hidden_marks_removed',
      },
      {
        row: 15,
        column: 'F',
        field: 'team_manager_1_tel',
        from: '4.47700900001E+11',
        to: '+447700900001',
        why: 'scientific_notation',
      },
      {
        row: 15,
        column: 'H',
        field: 'parent_first_name',
        from: 'Jane   Ann',
        to: 'Jane Ann',
        why: 'spaces_folded',
      },
      {
        row: 15,
        column: 'J',
        field: 'parent_tel',
        from: '7700900124',
        to: '+447700900124',
        why: 'leading_zero_lost',
      },
      {
        row: 15,
        column: 'K',
        field: 'membership_fee_amount',
        from: '£40.00',
        to: '40',
        why: 'currency_sign_removed',
      },
    ]);
  });

  it.each(REQUIRED)('makes no invite without %s', (field) => {
    const { invite, findings } = parseRecord(aRawRecord({ [field]: '' }), someRules());
    expect(invite).toBeNull();
    expect(findings).toMatchObject([{ severity: 'error', field, detail: { code: 'missing' } }]);
  });

  it.each(
    LAST_NAMES.flatMap((field) =>
      ['', null, withoutColumn].map((value) => ({ parts: { [field]: value } })),
    ),
  )('needs no last name: $parts', ({ parts }) => {
    const { invite, findings } = parseRecord(aRawRecord(parts), someRules());
    const names = new Set([invite?.player.lastName, invite?.parent.lastName]);
    expect(names).toEqual(new Set(['', 'Smith']));
    expect(findings).toEqual([]);
  });

  it.each(['n/a', 'TBC', '#REF!', '07700 900123', '{{1}}'])(
    'is refused where a last name is %s, which is none',
    (name) => {
      const { invite } = parseRecord(aRawRecord({ player_last_name: name }), someRules());
      expect(invite).toBeNull();
    },
  );

  it('is refused where a full name beside a first name cannot be split', () => {
    const raw = aRawRecord({ player_last_name: withoutColumn });
    const cell = { value: 'Jo and Al Smith', column: 'M', heading: 'Player' };
    const record = { ...raw, cells: { ...raw.cells, player_full_name: cell } };
    const { invite, findings } = parseRecord(record, someRules());
    expect(invite).toBeNull();
    expect(findings).toMatchObject([{ severity: 'error', detail: { code: 'name_not_split' } }]);
  });

  it.each(REQUIRED)(
    'makes no invite without a column for %s, which is reported once for the list',
    (field) => {
      const raw = aRawRecord({ [field]: withoutColumn });
      expect(parseRecord(raw, someRules())).toEqual({
        row: 2,
        invite: null,
        findings: [],
        repaired: [],
        offers: [],
      });
    },
  );

  it('is not read at all when its row has another shape than the headings', () => {
    const raw = aRawRecord({
      row: 9,
      parent_tel: 'Lions',
      shapeProblem: { code: 'row_too_long', cells: 13, headings: 12 },
    });
    expect(parseRecord(raw, someRules())).toEqual({
      row: 9,
      invite: null,
      findings: [
        {
          severity: 'error',
          row: 9,
          column: null,
          heading: null,
          field: null,
          value: null,
          detail: { code: 'row_too_long', cells: 13, headings: 12 },
        },
      ],
      repaired: [],
      offers: [],
    });
  });
});

describe('a value that is the same for everybody', () => {
  it('stands in for a column that is absent', () => {
    const raw = aRawRecord({ membership_fee_amount: withoutColumn });
    const rules = someRules({ set: { membership_fee_amount: '45' } });
    expect(parseRecord(raw, rules)).toMatchObject({
      invite: { membershipFee: '45' },
      findings: [],
    });
  });

  it.each([
    ['the same', '40'],
    ['the same, written otherwise', '£40.00'],
  ])('may be set where the row has %s', (_what, set) => {
    const rules = someRules({ set: { membership_fee_amount: set } });
    expect(parseRecord(aRawRecord({ membership_fee_amount: '40' }), rules)).toMatchObject({
      invite: { membershipFee: '40' },
      findings: [],
    });
  });

  it('may not differ from what the row has', () => {
    const rules = someRules({ set: { membership_fee_amount: '45' } });
    const { invite, findings } = parseRecord(aRawRecord({ membership_fee_amount: '40' }), rules);
    expect(invite).toBeNull();
    expect(findings).toEqual([
      {
        severity: 'error',
        row: 2,
        column: 'K',
        heading: 'membership_fee_amount',
        field: 'membership_fee_amount',
        value: '40',
        detail: { code: 'set_differs', set: '45' },
      },
    ]);
  });

  it('does not fill an empty cell', () => {
    const rules = someRules({ set: { membership_fee_amount: '45' } });
    expect(parseRecord(aRawRecord({ membership_fee_amount: '' }), rules)).toMatchObject({
      invite: null,
      findings: [{ field: 'membership_fee_amount', detail: { code: 'missing' } }],
    });
  });

  it('has to be right itself', () => {
    const raw = aRawRecord({ current_registration_season: withoutColumn });
    const rules = someRules({ set: { current_registration_season: '2026-28' } });
    expect(parseRecord(raw, rules)).toMatchObject({
      invite: null,
      findings: [{ column: null, value: '2026-28', detail: { code: 'season_malformed' } }],
    });
  });
});

describe('the rules of a run', () => {
  it.each([
    ['parent_tel', '07700 900123'],
    ['team_manager_1_tel', '07700 900001'],
  ] as const)('refuse a number kept for drama as %s when it is sent for real', (field, value) => {
    const other = field === 'parent_tel' ? 'team_manager_1_tel' : 'parent_tel';
    const raw = aRawRecord({ [field]: value, [other]: '07797 712345' });
    expect(parseRecord(raw, someRules({ exampleNumbersAllowed: false }))).toMatchObject({
      invite: null,
      findings: [{ severity: 'error', field, value, detail: { code: 'phone_example' } }],
    });
  });

  it('let real numbers through when it is sent for real', () => {
    const raw = aRawRecord({ parent_tel: '07797 712345', team_manager_1_tel: '0161 496 0123' });
    const { invite, findings } = parseRecord(raw, someRules({ exampleNumbersAllowed: false }));
    expect(findings).toEqual([]);
    expect(invite).not.toBeNull();
  });

  it.each([
    ['2026-05-31', []],
    [
      '2026-06-01',
      [
        {
          severity: 'warning',
          row: 2,
          column: 'G',
          heading: 'current_registration_season',
          field: 'current_registration_season',
          value: '2025/26',
          detail: { code: 'season_stale', season: '2025-26' },
        },
      ],
    ],
  ])('on %s, warn of a season that is over and still make the invite', (date, findings) => {
    const raw = aRawRecord({ current_registration_season: '2025/26' });
    const record = parseRecord(raw, someRules({ now: new Date(`${date}T12:00:00Z`) }));
    expect(record.findings).toEqual(findings);
    expect(record.invite).toMatchObject({ season: '2025-26' });
  });
});

describe('one value of one field', () => {
  it.each([
    ['age_group', 'Under 9s', { ok: true, value: 'u9s', repair: null }],
    [
      'parent_tel',
      '0161 496 0123',
      { ok: false, problem: { code: 'phone_not_mobile', kind: 'landline' } },
    ],
    ['team_manager_1_tel', '0161 496 0123', { ok: true, value: '+441614960123', repair: null }],
    ['team_name', null, { ok: false, problem: { code: 'missing' } }],
  ] as const)('is read by the rule of its field: %s %s', (field, value, result) => {
    expect(parseField(field, value)).toEqual(result);
  });
});

/** The name fields, with the labels of each. */
const PEOPLE = [
  'player_first_name',
  'player_last_name',
  'parent_first_name',
  'parent_last_name',
  'team_manager_1_full_name',
] as const;

describe('a name in any of its fields', () => {
  it.each([...PEOPLE, 'team_name'] as const)('is an error where it is none: %s', (field) => {
    for (const value of ['Oliver https://x.example/win', 'sarah.h@example.org', '07700 900102']) {
      expect(parseRecord(aRawRecord({ [field]: value }), someRules())).toMatchObject({
        invite: null,
        findings: [{ severity: 'error', field, value, detail: { code: 'not_a_name' } }],
      });
    }
  });

  it.each(PEOPLE)('is a warning where it is a title without a name: %s', (field) => {
    const { invite, findings } = parseRecord(aRawRecord({ [field]: 'Mr & Mrs' }), someRules());
    expect(invite).not.toBeNull();
    expect(findings).toMatchObject([
      { severity: 'warning', field, detail: { code: 'title_without_name' } },
    ]);
  });

  it('keeps both warnings where it is unusual and in one case', () => {
    const { findings } = parseRecord(aRawRecord({ player_first_name: 'OLIVER!' }), someRules());
    expect(findings.map(({ detail }) => detail.code)).toEqual(['name_unusual', 'name_one_case']);
  });
});

describe('a fee', () => {
  it.each([
    ['membership_fee_amount', '0.40', 1, 500],
    ['membership_fee_amount', '9999.99', 1, 500],
    ['membership_fee_amount', '500.01', 1, 500],
    ['subscription_fee_amount', '0.99', 1, 200],
    ['subscription_fee_amount', '2600', 1, 200],
  ] as const)('%s of %s is a warning on its own', (field, value, least, most) => {
    const { invite, findings } = parseRecord(aRawRecord({ [field]: value }), someRules());
    expect(invite).not.toBeNull();
    expect(findings).toMatchObject([
      { severity: 'warning', field, detail: { code: 'money_unlikely', least, most } },
    ]);
  });

  it.each([
    ['membership_fee_amount', '500'],
    ['membership_fee_amount', '1'],
    ['subscription_fee_amount', '200'],
  ] as const)('%s of %s is none', (field, value) => {
    expect(parseRecord(aRawRecord({ [field]: value }), someRules()).findings).toEqual([]);
  });
});

describe("a manager's phone", () => {
  it.each([
    ['a premium number abroad', '+1 900 555 0123'],
    ['a premium number of the whole world', '+979 123 456 789'],
    ['a premium number at home', '0909 879 0123'],
    ['a number of shared cost abroad', '+49 180 555 012'],
    ['a personal number, whose calls cost what its holder likes', '070 1234 5678'],
  ])('is an error where a call to it costs the parent more than a call: %s', (_what, number) => {
    expect(parseRecord(aRawRecord({ team_manager_1_tel: number }), someRules())).toMatchObject({
      invite: null,
      findings: [{ severity: 'error', detail: { code: 'phone_premium' } }],
    });
  });

  it.each(['0161 496 0123', '03069 990123', '08081 570123', '07700 900001', '+1 202 555 0143'])(
    'may be %s',
    (number) => {
      expect(
        parseRecord(aRawRecord({ team_manager_1_tel: number }), someRules()).invite,
      ).not.toBeNull();
    },
  );
});
