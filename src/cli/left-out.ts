import type { LoadedList } from '../application/load-list.ts';
import type { HeldBack } from '../application/settle-list.ts';
import { familiesOf } from '../domain/list.ts';
import type { NamedList } from './read-list-file.ts';
import { count, printable } from './render.ts';

/** How many rows get no message, and why; null where each gets one. The faults follow. */
export function leftOutText(
  byOperator: NamedList['leftOut'],
  { refusedRows, repeats }: Pick<LoadedList, 'refusedRows' | 'repeats'>,
  optedOut: readonly HeldBack[] = [],
): string | null {
  const stopped = familiesOf(optedOut.map(({ message }) => message)).length;
  const parts = [
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
