import {
  type RecordRules,
  memoizedReading,
  type Reading,
  type RepairOffer,
  type Values,
  type Repair,
  readFullName,
} from './read-value.ts';
import type { Invite } from './invite.ts';
import { ageGroupByBirth } from './values/age-group.ts';
import { FIELDS, type Field, type ColumnField, FULL_NAME_FIELDS, FULL_NAMES } from './field.ts';
import { NOWHERE, type Finding, type Repaired, type FindingCode } from '../problem/problem.ts';
import type { Season } from './values/season.ts';
import { readCell } from './cell/cell-text.ts';
import { splitFullName } from './names/full-name.ts';
import type { Cell, RawRecord } from './raw-record.ts';

export type ParsedRecord = {
  readonly row: number;
  readonly invite: Invite | null;
  readonly findings: readonly Finding[];
  readonly mended: readonly Repaired[];
  /** What could be mended with an operator's yes, and was not agreed to yet. */
  readonly offers: readonly RepairOffer[];
};

/** One untrusted row: an invite, or every problem with it. */
export function parseRecord(raw: RawRecord, rules: RecordRules): ParsedRecord {
  return recordParser(rules)(raw);
}

/** The same for row after row of one list. */
export function recordParser(rules: RecordRules): (raw: RawRecord) => ParsedRecord {
  const readers = FIELDS.map((field) => ({
    field,
    set: setCell(rules.set[field]),
    read: memoizedReading(field, rules),
  }));
  return (raw) => parseBy(readers, raw, rules);
}

type FieldReader = {
  readonly field: Field;
  /** What stands for a cell where the list has no column. */
  readonly set: Cell | null;
  readonly read: (cell: unknown) => Reading;
};

/** To be copied: a store into a field that is there costs a fraction of one that adds it. */
const NO_VALUES = Object.fromEntries(FIELDS.map((field) => [field, undefined])) as {
  readonly [field in Field]: string | undefined;
};

function parseBy(
  readers: readonly FieldReader[],
  raw: RawRecord,
  rules: RecordRules,
): ParsedRecord {
  const { row, cells } = raw;
  const found: Found = { findings: [], mended: [], offers: [] };
  if (raw.shapeProblem !== null) {
    found.findings.push({ severity: 'error', row, ...NOWHERE, detail: raw.shapeProblem });
    return { row, invite: null, ...found };
  }
  const fromFullNames = splitNames(raw, rules, found);
  const values = { ...NO_VALUES };
  let read = 0;
  for (const reader of readers) {
    const { field } = reader;
    const cell = cells[field] ?? fromFullNames[field] ?? reader.set;
    if (cell === null) continue;
    const reading = reader.read(cell.value);
    if (tellsMoreThanValue(reading)) {
      note(found, row, field, cell, reading);
      addRepairs(found, row, field, cell, reading.mends);
    }
    if (reading.value === null) continue;
    values[field] = reading.value;
    read += 1;
  }
  warnOfBirthDate(raw, values, found);
  const isWhole = read === readers.length;
  return { row, invite: isWhole ? inviteOf(row, values as Values) : null, ...found };
}

function tellsMoreThanValue({ findings, mends, offers }: Reading): boolean {
  return findings.length > 0 || mends.length > 0 || offers.length > 0;
}

/** A date of birth is a child's: it is compared here, and goes no further. */
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

/** What is found while a record is read. */
type Found = {
  readonly findings: Finding[];
  readonly mended: Repaired[];
  readonly offers: RepairOffer[];
};

/** Keeps what is to be told of one cell. Mends are kept apart: those of a full name are two fields'. */
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

function addRepairs(
  found: Found,
  row: number,
  field: Field,
  { column }: Cell,
  mends: readonly Repair[],
): void {
  for (const mend of mends) found.mended.push({ row, column, field, ...mend });
}

/** A cell as a place to point at. */
export function placeOf(
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

/**
 * The findings with which a record may be sent that no person looks at first: a field that is of no use
 * here, and a name that its owner wrote in one case.
 */
const HARMLESS: ReadonlySet<FindingCode> = new Set(['unknown_fields', 'name_one_case']);

export function isHarmlessUnseen(code: FindingCode): boolean {
  return HARMLESS.has(code);
}

const NO_CELLS: { readonly [field in Field]?: Cell } = {};

/** Mends that an operator said yes to stand beside the split, since they changed the text. */
function isAgreed(why: Repair['why']): boolean {
  return why === 'read_twice' || why === 'codes_decoded';
}

/** First and last names out of the columns where they stand together; a column of their own wins. */
function splitNames(
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
