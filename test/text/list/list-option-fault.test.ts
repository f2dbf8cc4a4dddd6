import { describe, expect, it } from '@jest/globals';
import type { ListOptionFault } from '../../../src/domain/problem/list-option-fault.ts';
import { explainStop } from '../../../src/text/stop.ts';

const headings = ['Team', '', 'Mobile'];
const file = 'players.csv';
const mapped = { field: 'parent_tel', heading: 'Handy', keptMap: null } as const;
const leftOut = { heading: 'Status', value: 'Left', file } as const;

const CASES: readonly (readonly [ListOptionFault, string, string])[] = [
  [
    { code: 'mapped_heading_missing', ...mapped, file, headings },
    '--map parent_tel="Handy": players.csv has no such heading.',
    'Its headings are: Team, Mobile.',
  ],
  [
    { code: 'mapped_heading_missing', ...mapped, keptMap: 'spond', file, headings },
    '--use-map spond, which holds parent_tel="Handy": players.csv has no such heading.',
    'Its headings are: Team, Mobile. Add --map parent_tel="Heading" to take one of them this time, and --save-map spond to keep it.',
  ],
  [
    { code: 'mapped_heading_wrong', ...mapped, heading: 'Year Group', holds: 'school_year' },
    '--map parent_tel="Year Group": a column of this name is never taken, since it holds the school year, which is no age group.',
    'If it is right all the same, give the column another heading in the list.',
  ],
  [
    { code: 'mapped_heading_wrong', ...mapped, heading: 'parGdnDOB1', holds: 'parent_birth_date' },
    `--map parent_tel="parGdnDOB1": a column of this name is never taken, since it holds the parent's date of birth.`,
    'If it is right all the same, give the column another heading in the list.',
  ],
  [
    { code: 'heading_mapped_twice', heading: 'Mobile', fields: ['parent_tel', 'team_name'] },
    '--map gives the heading "Mobile" to both parent_tel and team_name.',
    'Map each heading to one field.',
  ],
  [
    { code: 'left_out_heading_missing', ...leftOut, headings, keptMap: null },
    '--leave-out "Status=Left": players.csv has no such heading.',
    'Its headings are: Team, Mobile.',
  ],
  [
    { code: 'left_out_value_missing', ...leftOut, values: ['Active', ''] },
    '--leave-out "Status=Left": no row of players.csv has this value there.',
    'What stands there is: Active, (empty).',
  ],
];

describe('an option that does not fit the list', () => {
  it.each(CASES)('%j is explained', (fault, message, fix) => {
    expect(explainStop({ code: 'usage', fault })).toEqual({ message, fix });
  });
});
