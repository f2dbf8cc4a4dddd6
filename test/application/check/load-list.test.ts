import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  fieldsOf,
  startChecking,
  startLoading,
  type LoadedList,
} from '../../../src/application/check/load-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { ColumnProblem, Finding, Repaired } from '../../../src/domain/problem/finding.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';
import { aMessage, aRawRecord, someRules, withoutColumn } from '../../support/builders.ts';

const TEMPLATE = builtInTemplate();

type ReadList = { readonly records: readonly RawRecord[]; readonly findings: readonly Finding[] };

const listOf = (...records: readonly RawRecord[]): ReadList => ({ records, findings: [] });

function load(list: ReadList, rules = someRules(), template = TEMPLATE): LoadedList {
  const loader = startLoading(template, rules);
  list.records.forEach(loader.add);
  return loader.finish(list.findings);
}

const keysOf = (rows: readonly RawRecord[]): ReadonlySet<string> =>
  new Set(load(listOf(...rows)).messages.map(({ key }) => key));

/** A finding about a whole row, or about the list. */
function aFinding(parts: Partial<Finding> & Pick<Finding, 'detail'>): Finding {
  return {
    severity: 'error',
    row: null,
    column: null,
    heading: null,
    field: null,
    value: null,
    ...parts,
  };
}

/** The repair of the example’s number when its leading zero is lost. */
function mended(row: number): Repaired {
  return {
    row,
    column: 'J',
    field: 'parent_tel',
    from: '7700900123',
    to: '+447700900123',
    why: 'leading_zero_lost',
  };
}

