import { basename } from 'node:path';
import type { RawTable } from '../../adapters/list-file/raw-rows.ts';
import { ADDED_HEADINGS } from '../../adapters/list-file/report-cells.ts';
import type { ReportRow } from '../../application/report-rows.ts';
import type { Mode } from '../../domain/mode.ts';
import { explainReportRow, STATE_WORDS } from '../explain/report-reason.ts';
import { ERASED, londonTime } from '../render.ts';
import { MODE_NAMES } from '../sending/mode-names.ts';

type Cells = readonly (readonly string[])[];

/** The list as it stands in its file, and behind each row what became of it. */
export function listCsv(
  { headings, rows: raw }: RawTable,
  rows: readonly ReportRow[],
  mode: Mode,
): Cells {
  const width = raw.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
  const filled = (cells: readonly string[]): readonly string[] => [
    ...cells,
    ...Array.from({ length: width - cells.length }, () => ''),
  ];
  const byRow = new Map(rows.map((row) => [row.row, row]));
  return [
    [...filled(headings), ...ADDED_HEADINGS],
    ...raw.map(({ row, cells }) => {
      const told = byRow.get(row);
      return [...filled(cells), ...(told === undefined ? NOTHING : addedCells(told, mode))];
    }),
  ];
}

const NOTHING = ADDED_HEADINGS.map(() => '');

/** Every message of the ledger. */
export function ledgerCsv(rows: readonly ReportRow[], mode: Mode): Cells {
  return [
    ['Player', 'Parent', 'Team', 'Number', ...ADDED_HEADINGS, 'Source file', 'Source row'],
    ...rows.map((row) => {
      const { player, parent, team, number } = row.people;
      const [whom, from] = row.isErased
        ? [
            [ERASED, ERASED, ERASED, ERASED],
            [ERASED, ''],
          ]
        : [
            [player, parent, team, number],
            [basename(row.line?.file ?? ''), String(row.row)],
          ];
      return [...whom, ...addedCells(row, mode), ...from];
    }),
  ];
}

/** What stands under the added headings. A file goes from hand to hand: what is not real says so itself. */
export function addedCells(row: ReportRow, mode: Mode): readonly string[] {
  const { message, fix } = explainReportRow(row);
  const state = STATE_WORDS[row.state];
  return [
    row.line === null || mode === 'live' ? state : `${MODE_NAMES[mode]} ${state}`,
    message ?? '',
    fix ?? '',
    row.line?.messageSid ?? '',
    row.line === null ? '' : londonTime(row.line.at),
  ];
}
