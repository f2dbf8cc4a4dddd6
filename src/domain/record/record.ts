import { NOWHERE, type Finding, type Repaired, type FindingCode } from '../problem/finding.ts';
import { placeOf, shownValue } from './cell-place.ts';
import { readCell } from './cell/cell-text.ts';
import type { OtherEncoding } from './cell/windows-1252.ts';
import { readConsent, type Consent } from './consent.ts';
import {
  FIELDS,
  type Field,
  type ColumnField,
  FULL_NAME_FIELDS,
  FULL_NAMES,
  isRequired,
} from './field.ts';
import type { Invite } from './invite.ts';
import { splitFullName } from './names/full-name.ts';
import type { Cell, RawRecord } from './raw-record.ts';
import {
  type RecordRules,
  memoizedReading,
  memoizedTeamReading,
  type Reading,
  type RepairOffer,
  type Values,
  type Repair,
  readFullName,
} from './read-value.ts';
import { sheetCellReader } from './sheet-cell.ts';
import { sheetRowOf } from './sheet-row.ts';
import { ageGroupByBirth } from './values/age-group.ts';
import type { Season } from './values/season.ts';

export type ParsedRecord = {
  readonly row: number;
  readonly invite: Invite | null;
  readonly findings: readonly Finding[];
  readonly repaired: readonly Repaired[];
  /** Repairs that are possible and that the operator has not agreed to yet. */
  readonly offers: readonly RepairOffer[];
};

/** Parses one untrusted row into an invite, or returns every problem with it. */
export function parseRecord(raw: RawRecord, rules: RecordRules): ParsedRecord {
  return recordParser(rules)(raw);
}

/** The same for all rows of a list, with caches. */
export function recordParser(rules: RecordRules): (raw: RawRecord) => ParsedRecord {
  const readTeam = memoizedTeamReading(rules);
  // All records of a list have the same encoding.
  let made: { readonly misread: RawRecord['misread']; readonly readers: Readers } | null = null;
  return (raw) => {
    const { misread } = raw;
    if (made?.misread !== misread || made === null) {
      made = { misread, readers: { readers: fieldReaders(rules, misread ?? null), readTeam } };
    }
    return parseBy(made.readers, raw, rules);
  };
}

function fieldReaders(rules: RecordRules, misread: OtherEncoding | null): Readers['readers'] {
  return FIELDS.map((field) => {
    const readMade = memoizedReading(field, rules, null);
    const read = misread === null ? readMade : memoizedReading(field, rules, misread);
    const readSheet = sheetCellReader(field, rules, readMade);
    const set = setCell(rules.set[field]);
    return { field, isRequired: isRequired(field), set, read, readMade, readSheet };
  });
}

/** The findings, repairs and offers of one record, collected while it is read. */
type Found = {
  readonly findings: Finding[];
  readonly repaired: Repaired[];
  readonly offers: RepairOffer[];
};

/**
 * Findings that do not stop a record that is sent without anybody looking at it: an unknown field,
 * a name in one case, and a player without a last name.
 */
const HARMLESS: ReadonlySet<FindingCode> = new Set([
  'unknown_fields',
  'name_one_case',
  'last_name_missing',
]);

export function isHarmlessUnseen(code: FindingCode): boolean {
  return HARMLESS.has(code);
}

type FieldReader = {
  readonly field: Field;
  readonly isRequired: boolean;
  /** Used in place of a cell if the list has no column for the field. */
  readonly set: Cell | null;
  readonly read: (cell: unknown) => Reading;
  /** For values that are not as they are in the list: from `--set`, and parts of a full name. */
  readonly readMade: (cell: unknown) => Reading;
  /** For cells of a teams' sheet, which has an encoding of its own. */
  readonly readSheet: (cell: Cell) => Reading;
};

type Readers = {
  readonly readers: readonly FieldReader[];
  readonly readTeam: ReturnType<typeof memoizedTeamReading>;
};

const NO_CELLS: { readonly [field in Field]?: Cell } = {};

/**
 * Copied for each row: assigning to an existing property is several times as fast as adding one.
 */
const NO_VALUES = Object.fromEntries(FIELDS.map((field) => [field, undefined])) as {
  readonly [field in Field]: string | undefined;
};

