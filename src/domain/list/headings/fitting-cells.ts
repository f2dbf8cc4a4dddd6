import { readCell } from '../../record/cell/cell-text.ts';
import type { ColumnField } from '../../record/field.ts';

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
  // A placeholder such as "n/a" and an error such as #REF! may stand in any column.
  const filled = cells.map((cell) => cell.trim()).filter((cell) => readCell(cell).ok);
  return filled.length === 0 || filled.some(FITS[field]);
}
