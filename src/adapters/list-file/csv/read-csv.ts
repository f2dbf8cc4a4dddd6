import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { InviteError, type StopProblem } from '../../../domain/problem/problem.ts';
import type { Progress } from '../list-options.ts';
import { bytePieces, textPieces, type Encoding } from './decode-text.ts';
import { delimiterOf, namedDelimiter, type Delimiter } from './delimiter.ts';
import { mayHoldTextFormulas, shownText, withQuotedFormulas } from './text-formula.ts';

export type TableRow = {
  /** As a spreadsheet shows it: blank lines count, a line break inside quotes does not. */
  readonly row: number;
  readonly cells: readonly string[];
};

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The parser looks for each kind of line end at every byte. Without this byte there is one kind. */
const CARRIAGE_RETURN = 0x0d;

type CsvFile = {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** What the file is called in problems. */
  readonly file: string;
  readonly progress: Progress | undefined;
};

type Csv = CsvFile & { readonly delimiter: Delimiter };

/**
 * Calls `add` with each row of a CSV in turn, and returns its delimiter. Rows may differ in length.
 *
 * @throws InviteError `unclosed_quote` or `not_csv`, and what `add` throws
 */
export async function readCsv(file: CsvFile, add: (row: TableRow) => void): Promise<Delimiter> {
  const [start = ''] = textPieces(file.bytes, file.encoding);
  const named = namedDelimiter(start);
  const delimiter = named ?? delimiterOf(textPieces(file.bytes, file.encoding));
  const csv = { ...file, delimiter };
  const hasFormulas = mayHoldTextFormulas(file.bytes);
  // The line that names the delimiter is row 0: a spreadsheet does not count it.
  let row = named === null ? 0 : -1;
  const parser = parse({
    delimiter: csv.delimiter,
    record_delimiter: csv.bytes.includes(CARRIAGE_RETURN) ? ['\r\n', '\n', '\r'] : '\n',
    relax_column_count: true,
    // A table that was copied from a sheet has tabs, and its quotes are letters.
    relax_quotes: delimiter === '\t',
    on_record: (cells: readonly string[]) => {
      row += 1;
      if (row > 0) add({ row, cells: hasFormulas ? cells.map(shownText) : cells });
      // With null the parser keeps and emits nothing.
      return null;
    },
  });
  const source = hasFormulas
    ? withQuotedFormulas(textPieces(csv.bytes, csv.encoding, csv.progress), delimiter)
    : piecesOf(csv);
  try {
    await pipeline(source, parser.resume());
  } catch (error) {
    if (error instanceof CsvError) throw new InviteError(faultIn(csv, error));
    throw error;
  }
  return delimiter;
}

/** csv-parse works on UTF-8, so that UTF-8 is passed on as bytes. */
function piecesOf({ bytes, encoding, progress }: Csv): Iterable<Uint8Array | string> {
  if (encoding !== 'utf-8') return textPieces(bytes, encoding, progress);
  const isMarked = UTF8_MARK.every((byte, index) => bytes[index] === byte);
  return bytePieces(isMarked ? bytes.subarray(UTF8_MARK.length) : bytes, progress);
}

function faultIn({ bytes, encoding, delimiter, file }: Csv, error: CsvError): StopProblem {
  const opened = lineOfUnclosedQuote([...textPieces(bytes, encoding)].join(''), delimiter);
  if (opened !== null) return { code: 'unclosed_quote', file, line: opened };
  const line: unknown = error['lines'];
  return { code: 'not_csv', file, line: typeof line === 'number' ? line : null };
}

/**
 * The line of an opening quote without a closing one, or null. csv-parse gives only the line where it
 * failed, which is that of the next quote or the end of the file.
 */
function lineOfUnclosedQuote(text: string, delimiter: Delimiter): number | null {
  let line = 1;
  let openedOn: number | null = null;
  let isCellStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const isLineEnd = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
    if (isLineEnd) line += 1;
    if (openedOn === null) {
      if (character === '"' && isCellStart) openedOn = line;
      isCellStart = character === delimiter || isLineEnd;
    } else if (character === '"') {
      if (text[at + 1] === '"') at += 1;
      else if (endsCell(text[at + 1], delimiter)) openedOn = null;
      else return line > openedOn ? openedOn : null;
    }
  }
  return openedOn;
}

function endsCell(next: string | undefined, delimiter: Delimiter): boolean {
  return next === undefined || next === delimiter || next === '\n' || next === '\r';
}
