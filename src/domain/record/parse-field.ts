import { parseAgeGroup } from './values/age-group.ts';
import type { Field } from './field.ts';
import { parseMoney, parseMonthlyMoney } from './values/money.ts';
import type { Parsed } from './parsed.ts';
import { parseCallable, parseMobile } from './phone/phone.ts';
import { parseSeason } from './values/season.ts';
import { parseName, readCell, type CellText } from './cell/cell-text.ts';

/** How each field is read. The result's type is the field's own. */
const PARSERS = {
  player_first_name: parseName,
  player_last_name: parseName,
  team_name: parseName,
  age_group: ({ text }: CellText) => parseAgeGroup(text),
  team_manager_1_full_name: parseName,
  team_manager_1_tel: ({ text }: CellText) => parseCallable(text),
  current_registration_season: ({ text }: CellText) => parseSeason(text),
  parent_first_name: parseName,
  parent_last_name: parseName,
  parent_tel: ({ text }: CellText) => parseMobile(text),
  membership_fee_amount: ({ text }: CellText) => parseMoney(text),
  subscription_fee_amount: ({ text }: CellText) => parseMonthlyMoney(text),
} as const satisfies { [field in Field]: (cell: CellText) => Parsed<string> };

export type Values = {
  -readonly [field in Field]: Extract<ReturnType<(typeof PARSERS)[field]>, { ok: true }>['value'];
};

/** Reads one value of one field, as `--set` and every row do. */
export function parseField(field: Field, value: unknown): Parsed<string> {
  const cell = readCell(value);
  return cell.ok ? PARSERS[field](cell.value) : cell;
}
