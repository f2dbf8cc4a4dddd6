import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { InviteError, type StopProblem } from '../../../domain/problem/problem.ts';
import { bytePieces, textPieces, type Encoding } from './decode-text.ts';
import type { Delimiter } from './delimiter.ts';
import type { TableRow } from '../table-row.ts';
import { lineOfUnclosedQuote } from './unclosed-quote.ts';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Each line end that is looked for is looked for at every byte; without this one there is one kind. */
const CARRIAGE_RETURN = 0x0d;

type Csv = {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** What the file is called in problems. */
  readonly file: string;
};

/**
 * Hands on the rows of a CSV one at a time, however many cells each has.
 *
 * @throws InviteError `unclosed_quote` or `not_csv`, and whatever `add` throws
 */
export async function readCsv(csv: Csv, add: (row: TableRow) => void): Promise<void> {
  let row = 0;
  const parser = parse({
    delimiter: csv.delimiter,
    record_delimiter: csv.bytes.includes(CARRIAGE_RETURN) ? ['\r\n', '\n', '\r'] : '\n',
    relax_column_count: true,
    on_record: (cells: readonly string[]) => {
      row += 1;
      add({ row, cells });
      // Nothing is left for the parser to keep or to push.
      return null;
    },
  });
  try {
    await pipeline(piecesOf(csv), parser.resume());
  } catch (error) {
    if (error instanceof CsvError) throw new InviteError(faultIn(csv, error));
    throw error;
  }
}

/** csv-parse works on UTF-8, which is spared the way through text and back. */
function piecesOf({ bytes, encoding }: Csv): Iterable<Uint8Array | string> {
  if (encoding !== 'utf-8') return textPieces(bytes, encoding);
  const isMarked = UTF8_MARK.every((byte, index) => bytes[index] === byte);
  return bytePieces(isMarked ? bytes.subarray(UTF8_MARK.length) : bytes);
}

function faultIn({ bytes, encoding, delimiter, file }: Csv, error: CsvError): StopProblem {
  const opened = lineOfUnclosedQuote([...textPieces(bytes, encoding)].join(''), delimiter);
  if (opened !== null) return { code: 'unclosed_quote', file, line: opened };
  const line: unknown = error['lines'];
  return { code: 'not_csv', file, line: typeof line === 'number' ? line : null };
}
