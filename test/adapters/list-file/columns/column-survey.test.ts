import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { readListOf } from '../read-list-of.ts';

const WITHOUT_TEL = new Set(FIELDS.filter((field) => field !== 'parent_tel'));

describe('an ambiguous column', () => {
  it('is described by its letter, its heading and its first three cells that are not empty', async () => {
    const csv = `Mobile,Team,Phone
07700 900101,Lions,
,Lions,
 07700 900102 ,Lions,07700 900111
07700 900103,Lions,
07700 900104,Lions,
`;
    const { doubts } = await readListOf(csv, { set: WITHOUT_TEL });
    expect(doubts).toEqual([
      {
        field: 'parent_tel',
        likely: 2,
        candidates: [
          {
            column: 'A',
            heading: 'Mobile',
            samples: ['07700 900101', '07700 900102', '07700 900103'],
          },
          { column: 'C', heading: 'Phone', samples: ['07700 900111'] },
        ],
      },
    ]);
  });

  it('has no samples when it has no values', async () => {
    const { doubts, findings } = await readListOf('Mobile,Team\n,Lions\n', { set: WITHOUT_TEL });
    expect(doubts[0]?.candidates).toEqual([{ column: 'A', heading: 'Mobile', samples: [] }]);
    expect(findings[0]?.value).toBeNull();
  });

  it('is not reported when the column is mapped', async () => {
    const map = { parent_tel: 'Mobile' };
    expect((await readListOf('Mobile\n1\n', { set: WITHOUT_TEL, map })).doubts).toEqual([]);
  });
});
