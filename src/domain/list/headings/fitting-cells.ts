import { readCell } from '../../record/cell/cell-text.ts';
import { isField, type ColumnField } from '../../record/field.ts';
import { parseField } from '../../record/read-value.ts';

/** Answers and ticks, which are no names. */
const ANSWER = /^(?:y|n|yes|no|true|false|x|\p{S})$/iu;
const NUMBER_OR_EMAIL = /@|^[\d\s.,/+-]*\d[\d\s.,/+-]*$/u;
const DIGIT = /\d/u;

const isName = (cell: string): boolean => !ANSWER.test(cell) && !NUMBER_OR_EMAIL.test(cell);
const hasDigit = (cell: string): boolean => DIGIT.test(cell);
const isAnything = (): boolean => true;

const FITS: { readonly [field in ColumnField]: (cell: string) => boolean } = {
  player_first_name: isName,
  player_last_name: isName,
  player_full_name: isName,
  player_dob: hasDigit,
  opt_in_at: hasDigit,
  opt_in_how: isAnything,
  opt_in_wording: isAnything,
  team_name: isAnything,
  age_group: isAnything,
  team_manager_1_full_name: isName,
  team_manager_1_tel: hasDigit,
  current_registration_season: hasDigit,
  parent_first_name: isName,
  parent_last_name: isName,
  parent_full_name: isName,
  parent_tel: hasDigit,
  membership_fee_amount: hasDigit,
  subscription_fee_amount: hasDigit,
};

/** Whether cells may be of this field: one of them fits, or none says anything. */
export function fitsCells(field: ColumnField, cells: readonly string[]): boolean {
  const filled = filledCells(cells);
  return filled.length === 0 || filled.some(FITS[field]);
}

/** A placeholder such as "n/a" and an error such as #REF! may stand in any column. */
function filledCells(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => cell.trim()).filter((cell) => readCell(cell).ok);
}

/** Fields whose values look like nothing else. A name or a team could be any text. */
const TELLING: ReadonlySet<ColumnField> = new Set<ColumnField>([
  'age_group',
  'team_manager_1_tel',
  'current_registration_season',
  'parent_tel',
  'membership_fee_amount',
  'subscription_fee_amount',
]);

export function hasTellingValues(field: ColumnField): boolean {
  return TELLING.has(field);
}

/** The share of cells, of those that are not blank, that are values of this field; 0 where all are blank. */
export function shareOfValues(field: ColumnField, cells: readonly string[]): number {
  const filled = filledCells(cells);
  if (filled.length === 0 || !isField(field)) return 0;
  return filled.filter((cell) => parseField(field, cell).ok).length / filled.length;
}

const TWO_WORDS = /\S[\s,]+\S/u;

/** Whether most of these names are a first and a last name together. */
export function areFullNames(cells: readonly string[]): boolean {
  const filled = filledCells(cells);
  return filled.filter((cell) => TWO_WORDS.test(cell)).length > filled.length / 2;
}
