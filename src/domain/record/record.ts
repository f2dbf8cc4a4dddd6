import type { RecordRules } from './record-rules.ts';
import type { Invite } from './invite.ts';
import type { Cell, RawRecord } from './raw-record.ts';
import { ageGroupByBirth } from './values/birth-date.ts';
import { FIELDS, type Field } from './field.ts';
import type { RepairOffer } from './repair-offer.ts';
import { type Values } from './parse-field.ts';
import { NOWHERE, type Finding, type Repaired } from '../problem/problem.ts';
import { memoizedReading, type Reading } from './read-value.ts';
import { addRepairs, note, placeOf, type Found } from './record-findings.ts';
import type { Season } from './values/season.ts';
import { splitNames } from './names/split-names.ts';
import { readCell } from './cell/cell-text.ts';

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
