import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../src/domain/record/field.ts';
import { readListOf } from './read-list-of.ts';

/** The second parent in the first row of a CSV, as field and value. */
async function secondParentIn(headings: string, cells: string): Promise<object | null> {
  const { records } = await readListOf(`Team,${headings}\nLions,${cells}\n`, {
    set: new Set(FIELDS),
  });
  const second = records[0]?.secondParent;
  if (second === undefined) return null;
  return Object.fromEntries(Object.entries(second).map(([field, cell]) => [field, cell?.value]));
}

describe('a second parent in a row', () => {
  it.each([
    ['Parent 2 First Name,Parent 2 Last Name,Parent 2 Mobile', 'Sam,Smith,07700 900124', 'Smith'],
    ['2nd Parent Mobile,2nd Parent Forename,2nd Parent Surname', '07700 900124,Sam,Smith', 'Smith'],
    ['Parent 2 First Name,Guardian 2 Mobile', 'Sam,07700 900124', undefined],
    ['Parent2FirstName,Parent2Mobile,Parent 2 Email', 'Sam,07700 900124,a@example.com', undefined],
    [
      'Parent 2 First Name,Parent 2 Phone,Parent 2 Mobile',
      'Sam,0161 4960123,07700 900124',
      undefined,
    ],
  ])('is read from %s', async (headings, cells, lastName) => {
    expect(await secondParentIn(headings, cells)).toEqual({
      parent_first_name: 'Sam',
      ...(lastName === undefined ? {} : { parent_last_name: lastName }),
      parent_tel: '07700 900124',
    });
  });

  it('may have a full name', async () => {
    expect(await secondParentIn('Parent 2 Name,Parent 2 Mobile', 'Sam Smith,07700 900124')).toEqual(
      {
        parent_full_name: 'Sam Smith',
        parent_tel: '07700 900124',
      },
    );
  });

  it.each([
    ['no phone column', 'Parent 2 First Name', 'Sam'],
    ['no name', 'Parent 2 Mobile', '07700 900124'],
    ['an empty phone', 'Parent 2 First Name,Parent 2 Mobile', 'Sam,'],
    ['a third parent', 'Parent 3 First Name,Parent 3 Mobile', 'Sam,07700 900124'],
    [
      'two columns of a kind',
      'Parent 2 First Name,Guardian 2 First Name,Parent 2 Mobile',
      'Sam,Sam,07700 900124',
    ],
    ['the first parent', 'Parent 1 First Name,Parent 1 Mobile', 'Sam,07700 900124'],
  ])('is none with %s', async (_what, headings, cells) => {
    expect(await secondParentIn(headings, cells)).toBeNull();
  });
});
