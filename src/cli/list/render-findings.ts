import type { LoadedList } from '../../application/check/load-list.ts';
import type { SettledList } from '../../application/check/settle-list.ts';
import { familiesOf } from '../../domain/list/list-check.ts';
import { narrowsRows } from '../../domain/list/narrowing.ts';
import {
  excludesRow,
  type Finding,
  type FindingDetail,
  type Repaired,
} from '../../domain/problem/finding.ts';
import { FIELD_LABELS } from '../../domain/record/field.ts';
import type { RepairReason } from '../../domain/record/parsed.ts';
import { count, printable, rowsIn, cutTo, few, rowNumber } from '../../text/format.ts';
import { explainFinding } from '../../text/list/finding.ts';
import type { Colours } from '../terminal/colours.ts';
import type { NamedList } from './named-list.ts';
import { rowJson } from './row-json.ts';

/** All findings of a list. Those with the same message stand under one heading, with their places and fix. */
export function renderFindings(findings: readonly Finding[], colours: Colours): string {
  const groups = Map.groupBy(findings, (finding) => {
    const { message, fix } = explainFinding(finding);
    return JSON.stringify([finding.severity, message, fix]);
  });
  return [...groups.values()]
    .map((group, at, all) => {
      const isFollowed = at < all.length - 1 && !(isOneLine(group) && isOneLine(all[at + 1] ?? []));
      return `${renderGroup(group, colours)}${isFollowed ? '\n' : ''}`;
    })
    .join('');
}

/** Whether these are about a missing column, of which there may be one for each field. */
function isOneLine(group: readonly Finding[]): boolean {
  return group.every(({ detail }) => isAboutColumn(detail));
}

/** The repairs of a list, one on each line with its place; empty where there are none. */
export function renderRepairs(repairs: readonly Repaired[], colours: Colours): string {
  return repairs.length === 0
    ? ''
    : `${colours.odd(`Mended, without losing anything:`)}\n${[
        // A cell of a teams' sheet is mended for each player of the team.
        ...new Set(repairLines(repairs).map(({ one, text }) => `  ${repairPlace(one)}: ${text}`)),
      ].join('\n')}\n`;
}

/** Each repair in words: `parent's mobile 7700900124 read as +447700900124 (a leading 0 was lost)`. */
function repairTexts(repairs: readonly Repaired[]): readonly string[] {
  return repairLines(repairs).map(({ text }) => text);
}

/** One text for each repair; a full name that was split into two fields has one text for both. */
function repairLines(
  repairs: readonly Repaired[],
): readonly { readonly one: Repaired; readonly text: string }[] {
  return repairs.flatMap((one, at) => {
    const [before, next] = [repairs[at - 1], repairs[at + 1]];
    if (isOtherHalf(one, before)) return [];
    const { field, from, to, why } = one;
    const text =
      next === undefined || !isOtherHalf(next, one)
        ? `${FIELD_LABELS[field]} ${printable(from)} read as ${to} (${REPAIR_REASONS[why]})`
        : `${printable(from)} read as ${to} | ${next.to} (${REPAIR_REASONS[why]})`;
    return [{ one, text }];
  });
}

function isOtherHalf(second: Repaired, first: Repaired | undefined): boolean {
  return (
    first?.why === 'full_name_split' &&
    second.why === 'full_name_split' &&
    first.field !== second.field &&
    first.row === second.row &&
    first.column === second.column &&
    first.from === second.from
  );
}

/** A finding as `--json` prints it. */
export function findingJson(finding: Finding, sheets?: readonly string[]): object {
  const { severity, row, column, heading, field, value, sheet, detail } = finding;
  const { message, fix } = explainFinding(finding);
  // Where the cell is in a teams' sheet, `sheet` is that one.
  const place = rowJson(row, sheet === undefined ? sheets : undefined);
  const from = sheet === undefined ? {} : { sheet };
  const what = { column, heading, field, value, ...from };
  const found = { severity, code: detail.code, ...place, ...what, message, fix };
  return isAboutColumn(detail) ? { ...found, candidates: detail.candidates ?? [] } : found;
}

