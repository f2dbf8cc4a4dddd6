import { basename } from 'node:path';
import type { RawTable } from '../../../adapters/list-file/raw-table.ts';
import { ADDED_HEADINGS } from '../../../adapters/list-file/report-cells.ts';
import type { ReportRows, RowToRing } from '../../../application/report/report-rows.ts';
import { explainReportRow, STATE_WORDS } from '../../../text/delivery/report-reason.ts';
import { ERASED, londonTime } from '../../../text/format.ts';
import { teamsToRing } from './reporting.ts';

export type Cells = readonly string[];

/** The cells of the list as they are in its file, followed in each row by what became of it. */
export async function* listCsv(
  { headings, rows: raw }: RawTable,
  rows: ReportRows,
): AsyncIterable<Cells> {
  const width = raw.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
  const filled = (cells: Cells): Cells => [
    ...cells,
    ...Array.from({ length: width - cells.length }, () => ''),
  ];
  const byRow = new Map<number, Cells>();
  for await (const row of rows()) byRow.set(row.row, addedCells(row));
  yield [...filled(headings), ...ADDED_HEADINGS];
  for (const { row, cells } of raw) yield [...filled(cells), ...(byRow.get(row) ?? EMPTY_CELLS)];
}

const EMPTY_CELLS = ADDED_HEADINGS.map(() => '');

/** Every message of the season, one in each row. */
export async function* ledgerCsv(rows: ReportRows): AsyncIterable<Cells> {
  yield ['Player', 'Parent', 'Team', 'Number', ...ADDED_HEADINGS, 'Source file', 'Source row'];
  for await (const row of rows()) {
    const { player, parent, team, number } = row.people;
    const [people, source] = row.isErased
      ? [
          [ERASED, ERASED, ERASED, ERASED],
          [ERASED, ''],
        ]
      : [
          [player, parent, team, number],
          [basename(row.line?.file ?? ''), String(row.row)],
        ];
    yield [...people, ...addedCells(row), ...source];
  }
}

/** The cells under the headings that a report adds. */
function addedCells(row: RowToRing): Cells {
  const { message, fix } = explainReportRow(row);
  return [
    STATE_WORDS[row.state],
    message ?? '',
    fix ?? '',
    row.line?.messageSid ?? '',
    row.line === null ? '' : londonTime(row.line.at),
  ];
}

/** The parents to ring, one in each row, by team. */
export async function* chaseCsv(rows: ReportRows): AsyncIterable<Cells> {
  yield ['Team', 'Manager', "Manager's number", 'Player', 'Parent', 'Number', ...ADDED_HEADINGS];
  for (const { team, manager, managerNumber, rows: members } of await teamsToRing(rows)) {
    for (const row of members) {
      const { player, parent, number } = row.people;
      yield [team, manager, managerNumber, player, parent, number, ...addedCells(row)];
    }
  }
}
