import { describe, expect, it } from '@jest/globals';
import { FIELDS, type Field } from '../../../../src/domain/record/field.ts';
import { readListOf } from '../read-list-of.ts';

const needing = (field: Field): ReadonlySet<Field> =>
  new Set(FIELDS.filter((other) => other !== field));

/** The columns that are offered for a field, with the likely ones before the bar. */
async function offeredFor(field: Field, csv: string): Promise<string> {
  const { doubts } = await readListOf(csv, { set: needing(field) });
  const [doubt] = doubts;
  const headings = doubt?.candidates.map(({ heading }) => heading) ?? [];
  const likely = doubt?.likely ?? 0;
  return `${headings.slice(0, likely).join(', ')} | ${headings.slice(likely).join(', ')}`;
}

describe('the columns offered for a field', () => {
  it.each([
    [
      'subscription_fee_amount',
      'Notes,Per head,Fees,Medical\nx,26,£26,none\n',
      'Fees, Per head | Notes, Medical',
      'a heading that suggests it, then cells that are values of it, then what holds something else',
    ],
    [
      'subscription_fee_amount',
      'Kit,Per head,Empty\nM,26,\n',
      'Per head | Kit, Empty',
      'a column without a cell comes last',
    ],
    [
      'team_manager_1_tel',
      'Mobile,Gizmo\n07700 900123,07700 900001\n',
      'Gizmo | Mobile',
      'what a heading suggests for another field is not likely by its cells',
    ],
    [
      'current_registration_season',
      'Anything,Campaign\nx,2026-27\n',
      'Campaign | Anything',
      'a season is known by its form',
    ],
    [
      'parent_tel',
      "Status,Second phone,Parent's date of birth,Gadget\nActive,07700 900124,1980-01-02,07700 900123\n",
      'Gadget | ',
      'a status and what is never taken are not offered',
    ],
    [
      'parent_tel',
      'Line,,Line,Gadget\n07700 900123,07700 900124,07700 900125,07700 900126\n',
      'Gadget | ',
      'nor is a heading that --map cannot name',
    ],
    [
      'parent_tel',
      'Parent Mobile,Parent Phone,Kit\n07700 900123,07700 900124,M\n',
      'Parent Mobile, Parent Phone | Kit',
      'two columns for one field come first',
    ],
  ] as const)('%s: %j gives %s: %s', async (field, csv, offered, _why) => {
    // A list needs a heading that is known.
    const [headings, row] = csv.split('\n');
    expect(await offeredFor(field, `${headings},Player First Name\n${row},Ava\n`)).toBe(offered);
  });

  it('are the same whatever order the columns have', async () => {
    const columns = [
      ['Per head', '26'],
      ['Fees', '£26'],
      ['Medical', 'none'],
      ['Player First Name', 'Ava'],
    ];
    const offered = new Set<string>();
    for (let turn = 0; turn < columns.length; turn += 1) {
      columns.push(columns.shift() ?? []);
      const csv = [0, 1].map((line) => columns.map((column) => column[line]).join(',')).join('\n');
      // oxlint-disable-next-line no-await-in-loop -- a list of four columns
      offered.add(await offeredFor('subscription_fee_amount', csv));
    }
    expect([...offered]).toEqual(['Fees, Per head | Medical']);
  });
});
