import { writePageFile } from '../../../adapters/files/output-file.ts';
import { CSV_START, csvLine } from '../../../adapters/list-file/report-cells.ts';
import { writeReportFile } from '../../../adapters/files/output-file.ts';
import { type ReportRow } from '../../../application/report/report-rows.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { firstLinesOf } from '../../../pages/page.ts';
import { REPORT_KIND, reportPage } from '../../../pages/report-page.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { printable } from '../../../text/format.ts';
import { reportingOn, type Reporting } from './reporting.ts';
import { committeeReport } from './committee.ts';
import { chaseCsv, ledgerCsv, listCsv, type Cells } from './csv.ts';
import { writeReportDocument } from './json.ts';
import { chaseText, newTally, reportSummary, type Tally } from './view.ts';
import type { Shell } from '../../shell.ts';
import { writePieces } from '../../terminal/write-document.ts';
import type { ReportOptions } from '../../command-line/options.ts';

/** Tells what became of each row of a list, or of every message of the season. Sends nothing. */
export async function report(
  shell: Shell,
  file: string | undefined,
  options: ReportOptions,
): Promise<ExitCode> {
  if (options.withNumbers && options.html === undefined) {
    throw new InviteError({
      code: 'usage',
      message: '--with-numbers is about the page of --html.',
      fix: 'Add --html FILE; the CSV has the numbers anyway.',
    });
  }
  return await reportingOn(shell, file, options, async (told) => {
    await writeReport(shell, told, file === undefined || file === '-' ? null : file, options);
    return 0;
  });
}

/** Goes through the rows once for each thing that is written of them. */
async function writeReport(
  shell: Shell,
  reporting: Reporting,
  list: string | null,
  options: ReportOptions,
): Promise<void> {
  let tally = newTally();
  const told: Reporting = {
    ...reporting,
    rows: () => {
      tally = newTally();
      return seenBy(tally, reporting.rows());
    },
  };
  if (options.output !== undefined) {
    await writeReportFile(options.output, csvOf(told, csvTable(told, options)), list);
  }
  if (options.html !== undefined) {
    const about = { made: shell.clock.now(), withNumbers: options.withNumbers };
    const page = reportPage(await committeeReport(told, about));
    writePageFile(options.html, page, firstLinesOf(REPORT_KIND));
  }
  if (options.json) {
    await writeReportDocument(shell.stdout, told, options);
  } else if (options.output !== undefined || options.html !== undefined) {
    const written = [options.output, options.html].filter((name) => name !== undefined);
    shell.stdout.write(written.map((name) => `${printable(name)}\n`).join(''));
  } else if (options.chase) {
    shell.stdout.write(await chaseText(told.rows, told.mode));
  } else {
    const table = csvTable(told, options);
    const cells = shell.stdout.isTerminal ? printableCells(table) : table;
    await writePieces(shell.stdout, csvOf(told, cells));
  }
  if (!options.quiet) shell.stderr.write(reportSummary(tally, told, list, options));
}

async function* seenBy({ see }: Tally, rows: AsyncIterable<ReportRow>): AsyncIterable<ReportRow> {
  for await (const row of rows) {
    see(row);
    yield row;
  }
}

/** A terminal takes some characters of a cell for commands. */
async function* printableCells(table: AsyncIterable<Cells>): AsyncIterable<Cells> {
  for await (const cells of table) yield cells.map(printable);
}

function csvTable({ rows, raw }: Reporting, { chase }: ReportOptions): AsyncIterable<Cells> {
  if (chase) return chaseCsv(rows);
  return raw === null ? ledgerCsv(rows) : listCsv(raw, rows);
}

async function* csvOf({ raw }: Reporting, table: AsyncIterable<Cells>): AsyncIterable<string> {
  yield CSV_START;
  for await (const cells of table) yield csvLine(cells, raw?.delimiter);
}
