import { describe, expect, it } from '@jest/globals';
import {
  compareShown,
  withoutPlayers,
  type ShownChanges,
  shownList,
  type ShownList,
} from '../../../src/domain/list/shown-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
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
  ])('reports a changed %s', (field, value) => {
    expect(changes([JOHN, AMELIA], [JOHN, { ...AMELIA, [field]: value }])).toMatchObject({
      ...NOTHING,
      changed: [{ row: 3, fields: [field] }],
    });
  });

  it('reports a changed spelling of a name, and matches the player by it', () => {
    expect(
      changes([{ ...JOHN, player_first_name: 'JOHN' }], [{ ...JOHN, player_first_name: 'John' }]),
    ).toMatchObject({ ...NOTHING, changed: [{ row: 2, fields: ['player_first_name'] }] });
  });

  it('reports all changes of a row, with its present number', () => {
    const now = { ...AMELIA, row: 9, membership_fee_amount: '45', team_name: 'Lions' };
    expect(changes([JOHN, AMELIA], [JOHN, now])).toMatchObject({
      ...NOTHING,
      changed: [{ row: 9, fields: ['team_name', 'membership_fee_amount'] }],
    });
  });

  it('reports added rows, and removed rows with their earlier numbers', () => {
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
  ])('reports a row with %s as replaced', (_what, now) => {
    expect(changes([JOHN, AMELIA], [JOHN, now])).toMatchObject({ ...NOTHING, replaced: [3] });
  });

  it('does not count a held-back row as removed', () => {
    expect(changes([JOHN, AMELIA], [JOHN], new Set([3]))).toMatchObject(NOTHING);
  });

  it('reports another text of the template separately', () => {
    const template = { ...builtInTemplate(), body: `${builtInTemplate().body} See you soon!` };
    const other = shown([aMessage({ ...JOHN, template })], template);
    expect(compareShown(shown([aMessage(JOHN)]), other)).toMatchObject({
      ...NOTHING,
      isOtherText: true,
    });
  });

  it('keeps changed values when players are left out', () => {
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

describe('the stored hashes of a list', () => {
  it('has only hashes, and different ones for the same fee in two rows', () => {
    const [john, amelia] = shown([aMessage(JOHN), aMessage(AMELIA)]).messages;
    const hashes = [john, amelia].flatMap((one) => [one?.who ?? '', ...(one?.values ?? [])]);
    expect(hashes).toHaveLength(20);
    expect(new Set(hashes).size).toBe(20);
    for (const hash of hashes) expect(hash).toMatch(/^(?:[\da-f]{8}|[\da-f]{32})$/u);
  });

  it('is null if there is no message', () => {
    expect(shownList([], builtInTemplate(), { at: AT, by: 'send' })).toBeNull();
  });
});
