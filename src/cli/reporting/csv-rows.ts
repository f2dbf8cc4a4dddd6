import { basename } from 'node:path';
import type { RawTable } from '../../adapters/list-file/raw-rows.ts';
import { ADDED_HEADINGS } from '../../adapters/list-file/report-cells.ts';
import type { ReportRow } from '../../application/report-rows.ts';
import { explainReportRow, STATE_WORDS } from '../explain/report-reason.ts';
import { ERASED, londonTime } from '../render.ts';

type Cells = readonly (readonly string[])[];

/** The list as it stands in its file, and behind each row what became of it. */
export function listCsv({ headings, rows: raw }: RawTable, rows: readonly ReportRow[]): Cells {
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
      return [...filled(cells), ...(told === undefined ? NOTHING : addedCells(told))];
    }),
  ];
}

const NOTHING = ADDED_HEADINGS.map(() => '');

/** Every message of the ledger. */
export function ledgerCsv(rows: readonly ReportRow[]): Cells {
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
      return [...whom, ...addedCells(row), ...from];
    }),
  ];
}

/** What stands under the added headings. */
export function addedCells(row: ReportRow): readonly string[] {
  const { message, fix } = explainReportRow(row);
  return [
    STATE_WORDS[row.state],
    message ?? '',
    fix ?? '',
    row.line?.messageSid ?? '',
    row.line === null ? '' : londonTime(row.line.at),
  ];
}
