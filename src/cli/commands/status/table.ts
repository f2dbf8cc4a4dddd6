import type { DeliveryStatus } from '../../../domain/delivery/status/delivery-status.ts';
import { STATE_WORDS } from '../../../text/delivery/delivery-status.ts';
import { cutTo, ERASED, londonTime, printable } from '../../../text/format.ts';

/** `…123`: the last three digits, which differ for two parents of one child. */
export function tailOf(address: string): string {
  return `…${printable(address.slice(-3))}`;
}

/** The widest cell of each column so far, in characters. */
export type Widths = {
  readonly of: readonly number[];
  readonly add: (status: DeliveryStatus) => void;
};

export function columnWidths(): Widths {
  const widths = [0, 0, 0, 0, 0];
  return {
    of: widths,
    add: (status) => {
      for (const [at, cell] of cellsOf(status).entries()) {
        widths[at] = Math.max(widths[at] ?? 0, cell.length);
      }
    },
  };
}

function cellsOf({ message, state, since }: DeliveryStatus): readonly string[] {
  return [
    STATE_WORDS[state],
    ...(message.isErased
      ? [ERASED, '', '']
      : [printable(message.player), printable(message.team), tailOf(message.to)]),
    londonTime(since),
  ];
}

/** A message as a row of a table, or on several lines where the table is wider than the screen. */
export function rowOf(
  status: DeliveryStatus,
  { of: widths }: Widths,
  columns: number | null,
): string {
  const cells = cellsOf(status);
  const whole = widths.reduce((sum, width) => sum + width + 2, 0);
  if (columns === null || whole <= columns) {
    return `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd();
  }
  const [state = '', player = '', team = '', tail = '', since = ''] = cells;
  return [
    `${player} ${tail}`.trimEnd(),
    ...(team === '' ? [] : [`  ${team}`]),
    `  ${state}`,
    `  ${since}`,
  ]
    .map((line) => cutTo(line, columns))
    .join('\n');
}
