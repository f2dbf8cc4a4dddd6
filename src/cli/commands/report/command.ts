import { writePageFile, writeReportFile } from '../../../adapters/files/output-file.ts';
import { CSV_START, csvLine } from '../../../adapters/list-file/report-cells.ts';
import { type ReportRow } from '../../../application/report/report-rows.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { firstLinesOf } from '../../../pages/page.ts';
import { REPORT_KIND, reportPage } from '../../../pages/report-page.ts';
import { printable } from '../../../text/format.ts';
import type { ReportOptions } from '../../command-line/options.ts';
import type { ExitCode } from '../../exit-code.ts';
import { statusCommand } from '../../list/next-command.ts';
import type { Shell } from '../../shell.ts';
import { writePieces } from '../../terminal/write-document.ts';
import { committeeReport } from './committee.ts';
import { chaseCsv, ledgerCsv, listCsv, type Cells } from './csv.ts';
import { writeReportDocument } from './json.ts';
import { withReporting, type Reporting } from './reporting.ts';
import { chaseText, newTally, reportSummary, type Tally } from './view.ts';

/** Reports what became of each row of a list, or of every message of the season. Sends nothing. */
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
  return await withReporting(shell, file, options, async (reporting) => {
    await writeReport(shell, reporting, file === undefined || file === '-' ? null : file, options);
    return 0;
  });
}

/** Writes every output asked for, reading the rows once for each; then the counts on standard error. */
async function writeReport(
  shell: Shell,
  reporting: Reporting,
  list: string | null,
  options: ReportOptions,
): Promise<void> {
  let tally = newTally();
  const counted: Reporting = {
    ...reporting,
    rows: () => {
      tally = newTally();
      return countedBy(tally, reporting.rows());
    },
  };
  if (options.output !== undefined) {
    await writeReportFile(options.output, csvOf(counted, csvTable(counted, options)), list);
  }
  if (options.html !== undefined) {
    const about = { made: shell.clock.now(), withNumbers: options.withNumbers };
    const page = reportPage(await committeeReport(counted, about));
    writePageFile(options.html, page, firstLinesOf(REPORT_KIND));
  }
  if (options.json) {
    await writeReportDocument(shell.stdout, counted, options);
  } else if (options.output !== undefined || options.html !== undefined) {
    const written = [options.output, options.html].filter((name) => name !== undefined);
    shell.stdout.write(written.map((name) => `${printable(name)}\n`).join(''));
  } else if (options.chase) {
    shell.stdout.write(await chaseText(counted.rows, counted.mode));
  } else {
    const table = csvTable(counted, options);
    const cells = shell.stdout.isTerminal ? printableCells(table) : table;
    await writePieces(shell.stdout, csvOf(counted, cells));
  }
  const flags = reporting.mode === 'rehearsal' ? ['--rehearse'] : [];
  const followUp = statusCommand(shell, list, options, flags);
  if (!options.quiet) shell.stderr.write(reportSummary(tally, reporting, followUp, options));
}

async function* countedBy(tally: Tally, rows: AsyncIterable<ReportRow>): AsyncIterable<ReportRow> {
  for await (const row of rows) {
    tally.add(row);
    yield row;
  }
}

/** Without control characters, which a terminal would obey. */
async function* printableCells(table: AsyncIterable<Cells>): AsyncIterable<Cells> {
  for await (const cells of table) yield cells.map(printable);
}

function csvTable(reporting: Reporting, { chase }: ReportOptions): AsyncIterable<Cells> {
  if (chase) return chaseCsv(reporting);
  const { raw } = reporting;
  return raw === null ? ledgerCsv(reporting) : listCsv(raw, reporting);
}

async function* csvOf({ raw }: Reporting, table: AsyncIterable<Cells>): AsyncIterable<string> {
  yield CSV_START;
  for await (const cells of table) yield csvLine(cells, raw?.delimiter);
}
