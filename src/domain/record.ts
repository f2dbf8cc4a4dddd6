import { parseAgeGroup, type AgeGroup } from './age-group.ts';
import type { ValueProblem } from './cell-problem.ts';
import type { MendReason } from './mend-reason.ts';
import { FIELDS, type ColumnField, type Field } from './field.ts';
import { parseMoney, parseMonthlyMoney, type Money } from './money.ts';
import { parsed, refused, type Parsed } from './parsed.ts';
import { isExamplePhone, parseMobile, parsePhone, type MobilePhone, type Phone } from './phone.ts';
import { NOWHERE, type Finding, type Mended, type RowProblem } from './problem.ts';
import { isOver, parseSeason, type Season } from './season.ts';
import { parseName, readCell, type CellText } from './text.ts';

/** One cell as it stands in the file, and where. */
export type Cell = {
  readonly value: unknown;
  readonly column: string | null;
  readonly heading: string | null;
};

/** One record as it was read. A field without a cell has no column; the list as a whole was told so. */
export type RawRecord = {
  readonly row: number;
  readonly cells: { readonly [field in ColumnField]?: Cell };
  /** What is wrong with the row's shape, for which no value in it can be trusted. */
  readonly shapeProblem: RowProblem | null;
  /** Whether the operator leaves the row out, by a value in its status or consent column. */
  readonly leftOut: boolean;
};

/** A record that passed every check. */
export type Invite = {
  readonly row: number;
  readonly player: { readonly firstName: string; readonly lastName: string };
  readonly parent: {
    readonly firstName: string;
    readonly lastName: string;
    readonly phone: MobilePhone;
  };
  readonly team: string;
  readonly ageGroup: AgeGroup;
  readonly season: Season;
  readonly manager: { readonly name: string; readonly phone: Phone };
  readonly membershipFee: Money;
  readonly subscriptionFee: Money;
};

export type RecordRules = {
  readonly now: Date;
  /** False in live mode, where nobody can own one of Ofcom's drama numbers. */
  readonly exampleNumbersAllowed: boolean;
  /** Values that are the same for everybody. */
  readonly set: { readonly [field in Field]?: string };
  /** The offered mends that an operator has said yes to. */
  readonly agreed: ReadonlySet<MendOffer['id']>;
};

/** A change to a name that is made on a yes alone, since it could be meant as it stands. */
export type MendOffer = {
  /** The same for every cell with the same text. */
  readonly id: string;
  readonly why: Extract<MendReason, 'read_twice' | 'proper_case'>;
  readonly from: string;
  readonly to: string;
};

export type ParsedRecord = {
  readonly row: number;
  readonly invite: Invite | null;
  readonly findings: readonly Finding[];
  readonly mended: readonly Mended[];
  /** What could be mended with an operator's yes, and was not agreed to yet. */
  readonly offers: readonly MendOffer[];
};

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

type Values = {
  -readonly [field in Field]: Extract<ReturnType<(typeof PARSERS)[field]>, { ok: true }>['value'];
};

/** Reads one value of one field, as `--set` and every row do. */
export function parseField(field: Field, value: unknown): Parsed<string> {
  const cell = readCell(value);
  return cell.ok ? PARSERS[field](cell.value) : cell;
}

/** One untrusted row: an invite, or every problem with it. */
export function parseRecord(raw: RawRecord, rules: RecordRules): ParsedRecord {
  const findings: Finding[] = [];
  const mended: Mended[] = [];
  const values: { [field in Field]?: string } = {};

  if (raw.shapeProblem !== null) {
    findings.push({ severity: 'error', row: raw.row, ...NOWHERE, detail: raw.shapeProblem });
    return { row: raw.row, invite: null, findings, mended, offers: [] };
  }
  for (const field of FIELDS) {
    const cell = raw.cells[field] ?? setCell(rules.set[field]);
    if (cell === null) continue;
    const place = { row: raw.row, column: cell.column, heading: cell.heading, field };
    const value = shownValue(cell.value);
    const result = withRules(field, parseField(field, cell.value), rules);
    if (!result.ok) {
      findings.push({ severity: 'error', ...place, value, detail: result.problem });
      continue;
    }
    if (result.mend !== null) {
      const { row, column } = place;
      mended.push({ row, column, field, from: value ?? '', to: result.value, why: result.mend });
    }
    const doubt = doubtAbout(field, result.value, rules);
    if (doubt !== null) findings.push({ severity: 'warning', ...place, value, detail: doubt });
    values[field] = result.value;
  }
  const whole = FIELDS.every((field) => values[field] !== undefined);
  return {
    row: raw.row,
    invite: whole ? inviteOf(raw.row, values as Values) : null,
    findings,
    mended,
    offers: [],
  };
}

/** What a person is shown of a cell; null where there is nothing to show. */
function shownValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function setCell(value: string | undefined): Cell | null {
  return value === undefined ? null : { value, column: null, heading: null };
}

function withRules(field: Field, result: Parsed<string>, rules: RecordRules): Parsed<string> {
  if (!result.ok) return result;
  const set = rules.set[field];
  if (set !== undefined) {
    const expected = parseField(field, set);
    if (expected.ok && expected.value !== result.value)
      return refused({ code: 'set_differs', set });
  }
  const isPhone = field === 'parent_tel' || field === 'team_manager_1_tel';
  if (isPhone && !rules.exampleNumbersAllowed && isExamplePhone(result.value as Phone)) {
    return refused({ code: 'phone_example' });
  }
  return parsed(result.value, result.mend);
}

function doubtAbout(field: Field, value: string, rules: RecordRules): ValueProblem | null {
  if (field === 'current_registration_season' && isOver(value as Season, rules.now)) {
    return { code: 'season_stale', season: value };
  }
  return null;
}

function inviteOf(row: number, values: Values): Invite {
  return {
    row,
    player: { firstName: values.player_first_name, lastName: values.player_last_name },
    parent: {
      firstName: values.parent_first_name,
      lastName: values.parent_last_name,
      phone: values.parent_tel,
    },
    team: values.team_name,
    ageGroup: values.age_group,
    season: values.current_registration_season,
    manager: { name: values.team_manager_1_full_name, phone: values.team_manager_1_tel },
    membershipFee: values.membership_fee_amount,
    subscriptionFee: values.subscription_fee_amount,
  };
}
