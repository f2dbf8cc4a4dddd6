import type { Reporting } from './reporting.ts';
import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { writePageFile, writeReportFile } from '../../../adapters/files/output-file.ts';
import { CSV_START, csvLine } from '../../../adapters/list-file/report-cells.ts';
import { runMode } from '../../../adapters/settings/run-settings.ts';
import { refuseMalformed } from '../../../adapters/settings/settings.ts';
import { keptTemplate } from '../../../adapters/files/template-cache.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import type { Ledger } from '../../../application/ports/ports.ts';
import { reportLineOf, type ReportLine } from '../../../application/report/report-line.ts';
import {
  rowOfLedger,
  rowsOfList,
  type ReportRow,
} from '../../../application/report/report-rows.ts';
import { settleList, type Reload } from '../../../application/check/settle-list.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import type { MessageKey } from '../../../domain/message/message.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { RawRecord } from '../../../domain/record/raw-record.ts';
import { firstLinesOf } from '../../../pages/page.ts';
import { REPORT_KIND, reportPage } from '../../../pages/report-page.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { readListFile, rulesFor } from '../../list/read-list-file.ts';
import { printable } from '../../../text/format.ts';
import { chaseCsv, chaseText } from './chase.ts';
import { committeeReport } from './committee.ts';
import { ledgerCsv, listCsv, type Cells } from './csv.ts';
import { writeReportDocument } from './json.ts';
import { newTally, reportSummary, type Tally } from './view.ts';
import { openStores } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
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

/** @param work is given the rows as long as the ledger is open */
async function reportingOn(
  shell: Shell,
  file: string | undefined,
  options: ReportOptions,
  work: (told: Reporting) => Promise<ExitCode>,
): Promise<ExitCode> {
  const home = homeFolder(shell);
  const settings = settingsOf(shell);
  const mode = runMode(settings, options.rehearse);
  if (mode !== 'rehearsal') refuseMalformed(settings, ['TWILIO_TEMPLATE_SID']);
  const sid = mode === 'rehearsal' ? null : (settings.values.TWILIO_TEMPLATE_SID ?? null);
  const kept = mode === 'rehearsal' || sid === null ? null : keptTemplate({ home, mode }, sid);
  const template = kept?.template ?? builtInTemplate(sid ?? undefined);
  // What is wrong with the file is told before anything else.
  const records: RawRecord[] = [];
  const keep = (record: RawRecord): void => void records.push(record);
  const named = file === undefined ? null : await readListFile(shell, file, options, keep);

  const now = shell.clock.now();
  const { ledger, optOuts, close } = await openStores(shell, settings, mode);
  try {
    const stopped = (await optOuts.list()).length;
    const about = { mode, template, optOuts: stopped };
    if (named === null) {
      return await work({ ...about, raw: null, ...(await ofSeason(ledger, now)) });
    }
    const rules = rulesFor(shell, settings, options, mode === 'live');
    const reload: Reload = async (agreed) => {
      const loader = startLoading(template, { ...rules, agreed });
      await named.readAgain(loader.add);
      return loader.finish(named.findings);
    };
    const settled = await settleList(reload, ledger, optOuts);
    const listed = [...settled.loaded.messages, ...settled.loaded.repeats];
    const known = new Map(
      [...(await ledger.find(listed))].map(
        ([invitee, messages]) => [invitee, linesOf(messages)] as const,
      ),
    );
    const keyOf = (key: MessageKey): KeyedHash => ledger.keyOf(key);
    const rows = rowsOfList({ settled, records, known, keyOf, set: options.set, now });
    return await work({
      ...about,
      rows: async function* each() {
        yield* rows;
      },
      raw: await named.readRaw(),
      season: null,
    });
  } finally {
    await close();
  }
}

async function ofSeason(
  ledger: Pick<Ledger, 'latestSeason' | 'messages'>,
  now: Date,
): Promise<Pick<Reporting, 'rows' | 'season'>> {
  const season = await ledger.latestSeason();
  return {
    season,
    rows: async function* rows() {
      if (season === null) return;
      for await (const message of ledger.messages({ season })) {
        if (message.purpose === 'invite') yield rowOfLedger(reportLineOf(message), now);
      }
    },
  };
}

/** A test is nobody's invite. */
function linesOf(messages: readonly LedgerMessage[]): readonly ReportLine[] {
  return messages.flatMap((one) => (one.purpose === 'invite' ? [reportLineOf(one)] : []));
}
