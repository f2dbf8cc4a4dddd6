import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import {
  compareShown,
  withoutPlayers,
  type ShownChanges,
  shownList,
  type ShownList,
} from '../../../src/domain/list/shown-list.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage, aTemplateSid } from '../../support/builders.ts';

const AT = new Date('2026-11-22T18:42:00Z');

function shown(messages: readonly Message[], template = builtInTemplate()): ShownList {
  const list = shownList(messages, template, { at: AT, by: 'preview' });
  if (list === null) throw new Error('Nothing is shown.');
  return list;
}

const JOHN = { row: 2 };
const AMELIA = { row: 3, player_first_name: 'Amelia', parent_tel: '+447700900102' };
const NOAH = { row: 4, player_first_name: 'Noah', parent_tel: '+447700900103' };

type Parts = Parameters<typeof aMessage>[0];

function changes(
  before: readonly Parts[],
  now: readonly Parts[],
  heldBack?: ReadonlySet<number>,
): ShownChanges {
  return compareShown(shown(before.map(aMessage)), shown(now.map(aMessage)), heldBack);
}

const NOTHING = { isOtherText: false, changed: [], replaced: [], added: [], removed: [] };

describe('a list that was shown before', () => {
  it('is the same when nothing changed', () => {
    expect(changes([JOHN, AMELIA], [JOHN, AMELIA])).toEqual({
      since: AT,
      by: 'preview',
      ...NOTHING,
    });
  });

  it('is the same when its rows were sorted', () => {
    const sorted = [
      { ...AMELIA, row: 2 },
      { ...JOHN, row: 3 },
    ];
    expect(changes([JOHN, AMELIA], sorted)).toMatchObject(NOTHING);
  });

  it('is the same whichever template it was shown with, if the text is', () => {
    const template = { ...builtInTemplate(), sid: aTemplateSid('b') };
    const other = shown([aMessage({ ...JOHN, template })], template);
    expect(compareShown(shown([aMessage(JOHN)]), other)).toMatchObject(NOTHING);
  });

  it.each([
    ['parent_first_name', 'Janet'],
    ['team_name', 'Lions'],
    ['age_group', 'u12s'],
    ['membership_fee_amount', '45'],
    ['subscription_fee_amount', '27.50'],
    ['team_manager_1_full_name', 'Sam Patel'],
    ['team_manager_1_tel', '+447700900002'],
  ])('tells a changed %s', (field, value) => {
    expect(changes([JOHN, AMELIA], [JOHN, { ...AMELIA, [field]: value }])).toMatchObject({
      ...NOTHING,
      changed: [{ row: 3, fields: [field] }],
    });
  });

  it('tells the spelling of a name, which makes nobody else of a player', () => {
    expect(
      changes([{ ...JOHN, player_first_name: 'JOHN' }], [{ ...JOHN, player_first_name: 'John' }]),
    ).toMatchObject({ ...NOTHING, changed: [{ row: 2, fields: ['player_first_name'] }] });
  });

  it('tells all that changed in one row, by the row of today', () => {
    const now = { ...AMELIA, row: 9, membership_fee_amount: '45', team_name: 'Lions' };
    expect(changes([JOHN, AMELIA], [JOHN, now])).toMatchObject({
      ...NOTHING,
      changed: [{ row: 9, fields: ['team_name', 'membership_fee_amount'] }],
    });
  });

  it('tells rows that were added, and rows that were removed by the number they had', () => {
    expect(changes([JOHN, AMELIA], [{ ...JOHN, row: 2 }, NOAH])).toMatchObject({
      ...NOTHING,
      added: [4],
      removed: [3],
    });
  });

  it.each([
    ['another number', { ...AMELIA, parent_tel: '+447700900199' }],
    ['another player', { ...NOAH, row: 3 }],
    ['another season', { ...AMELIA, current_registration_season: '2027-28' }],
  ])('tells a row with %s as that', (_what, now) => {
    expect(changes([JOHN, AMELIA], [JOHN, now])).toMatchObject({ ...NOTHING, replaced: [3] });
  });

  it('does not take a row for removed that is held back', () => {
    expect(changes([JOHN, AMELIA], [JOHN], new Set([3]))).toMatchObject(NOTHING);
  });

  it('tells another text of the template by itself', () => {
    const template = { ...builtInTemplate(), body: `${builtInTemplate().body} See you soon!` };
    const other = shown([aMessage({ ...JOHN, template })], template);
    expect(compareShown(shown([aMessage(JOHN)]), other)).toMatchObject({
      ...NOTHING,
      isOtherText: true,
    });
  });

  it('keeps what changed in a message where the players are told elsewhere', () => {
    const all = changes(
      [JOHN, AMELIA],
      [
        { ...JOHN, team_name: 'Lions' },
        { ...NOAH, row: 3 },
      ],
    );
    expect(withoutPlayers(all)).toMatchObject({
      ...NOTHING,
      changed: [{ row: 2, fields: ['team_name'] }],
    });
  });
});

describe('what is remembered of a list', () => {
  it('holds hashes alone, and the same fee is another hash in another row', () => {
    const [john, amelia] = shown([aMessage(JOHN), aMessage(AMELIA)]).messages;
    const hashes = [john, amelia].flatMap((one) => [one?.who ?? '', ...(one?.values ?? [])]);
    expect(hashes).toHaveLength(20);
    expect(new Set(hashes).size).toBe(20);
    for (const hash of hashes) expect(hash).toMatch(/^(?:[\da-f]{8}|[\da-f]{32})$/u);
  });

  it('is nothing where nothing is shown', () => {
    expect(shownList([], builtInTemplate(), { at: AT, by: 'send' })).toBeNull();
  });
});