describe('loading a list', () => {
  it('gives the same keys in any order of the rows', () => {
    const records = ['Ann', 'Ben', 'Cleo', 'Dev', 'Eve', 'Ann'].map((player_first_name, index) =>
      aRawRecord({ row: index + 2, player_first_name }),
    );
    const size = { minLength: records.length, maxLength: records.length };
    fc.assert(
      fc.property(fc.shuffledSubarray(records, size), (shuffled) => {
        expect(keysOf(shuffled)).toEqual(keysOf(records));
      }),
    );
  });

  it('gives the same findings without the texts of the messages', () => {
    const template = { ...TEMPLATE, body: `${TEMPLATE.body}${'.'.repeat(360)}` };
    const records = [
      aRawRecord({ row: 2 }),
      aRawRecord({ row: 3, player_first_name: 'Maximiliana'.repeat(6) }),
      aRawRecord({ row: 4 }),
      aRawRecord({ row: 5, parent_tel: 'none' }),
    ];
    const loaded = load(listOf(...records), someRules(), template);
    const checking = startChecking(template, someRules());
    records.forEach(checking.add);
    expect(loaded.refusedRows.map(({ row, because }) => [row, because.detail.code])).toEqual([
      [3, 'message_too_long'],
      [5, 'placeholder_word'],
    ]);
    expect(checking.finish([])).toEqual({
      ...loaded,
      messages: loaded.messages.map(({ invite }) => invite.row),
      repeats: loaded.repeats.map(({ invite }) => invite.row),
    });
  });

  it('makes messages in the order of the list', () => {
    const rows = [{ row: 2 }, { row: 3, player_first_name: 'Ali', parent_tel: '07700 900200' }];
    expect(load(listOf(...rows.map(aRawRecord)))).toEqual({
      records: 2,
      messages: rows.map((parts) => aMessage(parts)),
      repeats: [],
      refusedRows: [],
      findings: [],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
    });
  });

  it('accepts an empty list', () => {
    expect(load(listOf())).toEqual({
      records: 0,
      messages: [],
      repeats: [],
      refusedRows: [],
      findings: [],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
    });
  });

  it('keeps every problem of every row, and makes messages of the rows without one', () => {
    const short = aFinding({
      row: 2,
      column: 'J',
      heading: 'parent_tel',
      field: 'parent_tel',
      value: '07700 90012',
      detail: { code: 'phone_too_short', digits: 10, expected: 11 },
    });
    const season = aFinding({
      row: 2,
      column: 'G',
      heading: 'current_registration_season',
      field: 'current_registration_season',
      value: '2026-29',
      detail: { code: 'season_malformed' },
    });
    const money = aFinding({
      row: 4,
      column: 'K',
      heading: 'membership_fee_amount',
      field: 'membership_fee_amount',
      value: 'forty',
      detail: { code: 'money_malformed' },
    });
    const loaded = load(
      listOf(
        aRawRecord({ row: 2, parent_tel: '07700 90012', current_registration_season: '2026-29' }),
        aRawRecord({ row: 3 }),
        aRawRecord({ row: 4, membership_fee_amount: 'forty' }),
      ),
    );
    expect(loaded).toEqual({
      records: 3,
      messages: [aMessage({ row: 3 })],
      repeats: [],
      refusedRows: [
        { row: 2, because: season },
        { row: 4, because: money },
      ],
      findings: [season, short, money],
      leftOut: [],
      offers: [],
      unreadPlayers: ['John Smith'],
      mended: [],
    });
  });

  it('neither checks nor sends a row that is left out, nor reports its problems', () => {
    const left = { leftOut: true };
    const doubled = aFinding({ row: 3, detail: { code: 'field_doubled', names: ['a', 'A'] } });
    const loaded = load({
      records: [
        aRawRecord({ row: 2 }),
        { ...aRawRecord({ row: 3, parent_tel: 'nonsense' }), ...left },
        { ...aRawRecord({ row: 4 }), ...left },
      ],
      findings: [doubled],
    });
    expect(loaded).toEqual({
      records: 3,
      messages: [aMessage({ row: 2 })],
      repeats: [],
      refusedRows: [],
      leftOut: [3, 4],
      findings: [],
      mended: [],
      offers: [],
      unreadPlayers: ['John Smith'],
    });
  });

  it('reports why the list itself leaves a row out', () => {
    const why = aFinding({ row: 3, severity: 'warning', detail: { code: 'no_consent' } });
    const loaded = load({
      records: [aRawRecord({ row: 2 }), { ...aRawRecord({ row: 3 }), leftOut: true }],
      findings: [why],
    });
    expect([loaded.leftOut, loaded.findings]).toEqual([[3], [why]]);
  });

  it('reports repairs, also of refused rows', () => {
    const loaded = load(
      listOf(
        aRawRecord({ row: 2, parent_tel: '7700900123' }),
        aRawRecord({ row: 3, parent_tel: '7700900123', team_name: '' }),
      ),
    );
    expect(loaded.mended).toEqual([mended(2), mended(3)]);
    expect(loaded.messages).toEqual([aMessage({ row: 2 })]);
    expect(loaded.refusedRows.map(({ row }) => row)).toEqual([3]);
  });

  it('sends the first of two rows for the same invite, and does not report the second as refused', () => {
    const rows = [{ row: 14 }, { row: 31, player_first_name: 'Jóhn' }];
    expect(load(listOf(...rows.map(aRawRecord)))).toEqual({
      records: 2,
      messages: [aMessage({ row: 14 })],
      repeats: [aMessage({ row: 31, player_first_name: 'Jóhn' })],
      refusedRows: [],
      findings: [
        aFinding({
          severity: 'warning',
          row: 31,
          detail: { code: 'same_invite_twice', firstRow: 14 },
        }),
      ],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
    });
  });

  it('does not count a refused row as the first of two', () => {
    const loaded = load(
      listOf(aRawRecord({ row: 2, membership_fee_amount: 'forty' }), aRawRecord({ row: 3 })),
    );
    expect(loaded.messages).toEqual([aMessage({ row: 3 })]);
    expect(loaded.repeats).toEqual([]);
  });

  it('refuses a row whose message would exceed WhatsApp’s limit', () => {
    const template = { ...TEMPLATE, body: `${TEMPLATE.body}${'.'.repeat(500)}` };
    const length = aMessage().body.length + 500;
    const tooLong = aFinding({
      row: 2,
      detail: {
        code: 'message_too_long',
        length,
        limit: 1024,
        longest: { field: 'team_manager_1_full_name', length: 12 },
      },
    });
    expect(load(listOf(aRawRecord({ row: 2 })), someRules(), template)).toEqual({
      records: 1,
      messages: [],
      repeats: [],
      refusedRows: [{ row: 2, because: tooLong }],
      findings: [tooLong],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: ['John Smith'],
    });
  });

  it('reports a row of the wrong shape with that problem alone', () => {
    const shape = { code: 'row_too_long', cells: 14, headings: 12 } as const;
    const because = aFinding({ row: 3, detail: shape });
    const loaded = load(
      listOf(aRawRecord({ row: 2 }), aRawRecord({ row: 3, team_name: '', shapeProblem: shape })),
    );
    expect(loaded.refusedRows).toEqual([{ row: 3, because }]);
    expect(loaded.findings).toEqual([because]);
    expect(loaded.messages).toEqual([aMessage({ row: 2 })]);
  });

  it('sends a row that has only warnings', () => {
    const loaded = load(
      listOf(aRawRecord({ row: 2 })),
      someRules({ now: new Date('2027-06-01T09:00:00Z') }),
    );
    expect(loaded.findings.map(({ severity, detail }) => [severity, detail])).toEqual([
      ['warning', { code: 'season_stale', season: '2026-27' }],
    ]);
    expect(loaded.messages).toEqual([aMessage({ row: 2 })]);
    expect(loaded.refusedRows).toEqual([]);
  });

  it('refuses the numbers reserved for drama in a live send', () => {
    const loaded = load(listOf(aRawRecord()), someRules({ exampleNumbersAllowed: false }));
    expect(loaded.messages).toEqual([]);
    expect(loaded.findings.map(({ field, detail }) => [field, detail.code])).toEqual([
      ['team_manager_1_tel', 'phone_example'],
      ['parent_tel', 'phone_example'],
    ]);
  });

  it('takes missing columns from the values set for all rows', () => {
    const set = { current_registration_season: '2026/27', membership_fee_amount: '£40' };
    const record = aRawRecord({
      current_registration_season: withoutColumn,
      membership_fee_amount: withoutColumn,
    });
    expect(load(listOf(record), someRules({ set })).messages).toEqual([aMessage()]);
    expect(fieldsOf(set)).toEqual(
      new Set(['current_registration_season', 'membership_fee_amount']),
    );
  });

  it('sorts problems of the list before those of its rows, and these by row', () => {
    const unknown = aFinding({
      severity: 'warning',
      detail: { code: 'unknown_fields', names: ['Shirt size'] },
    });
    const loaded = load({
      records: [
        aRawRecord({ row: 2, team_name: '' }),
        aRawRecord({ row: 3 }),
        aRawRecord({ row: 4 }),
        aRawRecord({ row: 5, team_name: '' }),
      ],
      findings: [unknown],
    });
    expect(loaded.findings.map(({ row, detail }) => [row, detail.code])).toEqual([
      [null, 'unknown_fields'],
      [2, 'missing'],
      [4, 'same_invite_twice'],
      [5, 'missing'],
    ]);
    expect(loaded.messages).toEqual([aMessage({ row: 3 })]);
  });
});

