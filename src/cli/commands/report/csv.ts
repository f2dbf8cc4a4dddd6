import { basename } from 'node:path';
import type { RawTable } from '../../../adapters/list-file/raw-table.ts';
import { ADDED_HEADINGS, REPLY_HEADINGS } from '../../../adapters/list-file/report-cells.ts';
import type { RowToRing } from '../../../application/report/report-rows.ts';
import { explainReportRow, STATE_WORDS } from '../../../text/delivery/report-reason.ts';
import { ERASED, londonTime, rowNumber } from '../../../text/format.ts';
import { replyStateText } from '../../../text/inbox/conversation.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import { teamsToRing, type Reporting } from './reporting.ts';

export type Cells = readonly string[];

type ReportSource = Pick<Reporting, 'rows' | 'replyTo'>;

/** The cells of the list as they are in its file, followed in each row by what became of it. */
export async function* listCsv(
  { headings, rows: raw }: RawTable,
  { rows, replyTo }: ReportSource,
): AsyncIterable<Cells> {
  const width = raw.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
  const filled = (cells: Cells): Cells => [
    ...cells,
    ...Array.from({ length: width - cells.length }, () => ''),
  ];
  const byRow = new Map<number, Cells>();
  for await (const row of rows()) {
    byRow.set(row.row, joined(byRow.get(row.row), addedCells(row, replyTo)));
  }
  yield [...filled(headings), ...HEADINGS];
  for (const { row, cells } of raw) yield [...filled(cells), ...(byRow.get(row) ?? EMPTY_CELLS)];
}

/** The cells of two messages of one row, to two parents. */
function joined(before: Cells | undefined, cells: Cells): Cells {
  if (before === undefined) return cells;
  return cells.map((cell, at) => {
    const first = before[at] ?? '';
    return first === cell ? cell : `${first} / ${cell}`;
  });
}

const HEADINGS = [...ADDED_HEADINGS, ...REPLY_HEADINGS];
const EMPTY_CELLS = HEADINGS.map(() => '');

/** Every message of the season, one in each row. */
export async function* ledgerCsv({ rows, replyTo }: ReportSource): AsyncIterable<Cells> {
  const source = ['Source file', 'Source row'];
  yield ['Player', 'Parent', 'Team', 'Number', ...ADDED_HEADINGS, ...source, ...REPLY_HEADINGS];
  for await (const row of rows()) {
    const { player, parent, team, number } = row.people;
    const [people, from] = row.isErased
      ? [
          [ERASED, ERASED, ERASED, ERASED],
          [ERASED, ''],
        ]
      : [
          [player, parent, team, number],
          [basename(row.line?.file ?? ''), rowNumber(row.row)],
        ];
    yield [...people, ...stateCells(row), ...from, ...replyCells(row, replyTo)];
  }
}

/** The cells under the headings that a report adds. */
function addedCells(row: RowToRing, replyTo: Reporting['replyTo']): Cells {
  return [...stateCells(row), ...replyCells(row, replyTo)];
}

function stateCells(row: RowToRing): Cells {
  const { message, fix } = explainReportRow(row);
  return [
    STATE_WORDS[row.state],
    message ?? '',
    fix ?? '',
    row.line?.messageSid ?? '',
    row.line === null ? '' : londonTime(row.line.at),
  ];
}

function replyCells({ to }: RowToRing, replyTo: Reporting['replyTo']): Cells {
  const conversation = replyTo(to);
  if (conversation === null) return REPLY_HEADINGS.map(() => '');
  const { last, state } = conversation;
  return [`${londonTime(last.at)}: ${replyContent(last)}`, replyStateText(state)];
}

/** The parents to ring, one in each row, by team. */
export async function* chaseCsv({ rows, replyTo }: ReportSource): AsyncIterable<Cells> {
  yield ['Team', 'Manager', "Manager's number", 'Player', 'Parent', 'Number', ...HEADINGS];
  for (const { team, manager, managerNumber, rows: members } of await teamsToRing(rows)) {
    for (const row of members) {
      const { player, parent, number } = row.people;
      yield [team, manager, managerNumber, player, parent, number, ...addedCells(row, replyTo)];
    }
  }
}