function parseBy({ readers, readTeam }: Readers, raw: RawRecord, rules: RecordRules): ParsedRecord {
  const { row, cells } = raw;
  const found: Found = { findings: [], repaired: [], offers: [] };
  if (raw.shapeProblem !== null) {
    found.findings.push({ severity: 'error', row, ...NOWHERE, detail: raw.shapeProblem });
    return { row, invite: null, ...found };
  }
  const fromFullNames = splitNames(raw, rules, found);
  const values = { ...NO_VALUES };
  let isWhole = found.findings.every(({ severity }) => severity !== 'error');
  for (const reader of readers) {
    const { field } = reader;
    const listed = cells[field];
    const cell = listed ?? fromFullNames[field] ?? reader.set;
    if (cell === null) {
      if (reader.isRequired) isWhole = false;
      else values[field] = '';
      continue;
    }
    const reading =
      cell.sheet !== undefined
        ? reader.readSheet(cell)
        : listed === undefined
          ? reader.readMade(cell.value)
          : reader.read(listed.value);
    if (hasReport(reading)) {
      addFindings(found, row, field, cell, reading);
      addRepairs(found, row, field, cell, reading.repairs);
    }
    if (reading.value === null) isWhole = false;
    else values[field] = reading.value;
  }
  warnOfBirthDate(raw, values, found);
  const { team_name: team, age_group: ageGroup } = values;
  if (team !== undefined && ageGroup !== undefined) {
    const reading = readTeam(team, ageGroup);
    if (hasReport(reading)) {
      const cell = cells.team_name ?? setCell(team);
      addFindings(found, row, 'team_name', cell, reading);
      addRepairs(found, row, 'team_name', cell, reading.repairs);
      values.team_name = reading.value ?? team;
    }
  }
  const { consent, findings } = readConsent(raw, rules.now);
  found.findings.push(...findings);
  return { row, invite: isWhole ? inviteOf(row, values as Values, consent) : null, ...found };
}

function hasReport({ findings, repairs, offers }: Reading): boolean {
  return findings.length > 0 || repairs.length > 0 || offers.length > 0;
}

/**
 * First and last names from the columns that hold them together. A column of its own takes
 * precedence.
 */
function splitNames(
  raw: RawRecord,
  rules: RecordRules,
  found: Found,
): { readonly [field in Field]?: Cell } {
  // Checked by name instead of in a loop: this runs for every row, and most lists have neither
  // column.
  const { player_full_name: player, parent_full_name: parent } = raw.cells;
  if (player === undefined && parent === undefined) return NO_CELLS;
  const cells: { [field in Field]?: Cell } = {};
  for (const name of FULL_NAME_FIELDS) {
    const cell = raw.cells[name];
    const fields = FULL_NAMES[name].filter((field) => raw.cells[field] === undefined);
    if (cell === undefined || fields.length === 0) continue;
    const reading = readFullName(cell.value, rules, raw.misread ?? null);
    addFindings(found, raw.row, name, cell, reading);
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
        ...(field === fields[0] ? reading.repairs.filter(({ why }) => isAgreed(why)) : []),
        { from, to: part, why: 'full_name_split' },
      ]);
      cells[field] = { ...cell, value: part };
    }
  }
  return cells;
}

/** Repairs of the text itself, which the operator agreed to. They are reported beside the split. */
function isAgreed(why: Repair['why']): boolean {
  return why === 'read_twice' || why === 'codes_decoded';
}

/**
 * Compares the age group with the player's date of birth. The date is not kept, since it is
 * personal data of a child.
 */
function warnOfBirthDate(
  raw: RawRecord,
  values: { readonly [field in Field]: string | undefined },
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

function setCell(value: string): Cell;
function setCell(value: string | undefined): Cell | null;
function setCell(value: string | undefined): Cell | null {
  return value === undefined ? null : { value, column: null, heading: null };
}

function inviteOf(row: number, values: Values, consent: Consent | undefined): Invite {
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
    ...(consent === undefined ? {} : { consent }),
  };
}

/**
 * Adds what was found in one cell. Repairs are added separately, since one cell with a full name
 * gives repairs for two fields.
 */
function addFindings(
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

function addRepairs(
  found: Found,
  row: number,
  field: Field,
  { column, sheet }: Cell,
  repairs: readonly Repair[],
): void {
  const from = sheet === undefined ? {} : { sheet: sheetRowOf(sheet) };
  for (const repair of repairs) found.repaired.push({ row, column, field, ...repair, ...from });
}
