import { describe, expect, it } from '@jest/globals';
import { startSurnameCheck } from '../../../src/domain/list/list-check.ts';
import { anInvite } from '../../support/builders.ts';

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
  ])('is told: $why', ({ names, differing }) => {
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
    { names: [OTHER, OTHER, OTHER, OTHER], why: 'four rows tell nothing' },
    { names: [OTHER, OTHER, OTHER, SAME, SAME], why: 'three of five are common' },
  ])('is not told of $why', ({ names }) => {
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