type AboutColumn = Extract<FindingDetail, { readonly candidates?: unknown }>;

function isAboutColumn(detail: FindingDetail): detail is AboutColumn {
  const { code } = detail;
  return code === 'column_missing' || code === 'column_ambiguous';
}

/** `13 records: 12 ready, 1 refused`. */
export function renderCounts(loaded: LoadedList<unknown>): string {
  const { records, messages, repeats, refusedRows, leftOut, mended, findings } = loaded;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return [
    `${count(records, 'record')}: ${messages.length} ready`,
    `${refusedRows.length} refused`,
    ...(repeats.length > 0 ? [`${repeats.length} repeated`] : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
    ...(mended.length > 0 ? [`${mended.length} mended`] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ].join(', ');
}

const REPAIR_REASONS: { readonly [reason in RepairReason]: string } = {
  leading_zero_lost: 'a leading 0 was lost',
  plus_lost: 'the leading + was lost',
  prefix_mended: 'extra digits before the number removed',
  marks_removed: 'quotation marks or dots around it removed',
  scientific_notation: 'a spreadsheet wrote it as a power of ten',
  spaces_folded: 'extra spaces removed',
  hidden_marks_removed: 'invisible characters removed',
  currency_sign_removed: 'the template writes its own £',
  decimal_comma: 'the comma stands before the pence',
  full_name_split: 'first and last name told apart',
  read_twice: 'its encoding mended, by your yes',
  codes_decoded: 'its codes turned into letters, by your yes',
  proper_case: 'capitals mended, by your yes',
  team_words: 'without words that the message has itself, by your yes',
};

function renderGroup(group: readonly Finding[], colours: Colours): string {
  const [first] = group;
  if (first === undefined) return '';
  const { message, fix } = explainFinding(first);
  const heading =
    first.severity === 'error' ? colours.bad(message) : colours.odd(`Note: ${message}`);
  if (isOneLine(group)) return `${heading} ${colours.dim(`-> ${fix}`)}\n`;
  const places = placesOf(group).map((place) => `  ${place}`);
  return `${[heading, ...places, `  ${colours.dim(`-> ${fix}`)}`].join('\n')}\n`;
}

/** The places of findings with one message. For rows that are left out, one line for each value of the cell. */
export function placesOf(group: readonly Finding[]): readonly string[] {
  if (!group.every(excludesRow)) return [...new Set(group.flatMap((one) => placeOf(one) ?? []))];
  const values = valuesIn(group);
  const lines = values.slice(0, MOST_VALUES).map(([value, findings]) => {
    const column = findings[0]?.column ?? null;
    const rows = rowsIn(
      findings.flatMap(({ row }) => row ?? []),
      MOST_ROWS,
    );
    return `${column === null ? '' : `column ${column}, `}${rows}: ${cellText(value)}`;
  });
  const rest = values.slice(MOST_VALUES).flatMap(([, findings]) => findings);
  return rest.length === 0
    ? lines
    : [...lines, `${count(rest.length, 'more row')}, with other answers`];
}

const MOST_VALUES = 12;
const MOST_ROWS = 20;

/**
 * `row 14, column F (Mobile): 07700 90012`. A cell of a teams' sheet has the place there, which is one
 * for all players of the team.
 */
function placeOf({ row: listRow, column, heading, value, sheet }: Finding): string | null {
  const row = sheet === undefined ? listRow : sheet.row;
  if (row === null && column === null) return null;
  const where = [
    ...(sheet === undefined ? [] : [printable(sheet.file)]),
    ...(row === null ? [] : [`row ${rowNumber(row)}`]),
    ...(column === null
      ? []
      : [`column ${column}${heading === null ? '' : ` (${printable(heading)})`}`]),
  ].join(', ');
  return value === null ? where : `${where}: ${printable(value)}`;
}

function repairPlace({ row: listRow, column, sheet }: Repaired): string {
  const row =
    sheet === undefined
      ? `row ${rowNumber(listRow)}`
      : `${printable(sheet.file)}, row ${sheet.row}`;
  return column === null ? row : `${row}, column ${column}`;
}

type LeftOutRows = Pick<LoadedList, 'refusedRows' | 'repeats' | 'leftOut' | 'findings'>;

/** How many rows get no message, and why; null where every row gets one. */
export function leftOutText(
  list: Pick<NamedList, 'leftOut' | 'options'>,
  { refusedRows, repeats, leftOut, findings }: LeftOutRows,
  heldBack: Partial<Pick<SettledList, 'optedOut' | 'withoutConsent'>> = {},
): string | null {
  const { optedOut = [], withoutConsent = [] } = heldBack;
  const ofPlayer = optedOut.filter(({ because: { detail } }) => isOnlyPlayer(detail));
  const everything = optedOut.filter((one) => !ofPlayer.includes(one));
  const stopped = familiesOf(everything.map(({ message }) => message)).length;
  const parts = [
    ...excludedTexts(findings),
    ...(narrowsRows(list.options)
      ? leftOutOfPart(leftOut, findings)
      : list.leftOut.filter(({ rows }) => rows > 0).map(leftOutByOption)),
    ...(refusedRows.length > 0
      ? [`${count(refusedRows.length, 'row')} with faults, told below`]
      : []),
    ...(repeats.length > 0 ? [count(repeats.length, 'repeated row')] : []),
    ...(stopped > 0 ? [`${count(stopped, 'person', 'people')} who said stop`] : []),
    ...(ofPlayer.length > 0
      ? [`${count(ofPlayer.length, 'message')} by an opt-out for one player`]
      : []),
    ...(withoutConsent.length > 0
      ? [`${count(withoutConsent.length, 'row')} without consent to marketing`]
      : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function leftOutByOption({ heading, value, rows }: NamedList['leftOut'][number]): string {
  const what = value === '' ? 'empty' : printable(value);
  return `${count(rows, 'row')} with ${printable(heading)} = ${what}`;
}

/** The rows that `--leave-out` leaves out of a part of a list, of which the options have no count. */
function leftOutOfPart(
  leftOut: readonly number[],
  findings: readonly Finding[],
): readonly string[] {
  const excluded = new Set(findings.filter(excludesRow).map(({ row }) => row));
  const rows = leftOut.filter((row) => !excluded.has(row)).length;
  return rows === 0 ? [] : [`${count(rows, 'row')} by --leave-out`];
}

function isOnlyPlayer(detail: Finding['detail']): boolean {
  return detail.code === 'opted_out' && detail.isOnlyPlayer;
}

/** `2 rows: No under "WhatsApp consent" (B)`, column by column. */
function excludedTexts(findings: readonly Finding[]): readonly string[] {
  const byColumn = Map.groupBy(findings.filter(excludesRow), ({ column, heading }) =>
    JSON.stringify([column, heading]),
  );
  return [...byColumn.values()].map((group) => {
    const { column = null, heading = null } = group[0] ?? {};
    const values = few(valuesIn(group).map(([value]) => cutTo(cellText(value), LONGEST_VALUE)));
    const letter = column === null ? '' : ` (${column})`;
    const named = cutTo(printable(heading ?? ''), LONGEST_HEADING);
    return `${count(group.length, 'row')}: ${values} under "${named}"${letter}`;
  });
}

function cellText(value: string): string {
  return value === '' ? '(empty)' : printable(value);
}

const LONGEST_VALUE = 40;
const LONGEST_HEADING = 60;

/** Findings by the value of their cell, ignoring case; the most frequent value first. */
function valuesIn(
  findings: readonly Finding[],
): readonly (readonly [value: string, findings: readonly Finding[]])[] {
  const byValue = Map.groupBy(findings, ({ value }) => value?.toLowerCase() ?? '');
  return [...byValue.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((group) => [group[0]?.value ?? '', group]);
}

/** Warnings and repairs of one row, for its card. */
export function notesOnRow(loaded: LoadedList, row: number): readonly string[] {
  return [
    ...repairTexts(loaded.mended.filter((one) => one.row === row)).map((text) => `mended: ${text}`),
    ...loaded.findings
      .filter((finding) => finding.row === row && finding.severity === 'warning')
      .map((finding) => explainFinding(finding).message),
  ];
}
