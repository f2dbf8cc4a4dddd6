import { expect, it } from '@jest/globals';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { readListOf } from '../read-list-of.ts';

const SET = new Set(FIELDS.filter((field) => field !== 'parent_tel'));

it.each([
  'Emergency Contact Number',
  'Emergency Phone',
  'ICE / Emergency Mobile',
  'Next of kin tel',
])('points at %j where it is mapped to the number of the parent', async (heading) => {
  const { findings } = await readListOf(`Team,${heading}\nLions,07700 900123\n`, {
    map: { parent_tel: heading },
    set: SET,
  });
  expect(findings).toEqual([
    {
      severity: 'warning',
      row: 1,
      column: 'B',
      heading,
      field: 'parent_tel',
      value: null,
      detail: { code: 'emergency_number' },
    },
  ]);
});

it('says nothing of such a column that is not used', async () => {
  const csv = 'Parent Mobile,Emergency Contact Number\n07700 900123,07700 900124\n';
  expect((await readListOf(csv, { set: SET })).findings).toEqual([]);
});
