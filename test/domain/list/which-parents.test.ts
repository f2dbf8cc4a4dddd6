import { describe, expect, it } from '@jest/globals';
import type { WhichParents } from '../../../src/domain/list/parent-choice.ts';
import { recordsFor, surveyParents } from '../../../src/domain/list/which-parents.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';
import { aRawRecord } from '../../support/builders.ts';

const MOBILE = '07700 900124';
const LANDLINE = '0161 496 0123';

const cell = (value: string) => ({ value, column: 'M', heading: 'Parent 2' });

function aFamily(first: string, second: string | null, parts: Partial<RawRecord> = {}): RawRecord {
  const secondParent =
    second === null
      ? {}
      : { secondParent: { parent_first_name: cell('Sam'), parent_tel: cell(second) } };
  return { ...aRawRecord({ parent_tel: first }), ...secondParent, ...parts };
}

/** The first name and the number of each record. */
function written(record: RawRecord, which: WhichParents): readonly string[] {
  return recordsFor(record, which).map(({ cells }) => {
    const { parent_first_name: first, parent_last_name: last, parent_tel: phone } = cells;
    return [first, last, phone]
      .flatMap((cell) => (typeof cell?.value === 'string' ? [cell.value] : []))
      .join(' ');
  });
}

const JANE = 'Jane Smith 07700 900123';
const JANE_AT_HOME = `Jane Smith ${LANDLINE}`;
const SAM = `Sam ${MOBILE}`;
const SAM_AT_HOME = `Sam ${LANDLINE}`;

describe('the parents of a row who get the invite', () => {
  it.each<readonly [WhichParents, first: string, second: string | null, who: readonly string[]]>([
    ['first', '07700 900123', MOBILE, [JANE]],
    ['second', '07700 900123', MOBILE, [SAM]],
    ['both', '07700 900123', MOBILE, [JANE, SAM]],
    ['each', '07700 900123', MOBILE, [JANE, SAM]],
    ['mobile', '07700 900123', MOBILE, [JANE]],
    ['mobile', LANDLINE, MOBILE, [SAM]],
    ['mobile', '07700 900123', LANDLINE, [JANE]],
    ['mobile', LANDLINE, LANDLINE, [JANE_AT_HOME]],
    ['mobile', '', MOBILE, [SAM]],
    ['second', '07700 900123', LANDLINE, [SAM_AT_HOME]],
    ['first', LANDLINE, MOBILE, [JANE_AT_HOME]],
    ['second', '07700 900123', null, [JANE]],
    ['both', '07700 900123', null, [JANE]],
    ['both', '07700 900123', '+44 7700 900123', [JANE]],
  ])('with %s, of %j and %j', (which, first, second, who) => {
    expect(written(aFamily(first, second), which)).toEqual(who);
  });

  it('are not asked for in a row that is left out or has another shape', () => {
    const out = aFamily('07700 900123', MOBILE, { leftOut: true });
    const odd = aFamily('07700 900123', MOBILE, { shapeProblem: { code: 'headings_again' } });
    expect([out, odd].map((record) => recordsFor(record, 'both'))).toEqual([[out], [odd]]);
  });
});

function found(which: WhichParents | null, ...records: readonly RawRecord[]) {
  const survey = surveyParents();
  for (const [at, record] of records.entries()) survey.see({ ...record, row: at + 2 });
  const details = survey
    .findings(which)
    .map(({ severity, row, detail }) => [severity, row, detail]);
  return { rows: [...survey.rows], details };
}

describe('the second parents of a list', () => {
  it('are counted, with the rows that only they can be reached in', () => {
    const list = [
      aFamily('07700 900123', MOBILE),
      aFamily(LANDLINE, MOBILE),
      aFamily('07700 900125', null),
      aFamily(LANDLINE, LANDLINE),
    ];
    expect(found(null, ...list)).toEqual({
      rows: [2, 3, 5],
      details: [
        ['warning', null, { code: 'second_parents', rows: 3 }],
        ['error', 3, { code: 'only_second_mobile' }],
      ],
    });
    expect(found('first', ...list).details).toEqual([['error', 3, { code: 'only_second_mobile' }]]);
    for (const which of ['second', 'both', 'mobile', 'each'] as const) {
      expect(found(which, ...list).details).toEqual([]);
    }
  });

  it('are not mentioned where there are none', () => {
    expect(found(null, aFamily('07700 900123', null))).toEqual({ rows: [], details: [] });
  });
});
