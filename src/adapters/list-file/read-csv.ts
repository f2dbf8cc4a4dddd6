import { CsvError, parse } from 'csv-parse/sync';
import { InviteError, type StopProblem } from '../../domain/problem.ts';
import { delimiterOf, type Delimiter } from './delimiter.ts';
import { MOST_RECORDS } from './limits.ts';
import { lineOfUnclosedQuote } from './unclosed-quote.ts';

export type CsvRow = {
  /** As a spreadsheet shows it: blank lines count, a line break inside quotes does not. */
  readonly row: number;
  readonly cells: readonly string[];
};

export type Csv = {
  readonly delimiter: Delimiter;
  readonly first: CsvRow;
  readonly others: readonly CsvRow[];
};

/**
 * The rows of a CSV that hold anything, however many cells each has.
 *
 * @throws InviteError `unclosed_quote`, `not_csv`, `file_empty` or `too_many_records`
 */
export function readCsv(text: string, file: string): Csv {
  const delimiter = delimiterOf(text);
  const [first, ...others] = parseRows(text, delimiter, file);
  if (first === undefined) throw new InviteError({ code: 'file_empty', file });
  return { delimiter, first, others };
}

function parseRows(text: string, delimiter: Delimiter, file: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let row = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells: readonly string[]) => {
        row += 1;
        if (cells.every((cell) => cell.trim() === '')) return null;
        // The first row is the headings.
        if (rows.length > MOST_RECORDS) {
          throw new InviteError({ code: 'too_many_records', file, limit: MOST_RECORDS });
        }
        rows.push({ row, cells });
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw new InviteError(faultIn(text, delimiter, error, file));
    throw error;
  }
  return rows;
}

function faultIn(text: string, delimiter: Delimiter, error: CsvError, file: string): StopProblem {
  const opened = lineOfUnclosedQuote(text, delimiter);
  if (opened !== null) return { code: 'unclosed_quote', file, line: opened };
  const line: unknown = error['lines'];
  return { code: 'not_csv', file, line: typeof line === 'number' ? line : null };
}
