import { parseAgeGroup } from './age-group.ts';
import { canBeShared, type Field } from './field.ts';
import { parseMoney, parseMonthlyMoney } from './money.ts';
import type { Parsed } from './parsed.ts';
import { parseMobile, parsePhone } from './phone.ts';
import { parseSeason } from './season.ts';
import { parseName, readCell, type CellText } from './text.ts';

/** How each field is read. The result's type is the field's own. */
const PARSERS = {
  player_first_name: parseName,
  player_last_name: parseName,
  team_name: parseName,
  age_group: ({ text }: CellText) => parseAgeGroup(text),
  team_manager_1_full_name: parseName,
  team_manager_1_tel: ({ text }: CellText) => parsePhone(text),
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

/** Distinct values that are remembered of one field; a club has fewer teams, managers and fees. */
const MOST_REMEMBERED = 500;

const REMEMBERED: { readonly [field in Field]?: Map<unknown, Parsed<string>> } = Object.fromEntries(
  (Object.keys(PARSERS) as Field[]).filter(canBeShared).map((field) => [field, new Map()]),
);

/**
 * Reads one value of one field, as `--set` and every row do. What a list repeats from row to row is
 * read once: the result is the same, as it depends on the value alone.
 */
export function parseField(field: Field, value: unknown): Parsed<string> {
  const remembered = REMEMBERED[field];
  if (remembered === undefined || typeof value !== 'string') return parseAnew(field, value);
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const result = parseAnew(field, value);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(value, result);
  return result;
}

function parseAnew(field: Field, value: unknown): Parsed<string> {
  const cell = readCell(value);
  return cell.ok ? PARSERS[field](cell.value) : cell;
}
