import { FULL_NAME_FIELDS, FULL_NAMES, type Field } from '../field.ts';
import { splitFullName } from './full-name.ts';
import { readFullName, type Repair } from '../read-value.ts';
import { addRepairs, note, placeOf, shownValue, type Found } from '../record-findings.ts';
import type { RecordRules } from '../record-rules.ts';
import type { Cell, RawRecord } from '../raw-record.ts';

const NO_CELLS: { readonly [field in Field]?: Cell } = {};

/** Mends that an operator said yes to stand beside the split, since they changed the text. */
function isAgreed(why: Repair['why']): boolean {
  return why === 'read_twice' || why === 'codes_decoded';
}

/** First and last names out of the columns where they stand together; a column of their own wins. */
export function splitNames(
  raw: RawRecord,
  rules: RecordRules,
  found: Found,
): { readonly [field in Field]?: Cell } {
  // By name, and no loop: it is asked of every row, and most lists have neither.
  const { player_full_name: player, parent_full_name: parent } = raw.cells;
  if (player === undefined && parent === undefined) return NO_CELLS;
  const cells: { [field in Field]?: Cell } = {};
  for (const name of FULL_NAME_FIELDS) {
    const cell = raw.cells[name];
    const fields = FULL_NAMES[name].filter((field) => raw.cells[field] === undefined);
    if (cell === undefined || fields.length === 0) continue;
    const reading = readFullName(cell.value, rules);
    note(found, raw.row, name, cell, reading);
    if (reading.value === null) continue;
    const split = splitFullName(reading.value);
    if (!split.ok) {
      const detail = { code: 'name_not_split', why: split.why } as const;
      found.findings.push({ severity: 'error', ...placeOf(raw.row, name, cell), detail });
      continue;
    }
    for (const field of fields) {
      const part = field === FULL_NAMES[name][0] ? split.first : split.last;
      const from = shownValue(cell.value) ?? '';
      addRepairs(found, raw.row, field, cell, [
        ...(field === fields[0] ? reading.mends.filter(({ why }) => isAgreed(why)) : []),
        { from, to: part, why: 'full_name_split' },
      ]);
      cells[field] = { ...cell, value: part };
    }
  }
  return cells;
}
