import { homeFolder } from '../../adapters/home-folder.ts';
import { writePageFile } from '../../adapters/page-file.ts';
import type { RawTable } from '../../adapters/list-file/raw-rows.ts';
import { reportCsv } from '../../adapters/report-csv.ts';
import { writeReportFile } from '../../adapters/report-file.ts';
import { runMode } from '../../adapters/settings/run-settings.ts';
import { refuseMalformed } from '../../adapters/settings/settings.ts';
import { keptTemplate } from '../../adapters/template-cache.ts';
import { startLoading } from '../../application/load-list.ts';
import type { Ledger } from '../../application/ports.ts';
import { reportLineOf, type ReportLine } from '../../application/report-line.ts';
import { rowsOfLedger, rowsOfList, type ReportRow } from '../../application/report-rows.ts';
import { settleList, type Reload } from '../../application/settle-list.ts';
import { builtInTemplate } from '../../domain/built-in-template.ts';
import type { Sealed } from '../../domain/delivery/seal.ts';
import type { LedgerMessage } from '../../domain/ledger-message.ts';
import type { MessageKey } from '../../domain/message.ts';
import type { Mode } from '../../domain/mode.ts';
import { InviteError } from '../../domain/problem.ts';
import type { RawRecord } from '../../domain/record.ts';
import type { Template } from '../../domain/template.ts';
import { firstLinesOf } from '../../pages/page.ts';
import { REPORT_KIND, reportPage } from '../../pages/report-page.ts';
import type { ExitCode } from '../exit-code.ts';
import { readListFile, rulesFor } from '../read-list-file.ts';
import { printable } from '../render.ts';
import { chaseCsv, chaseText } from '../reporting/chase.ts';
import { committeeReport } from '../reporting/committee.ts';
import { ledgerCsv, listCsv } from '../reporting/csv-rows.ts';
import { reportDocument } from '../reporting/document.ts';
import { reportSummary } from '../reporting/summary.ts';
import { openStores } from '../open-stores.ts';
import { settingsOf } from '../settings-of.ts';
import type { Shell } from '../shell.ts';
import { writeDocument } from '../write-document.ts';
import type { ReportOptions } from './options.ts';

/** What there is to report, and of what. */
export type Reporting = {
  readonly rows: readonly ReportRow[];
  readonly mode: Mode;
  /** The list's own cells; null where the whole ledger is told. */
  readonly raw: RawTable | null;
  /** The season of the whole ledger; null where it knows none, or where a list is told. */
  readonly season: string | null;
  readonly template: Template;
  /** How many people said stop. */
  readonly optOuts: number;
};

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
  const told = await reportingOn(shell, file, options);
  const table = csvTable(told, options);
  const list = file === undefined || file === '-' ? null : file;
  if (options.output !== undefined) writeReportFile(options.output, csvOf(told, table), list);
  if (options.html !== undefined) {
    const about = { made: shell.clock.now(), withNumbers: options.withNumbers };
    const page = reportPage(committeeReport(told, about));
    writePageFile(options.html, page, firstLinesOf(REPORT_KIND));
  }
  if (options.json) {
    writeDocument(shell.stdout, reportDocument(told, options));
  } else if (options.output !== undefined || options.html !== undefined) {
    const written = [options.output, options.html].filter((name) => name !== undefined);
    shell.stdout.write(written.map((name) => `${printable(name)}\n`).join(''));
  } else if (options.chase) {
    shell.stdout.write(chaseText(told.rows, told.mode));
  } else {
    // A terminal takes some characters of a cell for commands.
    const cells = shell.stdout.isTerminal ? table.map((row) => row.map(printable)) : table;
    shell.stdout.write(csvOf(told, cells));
  }
  if (!options.quiet) shell.stderr.write(reportSummary(told, list, options));
  return 0;
}

type Cells = readonly (readonly string[])[];

function csvTable({ rows, raw }: Reporting, { chase }: ReportOptions): Cells {
  if (chase) return chaseCsv(rows);
  return raw === null ? ledgerCsv(rows) : listCsv(raw, rows);
}

function csvOf({ raw }: Reporting, table: Cells): string {
  return reportCsv(table, raw?.delimiter);
}

async function reportingOn(
  shell: Shell,
  file: string | undefined,
  options: ReportOptions,
): Promise<Reporting> {
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
    if (named === null) return { ...about, raw: null, ...(await ofSeason(ledger, now)) };
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
    const keyOf = (key: MessageKey): Sealed => ledger.keyOf(key);
    const rows = rowsOfList({ settled, records, known, keyOf, set: options.set, now });
    return { ...about, rows, raw: await named.readRaw(), season: null };
  } finally {
    await close();
  }
}

async function ofSeason(
  ledger: Pick<Ledger, 'latestSeason' | 'messages'>,
  now: Date,
): Promise<Pick<Reporting, 'rows' | 'season'>> {
  const season = await ledger.latestSeason();
  if (season === null) return { rows: [], season };
  const lines = linesOf(await Array.fromAsync(ledger.messages({ season })));
  return { rows: rowsOfLedger(lines, now), season };
}

/** A test is nobody's invite. */
function linesOf(messages: readonly LedgerMessage[]): readonly ReportLine[] {
  return messages.flatMap((one) => (one.purpose === 'invite' ? [reportLineOf(one)] : []));
}
