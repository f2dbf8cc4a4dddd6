import { describe, expect, it } from '@jest/globals';
import {
  familiesOf,
  startListCheck,
  unusualFees,
  startSurnameCheck,
} from '../../../src/domain/list/list-check.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import type { Finding, RowProblem } from '../../../src/domain/problem/finding.ts';
import { aMessage, anInvite } from '../../support/builders.ts';

type CheckedList = {
  readonly messages: readonly Message[];
  readonly repeats: readonly Message[];
  readonly findings: readonly Finding[];
};

function checkList(list: readonly Message[]): CheckedList {
  const check = startListCheck();
  const messages: Message[] = [];
  const repeats: Message[] = [];
  for (const message of list) (check.add(message) ? messages : repeats).push(message);
  return { messages, repeats, findings: check.finish() };
}

function warningOf(row: number, detail: RowProblem): object {
  return {
    severity: 'warning',
    row,
    column: null,
    heading: null,
    field: null,
    value: null,
    detail,
  };
}

describe('the families of a list', () => {
  it('are in the order of their first rows, with their messages in order', () => {
    const john = aMessage({ row: 2, parent_tel: '07700 900123' });
    const ali = aMessage({ row: 3, parent_tel: '07700 900200', player_first_name: 'Ali' });
    const joan = aMessage({ row: 4, parent_tel: '+44 7700 900123', player_first_name: 'Joan' });
    expect(familiesOf([john, ali, joan])).toEqual([
      { phone: '+447700900123', messages: [john, joan] },
      { phone: '+447700900200', messages: [ali] },
    ]);
  });

  it('are none in an empty list', () => {
    expect(familiesOf([])).toEqual([]);
  });
});

describe('a list', () => {
  it('has no findings if its rows agree', () => {
    const messages = [
      aMessage({ row: 2 }),
      aMessage({ row: 3, player_first_name: 'Joan', team_name: 'Lions', age_group: 'u9s' }),
      aMessage({ row: 4, parent_tel: '07700 900200', player_first_name: 'Ali' }),
    ];
    expect(checkList(messages)).toEqual({ messages, repeats: [], findings: [] });
  });

  it('sends the first of two rows for the same invite, and reports the second', () => {
    const first = aMessage({ row: 14 });
    const second = aMessage({ row: 31, player_first_name: 'JOHN' });
    expect(checkList([first, second])).toEqual({
      messages: [first],
      repeats: [second],
      findings: [warningOf(31, { code: 'same_invite_twice', firstRow: 14 })],
    });
  });

  it('reports each repeat of an invite, with the row that is sent', () => {
    const rows = [2, 3, 4].map((row) => aMessage({ row }));
    expect(checkList(rows)).toEqual({
      messages: [rows[0]],
      repeats: [rows[1], rows[2]],
      findings: [
        warningOf(3, { code: 'same_invite_twice', firstRow: 2 }),
        warningOf(4, { code: 'same_invite_twice', firstRow: 2 }),
      ],
    });
  });

  it('warns of one phone under two names', () => {
    const first = aMessage({ row: 2 });
    const second = aMessage({ row: 3, player_first_name: 'Ali', parent_first_name: 'Sam' });
    expect(checkList([first, second])).toEqual({
      messages: [first, second],
      repeats: [],
      findings: [
        warningOf(3, {
          code: 'same_phone_other_parent',
          firstRow: 2,
          firstName: 'Jane Smith',
        }),
      ],
    });
  });

  it.each([
    ['of the parent', { parent_last_name: '' }],
    ['of the player', { player_last_name: 'Green' }],
  ])('finds nothing odd in one phone where a last name %s is missing or differs', (_of, parts) => {
    const rows = [aMessage({ row: 2, player_first_name: 'Ali' }), aMessage({ row: 3, ...parts })];
    expect(checkList(rows).findings).toEqual([]);
  });

  it('says once that players have no last name', () => {
    const names = ['Ali', 'Bo', 'Cara'];
    const rows = names.map((player_first_name, index) => {
      const player_last_name = index === 0 ? 'Smith' : '';
      return aMessage({ row: index + 2, player_first_name, player_last_name });
    });
    expect(checkList(rows).findings).toEqual([
      {
        ...warningOf(2, { code: 'last_name_missing', rows: 2, of: 3 }),
        row: null,
        field: 'player_last_name',
      },
    ]);
  });

  it('does not compare the last names of parents and players where one is missing', () => {
    const rows = ['Ali', 'Bo', 'Cara', 'Dee', 'Eve'].map((player_first_name, index) =>
      aMessage({
        row: index + 2,
        player_first_name,
        parent_last_name: '',
        player_last_name: 'Green',
      }),
    );
    expect(checkList(rows).findings).toEqual([]);
  });

  it('warns of one child with two parents', () => {
    const first = aMessage({ row: 2 });
    const second = aMessage({ row: 3, parent_first_name: 'Sam', parent_tel: '07700 900124' });
    expect(checkList([first, second])).toEqual({
      messages: [first, second],
      repeats: [],
      findings: [warningOf(3, { code: 'two_parents', firstRow: 2 })],
    });
  });

  it.each([
    ['name', { team_manager_1_full_name: 'Sam Lee' }],
    ['phone', { team_manager_1_tel: '07700 900002' }],
  ])("warns of one team whose manager's %s differs", (_what, difference) => {
    const first = aMessage({ row: 2 });
    const second = aMessage({
      row: 3,
      parent_tel: '07700 900124',
      player_first_name: 'Ali',
      ...difference,
    });
    expect(checkList([first, second])).toEqual({
      messages: [first, second],
      repeats: [],
      findings: [
        warningOf(3, { code: 'manager_differs', firstRow: 2, firstManager: 'Alex Johnson' }),
      ],
    });
  });

  it.each([
    ['capitals in the name of a parent', { player_first_name: 'Ali', parent_last_name: 'SMITH' }],
    [
      "capitals in a manager's name",
      {
        player_first_name: 'Ali',
        parent_tel: '07700 900124',
        team_manager_1_full_name: 'ALEX JOHNSON',
      },
    ],
    [
      'another manager for another team',
      {
        player_first_name: 'Ali',
        parent_tel: '07700 900124',
        team_name: 'Lions',
        team_manager_1_full_name: 'Sam Lee',
      },
    ],
    [
      'a child of the same name in another team',
      { parent_tel: '07700 900124', team_name: 'Lions' },
    ],
  ])('does not warn of %s', (_what, parts) => {
    expect(checkList([aMessage({ row: 2 }), aMessage({ row: 3, ...parts })]).findings).toEqual([]);
  });

  it('is at fault as a whole when it mixes seasons', () => {
    const messages = [
      aMessage({ row: 2, current_registration_season: '2027-28' }),
      aMessage({ row: 3, current_registration_season: '2026-27', player_first_name: 'Ali' }),
      aMessage({ row: 4, current_registration_season: '2027-28', player_first_name: 'Joan' }),
    ];
    expect(checkList(messages)).toEqual({
      messages,
      repeats: [],
      findings: [
        {
          severity: 'error',
          row: null,
          column: null,
          heading: null,
          field: 'current_registration_season',
          value: null,
          detail: { code: 'mixed_seasons', seasons: ['2026-27', '2027-28'] },
        },
      ],
    });
  });
});

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

