import type { AgeGroup } from './age-group.ts';
import { ageGroupByBirth } from './birth-date.ts';
import { FIELDS, FULL_NAMES, type ColumnField, type Field, type FullName } from './field.ts';
import { splitFullName } from './full-name.ts';
import type { MendOffer } from './mend-offer.ts';
import type { Money } from './money.ts';
import { parseField, type Values } from './parse-field.ts';
import type { MobilePhone, Phone } from './phone.ts';
import { NOWHERE, type Finding, type Mended, type RowProblem } from './problem.ts';
import { readFullName, readValue, type Mend, type Reading } from './read-value.ts';
import type { Season } from './season.ts';
import { readCell } from './text.ts';

export { parseField, type MendOffer };

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

export type ParsedRecord = {
  readonly row: number;
  readonly invite: Invite | null;
  readonly findings: readonly Finding[];
  readonly mended: readonly Mended[];
  /** What could be mended with an operator's yes, and was not agreed to yet. */
  readonly offers: readonly MendOffer[];
};

/** What is found while a record is read. */
type Found = {
  readonly findings: Finding[];
  readonly mended: Mended[];
  readonly offers: MendOffer[];
};

/** One untrusted row: an invite, or every problem with it. */
export function parseRecord(raw: RawRecord, rules: RecordRules): ParsedRecord {
  const { row } = raw;
  const found: Found = { findings: [], mended: [], offers: [] };
  if (raw.shapeProblem !== null) {
    found.findings.push({ severity: 'error', row, ...NOWHERE, detail: raw.shapeProblem });
    return { row, invite: null, ...found };
  }
  const fromFullNames = splitNames(raw, rules, found);
  const values: { [field in Field]?: string } = {};
  for (const field of FIELDS) {
    const cell = raw.cells[field] ?? fromFullNames[field] ?? setCell(rules.set[field]);
    if (cell === null) continue;
    const reading = readValue(field, cell.value, rules);
    note(found, row, field, cell, reading);
    addMends(found, row, field, cell, reading.mends);
    if (reading.value !== null) values[field] = reading.value;
  }
  warnOfBirthDate(raw, values, found);
  const whole = FIELDS.every((field) => values[field] !== undefined);
  return { row, invite: whole ? inviteOf(row, values as Values) : null, ...found };
}

const NO_CELLS: { readonly [field in Field]?: Cell } = {};
const FULL_NAME_FIELDS = Object.keys(FULL_NAMES) as readonly FullName[];

/** First and last names out of the columns where they stand together; a column of their own wins. */
function splitNames(
  raw: RawRecord,
  rules: RecordRules,
  found: Found,
): { readonly [field in Field]?: Cell } {
  if (FULL_NAME_FIELDS.every((name) => raw.cells[name] === undefined)) return NO_CELLS;
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
      addMends(found, raw.row, field, cell, [
        ...(field === fields[0] ? reading.mends.filter(({ why }) => why === 'read_twice') : []),
        { from, to: part, why: 'full_name_split' },
      ]);
      cells[field] = { ...cell, value: part };
    }
  }
  return cells;
}

/** A date of birth is a child's: it is compared here, and goes no further. */
function warnOfBirthDate(
  raw: RawRecord,
  values: { readonly [field in Field]?: string },
  found: Found,
): void {
  const { age_group: written, current_registration_season: season } = values;
  const birth = raw.cells.player_dob;
  if (birth === undefined || written === undefined || season === undefined) return;
  const cell = readCell(birth.value);
  const byBirthDate = cell.ok ? ageGroupByBirth(cell.value.text, season as Season) : null;
  if (byBirthDate === null || byBirthDate === written) return;
  const place = placeOf(raw.row, 'age_group', raw.cells.age_group ?? setCell(written));
  const detail = { code: 'age_group_unlikely', byBirthDate } as const;
  found.findings.push({ severity: 'warning', ...place, detail });
}

function note(
  found: Found,
  row: number,
  field: ColumnField,
  cell: Cell,
  { findings, offers }: Reading,
): void {
  for (const { severity, detail } of findings) {
    found.findings.push({ severity, ...placeOf(row, field, cell), detail });
  }
  found.offers.push(...offers);
}

function addMends(
  found: Found,
  row: number,
  field: Field,
  { column }: Cell,
  mends: readonly Mend[],
): void {
  for (const mend of mends) found.mended.push({ row, column, field, ...mend });
}

function placeOf(
  row: number,
  field: ColumnField,
  cell: Cell,
): Omit<Finding, 'severity' | 'detail'> {
  const { column, heading } = cell;
  return { row, column, heading, field, value: shownValue(cell.value) };
}

/** What a person is shown of a cell; null where there is nothing to show. */
function shownValue(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function setCell(value: string): Cell;
function setCell(value: string | undefined): Cell | null;
function setCell(value: string | undefined): Cell | null {
  return value === undefined ? null : { value, column: null, heading: null };
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
