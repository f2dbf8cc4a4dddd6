import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parseRecord, type ParsedRecord } from '../../../src/domain/record/record.ts';
import { readListOf, type WholeList } from './read-list-of.ts';

const RULES = {
  now: new Date('2026-11-22T12:00:00Z'),
  exampleNumbersAllowed: true,
  set: {},
  agreed: new Set<string>(),
  teams: [],
};

async function sample(name: string): Promise<WholeList> {
  const bytes = await readFile(new URL(`../../../samples/${name}`, import.meta.url));
  return await readListOf(bytes, { name });
}

const parsed = ({ records }: WholeList): readonly ParsedRecord[] =>
  records.map((record) => parseRecord(record, RULES));

describe('the samples', () => {
  it('payload.json is the example of the documentation', async () => {
    const list = await sample('payload.json');
    expect(list.findings).toEqual([]);
    expect(parsed(list)).toEqual([
      {
        row: 1,
        invite: {
          row: 1,
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
      },
    ]);
  });

  it('players.csv has typical headings, each of them recognised', async () => {
    const { readAs, columns, findings } = await sample('players.csv');
    expect(readAs).toEqual({ format: 'csv', encoding: 'utf-8', delimiter: ',' });
    expect(columns.map(({ column, heading, how }) => `${column} ${heading}: ${how}`)).toEqual([
      'A Player First Name: normalised',
      'B Player Last Name: normalised',
      'C Team: alias',
      'D Age Group: normalised',
      'E Parent First Name: normalised',
      'F Parent Surname: alias',
      'G Parent Mobile: alias',
      'H Season: alias',
      'I Membership Fee: alias',
      'J Monthly Subs: alias',
      'K Manager: alias',
      'L Manager Mobile: alias',
    ]);
    expect(findings).toEqual([]);
  });

  it('players.csv has one number to repair and one refused row, near the end', async () => {
    const all = parsed(await sample('players.csv'));
    expect(all).toHaveLength(14);
    expect(all.flatMap(({ repaired }) => repaired)).toEqual([
      {
        row: 10,
        column: 'G',
        field: 'parent_tel',
        from: '7700900124',
        to: '+447700900124',
        why: 'leading_zero_lost',
      },
    ]);
    expect(all.flatMap(({ findings }) => findings)).toEqual([
      {
        severity: 'error',
        row: 14,
        column: 'G',
        heading: 'Parent Mobile',
        field: 'parent_tel',
        value: '07700 90012',
        detail: { code: 'phone_too_short', digits: 10, expected: 11 },
      },
    ]);
    expect(all.flatMap(({ row, invite }) => (invite === null ? [row] : []))).toEqual([14]);
  });

  it('players.csv has two children of one parent, and no manager who is a parent', async () => {
    const invites = parsed(await sample('players.csv')).flatMap(({ invite }) => invite ?? []);
    const families = Map.groupBy(invites, ({ parent }) => parent.phone);
    expect(families.size).toBe(12);
    expect(families.get('+447700900106' as never)?.map(({ player }) => player.firstName)).toEqual([
      'Robin',
      'Jo',
    ]);
    expect(invites.filter(({ manager }) => families.has(manager.phone as never))).toEqual([]);
  });
});