type Names = readonly [parent: string, player: string];

const SAME: Names = ['Smith', 'Smith'];
const OTHER: Names = ['Smith', 'Patel'];

function found(names: readonly Names[]): readonly unknown[] {
  const invites = names.map(([parent_last_name, player_last_name], index) =>
    anInvite({ row: index + 2, parent_last_name, player_last_name }),
  );
  const check = startSurnameCheck();
  invites.forEach(check.add);
  return check.finish().map(({ severity, row, detail }) => ({ severity, row, detail }));
}

describe('a list in which hardly a child has its parent’s last name', () => {
  it.each([
    { names: [OTHER, OTHER, OTHER, OTHER, OTHER], differing: 5, why: 'all of five' },
    { names: [OTHER, OTHER, OTHER, OTHER, SAME], differing: 4, why: 'four of five' },
  ])('is reported: $why', ({ names, differing }) => {
    expect(found(names)).toEqual([
      {
        severity: 'warning',
        row: null,
        detail: { code: 'surnames_differ', differing, of: 5 },
      },
    ]);
  });

  it.each([
    { names: [], why: 'nobody' },
    { names: [OTHER, OTHER, OTHER, OTHER], why: 'four rows show no pattern' },
    { names: [OTHER, OTHER, OTHER, SAME, SAME], why: 'three of five are common' },
  ])('is not reported for $why', ({ names }) => {
    expect(found(names)).toEqual([]);
  });

  it.each<Names>([
    ['SMITH', 'Smith'],
    ['Zoé', 'Zoe'],
    ['Smith-Jones', 'Smith'],
    ['Jones', 'Smith-Jones'],
    ['Patel–Smith', 'Smith-Jones'],
    ['Smith-Jones', 'Smith Jones'],
    ["O'Neil", 'O’Neil'],
  ])('takes %s and %s for one name', (parent, player) => {
    expect(found(Array.from({ length: 5 }, (): Names => [parent, player]))).toEqual([]);
  });
});
