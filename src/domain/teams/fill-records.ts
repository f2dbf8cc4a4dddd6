import { NOWHERE, type Finding, type TeamProblem } from '../problem/finding.ts';
import { placeOf } from '../record/cell-place.ts';
import type { Field } from '../record/field.ts';
import type { Cell, RawRecord } from '../record/raw-record.ts';
import { memoizedReading, parseField, type RecordRules } from '../record/read-value.ts';
import type { AgeGroup } from '../record/values/age-group.ts';
import { teamText, type ClubTeam } from '../record/values/club-teams.ts';
import { matchTeams, teamKey, type TeamMatch, type TeamMatches } from './match-teams.ts';
import {
  isBlank,
  namedTeam,
  SHEET_FIELDS,
  VALUE_FIELDS,
  type SheetTeam,
  type TeamsSheet,
} from './teams-sheet.ts';

/** A sheet, and the row of it that each team of a list belongs to. */
export type TeamJoin = {
  readonly sheet: TeamsSheet;
  readonly matches: TeamMatches;
};

type FilledRecord = {
  readonly record: RawRecord;
  /** Where the sheet lacks the team, or says something else than the list. */
  readonly findings: readonly Finding[];
  /** The row of the sheet; null where it has none. */
  readonly team: SheetTeam | null;
  /** The fields that have their value from the sheet. */
  readonly filled: readonly Field[];
};

/** Reads the team of a record; null where it cannot be read, or the record is not to be checked. */
export function teamReader(rules: RecordRules): (record: RawRecord) => ClubTeam | null {
  let read: {
    readonly misread: RawRecord['misread'];
    readonly of: (field: 'team_name' | 'age_group', cell: Cell | undefined) => string | null;
  } | null = null;
  return ({ cells, misread, leftOut, shapeProblem }) => {
    if (leftOut || shapeProblem !== null) return null;
    if (read === null || read.misread !== misread) {
      const readers = {
        team_name: memoizedReading('team_name', rules, misread ?? null),
        age_group: memoizedReading('age_group', rules, misread ?? null),
      };
      const of = (field: keyof typeof readers, cell: Cell | undefined): string | null =>
        readers[field](isBlank(cell) ? rules.set[field] : cell?.value).value;
      read = { misread, of };
    }
    const name = read.of('team_name', cells.team_name);
    if (name === null) return null;
    const isAgeGiven = !isBlank(cells.age_group) || rules.set.age_group !== undefined;
    const ageGroup = isAgeGiven ? (read.of('age_group', cells.age_group) as AgeGroup | null) : null;
    // An age group that cannot be read may be any.
    return isAgeGiven && ageGroup === null ? null : { name, ageGroup };
  };
}

/** Fills in what records leave out from the rows of their teams, and compares the rest. */
export function recordFiller(
  { sheet, matches }: TeamJoin,
  rules: RecordRules,
): (record: RawRecord) => FilledRecord {
  const teamOf = teamReader(rules);
  return (record) => {
    const team = teamOf(record);
    if (team === null) return { record, findings: [], team: null, filled: [] };
    const match = matches.get(teamKey(team))?.match ?? NO_MATCH;
    const isLacking = (field: Field): boolean =>
      isBlank(record.cells[field]) && rules.set[field] === undefined;
    if (match.kind !== 'row') {
      const isNeeded = [...sheet.fields].some(isLacking);
      const finding = unmatched(record, team, match, sheet, isNeeded);
      return { record, findings: [finding], team: null, filled: [] };
    }
    const filled = SHEET_FIELDS.filter(
      (field) =>
        isBlank(record.cells[field]) &&
        (!isBlank(match.team.cells[field]) || (isLacking(field) && sheet.fields.has(field))),
    );
    const added = Object.fromEntries(filled.map((field) => [field, match.team.cells[field]]));
    return {
      record: filled.length === 0 ? record : { ...record, cells: { ...record.cells, ...added } },
      findings: VALUE_FIELDS.flatMap((field) => differing(record, field, match.team)),
      team: match.team,
      filled: filled.filter((field) => !isBlank(match.team.cells[field])),
    };
  };
}

const NO_MATCH: TeamMatch = { kind: 'absent', candidates: [] };

function unmatched(
  { row, cells }: RawRecord,
  team: ClubTeam,
  match: Exclude<TeamMatch, { readonly kind: 'row' }>,
  { file }: TeamsSheet,
  isNeeded: boolean,
): Finding {
  const place =
    cells.team_name === undefined
      ? { ...NOWHERE, row, field: 'team_name' as const, value: team.name }
      : placeOf(row, 'team_name', cells.team_name);
  const named = { file, team: teamText(team) };
  const detail: TeamProblem =
    match.kind === 'twice'
      ? { code: 'team_twice_in_sheet', ...named, rows: match.teams.map((one) => one.row) }
      : { code: 'team_not_in_sheet', ...named, candidates: match.candidates.map(namedTeam) };
  const isOpen = match.kind === 'twice' || match.candidates.length > 0;
  return { severity: isOpen || isNeeded ? 'error' : 'warning', ...place, detail };
}

/** A value of the list that is not the sheet's. Values that cannot be read are reported elsewhere. */
function differing(
  { row, cells }: RawRecord,
  field: Field,
  { cells: sheetCells }: SheetTeam,
): readonly Finding[] {
  const [listed, inSheet] = [cells[field], sheetCells[field]];
  if (listed === undefined || inSheet?.sheet === undefined) return [];
  const [own, other] = [parseField(field, listed.value), parseField(field, inSheet.value)];
  if (!own.ok || !other.ok || own.value === other.value) return [];
  const { file, row: sheetRow } = inSheet.sheet;
  const detail = { code: 'sheet_differs', file, row: sheetRow, value: other.value } as const;
  return [{ severity: 'error', ...placeOf(row, field, listed), detail }];
}

/** The same for one record whose list is not known, as in a request. */
export function fillOneRecord(
  record: RawRecord,
  sheet: TeamsSheet,
  rules: RecordRules,
): FilledRecord {
  const team = teamReader(rules)(record);
  const toMatch = { teams: team === null ? [] : [team], areAll: false, sameTeams: [] };
  return recordFiller({ sheet, matches: matchTeams(toMatch, sheet) }, rules)(record);
}
