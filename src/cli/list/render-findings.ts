import type { LoadedList } from '../../application/check/load-list.ts';
import { excludesRow, type Finding, type Repaired } from '../../domain/problem/finding.ts';
import { FIELD_LABELS } from '../../domain/record/field.ts';
import type { RepairReason } from '../../domain/record/parsed.ts';
import { explainFinding } from '../../text/list/finding.ts';
import type { Colours } from '../terminal/colours.ts';
import { valuesIn } from './left-out.ts';
import { count, printable, rowsIn } from '../../text/format.ts';

/** Everything that is wrong with a list, like problems under one heading, each with its places and fix. */
export function renderFindings(findings: readonly Finding[], colours: Colours): string {
  const groups = Map.groupBy(findings, (finding) => {
    const { message, fix } = explainFinding(finding);
    return JSON.stringify([finding.severity, message, fix]);
  });
  return [...groups.values()].map((group) => renderGroup(group, colours)).join('\n');
}

export function renderRepairs(mended: readonly Repaired[], colours: Colours): string {
  return mended.length === 0
    ? ''
    : `${colours.odd(`Mended, without losing anything:`)}\n${mendedLines(mended)
        .map(({ one, text }) => `  ${mendedPlace(one)}: ${text}`)
        .join('\n')}\n`;
}

/** What was mended, in words: `parent's mobile 7700900124 read as +447700900124 (a leading 0 was lost)`. */
export function repairTexts(mended: readonly Repaired[]): readonly string[] {
  return mendedLines(mended).map(({ text }) => text);
}

/** A full name is mended into two, which stand on one line. */
function mendedLines(
  mended: readonly Repaired[],
): readonly { readonly one: Repaired; readonly text: string }[] {
  return mended.flatMap((one, at) => {
    const [before, next] = [mended[at - 1], mended[at + 1]];
    if (isOtherHalf(one, before)) return [];
    const { field, from, to, why } = one;
    const text =
      next === undefined || !isOtherHalf(next, one)
        ? `${FIELD_LABELS[field]} ${printable(from)} read as ${to} (${MENDS[why]})`
        : `${printable(from)} read as ${to} | ${next.to} (${MENDS[why]})`;
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

const MENDS: { readonly [reason in RepairReason]: string } = {
  leading_zero_lost: 'a leading 0 was lost',
  plus_lost: 'the leading + was lost',
  scientific_notation: 'a spreadsheet wrote it as a power of ten',
  spaces_folded: 'extra spaces removed',
  hidden_marks_removed: 'invisible characters removed',
  currency_sign_removed: 'the template writes its own £',
  decimal_comma: 'the comma stands before the pence',
  full_name_split: 'first and last name told apart',
  read_twice: 'its encoding mended, by your yes',
  codes_decoded: 'its codes turned into letters, by your yes',
  proper_case: 'capitals mended, by your yes',
};

function renderGroup(group: readonly Finding[], colours: Colours): string {
  const [first] = group;
  if (first === undefined) return '';
  const { message, fix } = explainFinding(first);
  const heading =
    first.severity === 'error' ? colours.bad(message) : colours.odd(`Note: ${message}`);
  const places = placesOf(group).map((place) => `  ${place}`);
  return `${[heading, ...places, `  ${colours.dim(`-> ${fix}`)}`].join('\n')}\n`;
}

/** Where like findings are; what leaves out many rows is told value by value. */
export function placesOf(group: readonly Finding[]): readonly string[] {
  if (!group.every(excludesRow)) return group.flatMap((finding) => placeOf(finding) ?? []);
  const values = valuesIn(group);
  const told = values.slice(0, MOST_VALUES_TOLD).map(([value, findings]) => {
    const column = findings[0]?.column ?? null;
    const rows = rowsIn(
      findings.flatMap(({ row }) => row ?? []),
      MOST_ROWS_TOLD,
    );
    return `${column === null ? '' : `column ${column}, `}${rows}: ${printable(value)}`;
  });
  const rest = values.slice(MOST_VALUES_TOLD).flatMap(([, findings]) => findings);
  return rest.length === 0
    ? told
    : [...told, `${count(rest.length, 'more row')}, with other answers`];
}

const MOST_VALUES_TOLD = 12;
const MOST_ROWS_TOLD = 20;

/** `row 14, column F (Mobile): 07700 90012`. */
function placeOf({ row, column, heading, value }: Finding): string | null {
  if (row === null && column === null) return null;
  const where = [
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null
      ? []
      : [`column ${column}${heading === null ? '' : ` (${printable(heading)})`}`]),
  ].join(', ');
  return value === null ? where : `${where}: ${printable(value)}`;
}

function mendedPlace({ row, column }: Repaired): string {
  return column === null ? `row ${row}` : `row ${row}, column ${column}`;
}