describe('a problem of the whole list', () => {
  const columns: readonly ColumnProblem[] = [
    { code: 'column_missing' },
    { code: 'column_doubled', columns: ['F', 'J'] },
    { code: 'column_ambiguous', columns: ['F', 'J'] },
  ];

  it.each(columns)('refuses every row, valid or not: $code', (detail) => {
    const because = aFinding({ field: 'parent_tel', detail });
    const loaded = load({
      records: [
        aRawRecord({ row: 2 }),
        aRawRecord({ row: 3 }),
        aRawRecord({ row: 4, parent_tel: withoutColumn }),
        aRawRecord({ row: 5, team_name: '' }),
      ],
      findings: [because],
    });
    expect(loaded).toMatchObject({ messages: [], repeats: [] });
    expect(loaded.refusedRows).toEqual([2, 3, 4, 5].map((row) => ({ row, because })));
    // The problems of the rows are reported as well, so that all are seen at once.
    expect(loaded.findings.map(({ row, detail: { code } }) => [row, code])).toEqual([
      [null, detail.code],
      [3, 'same_invite_twice'],
      [5, 'missing'],
    ]);
  });

  it('is two seasons in one list', () => {
    const because = aFinding({
      field: 'current_registration_season',
      detail: { code: 'mixed_seasons', seasons: ['2025-26', '2026-27'] },
    });
    const loaded = load(
      listOf(
        aRawRecord({ row: 2 }),
        aRawRecord({ row: 3, current_registration_season: '2025-26' }),
      ),
      someRules({ now: new Date('2026-05-20T12:00:00Z') }),
    );
    expect(loaded).toEqual({
      records: 2,
      messages: [],
      repeats: [],
      refusedRows: [
        { row: 2, because },
        { row: 3, because },
      ],
      findings: [because],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
    });
  });

  it('is not an unknown column', () => {
    const unknown = aFinding({
      severity: 'warning',
      detail: { code: 'unknown_fields', names: ['Shirt size'] },
    });
    expect(load({ records: [aRawRecord()], findings: [unknown] })).toEqual({
      records: 1,
      messages: [aMessage()],
      repeats: [],
      refusedRows: [],
      findings: [unknown],
      leftOut: [],
      mended: [],
      offers: [],
      unreadPlayers: [],
    });
  });
});
