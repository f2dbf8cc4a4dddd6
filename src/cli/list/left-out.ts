import type { LoadedList } from '../../application/check/load-list.ts';
import type { HeldBack } from '../../application/check/settle-list.ts';
import { excludesRow, type Finding } from '../../domain/problem/finding.ts';
import { familiesOf } from '../../domain/list/list-check.ts';
import type { NamedList } from './read-list-file.ts';
import { count, cutTo, few, printable } from '../../text/format.ts';

/** How many rows get no message, and why; null where each gets one. The faults follow. */
export function leftOutText(
  byOperator: NamedList['leftOut'],
  { refusedRows, repeats, findings }: Pick<LoadedList, 'refusedRows' | 'repeats' | 'findings'>,
  optedOut: readonly HeldBack[] = [],
): string | null {
  const stopped = familiesOf(optedOut.map(({ message }) => message)).length;
  const parts = [
    ...excludedTexts(findings),
    ...byOperator
      .filter(({ rows }) => rows > 0)
      .map(({ heading, value, rows }) => {
        const what = value === '' ? 'empty' : printable(value);
        return `${count(rows, 'row')} with ${printable(heading)} = ${what}`;
      }),
    ...(refusedRows.length > 0
      ? [`${count(refusedRows.length, 'row')} with faults, told below`]
      : []),
    ...(repeats.length > 0 ? [count(repeats.length, 'repeated row')] : []),
    ...(stopped > 0 ? [`${count(stopped, 'person', 'people')} who said stop`] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** `2 rows: No under "WhatsApp consent" (B)`, column by column. */
function excludedTexts(findings: readonly Finding[]): readonly string[] {
  const byColumn = Map.groupBy(findings.filter(excludesRow), ({ column, heading }) =>
    JSON.stringify([column, heading]),
  );
  return [...byColumn.values()].map((group) => {
    const { column = null, heading = null } = group[0] ?? {};
    const values = few(valuesIn(group).map(([value]) => cutTo(printable(value), LONGEST_VALUE)));
    const letter = column === null ? '' : ` (${column})`;
    const named = cutTo(printable(heading ?? ''), LONGEST_HEADING);
    return `${count(group.length, 'row')}: ${values} under "${named}"${letter}`;
  });
}

const LONGEST_VALUE = 40;
const LONGEST_HEADING = 60;

/** The findings of each value, however it is written, the most frequent first. */
export function valuesIn(
  findings: readonly Finding[],
): readonly (readonly [value: string, findings: readonly Finding[]])[] {
  const byValue = Map.groupBy(findings, ({ value }) => value?.toLowerCase() ?? '');
  return [...byValue.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((group) => [group[0]?.value ?? '', group]);
}
