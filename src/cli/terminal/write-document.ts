import type { Output } from '../shell.ts';

/** Writes the JSON document of a command on one line. `schema` is the version of its format. */
export function writeDocument(output: Output, document: object): void {
  output.write(`${jsonOf({ schema: 1, ...document })}\n`);
}

/** A document with a list that is not held in memory as a whole. */
type LongDocument = {
  /** The members before the list. */
  readonly before: object;
  /** The name of the list. */
  readonly name: string;
  readonly items: AsyncIterable<object>;
  /** The members after the list, called when the items have been written. */
  readonly after: () => object;
};

/** Writes a document in the format of `writeDocument`, piece by piece. */
export async function writeLongDocument(output: Output, document: LongDocument): Promise<void> {
  await writePieces(output, piecesOf(document));
}

async function* piecesOf({ before, name, items, after }: LongDocument): AsyncIterable<string> {
  yield `${jsonOf({ schema: 1, ...before }).slice(0, -1)},${jsonOf(name)}:[`;
  let between = '';
  for await (const item of items) {
    yield `${between}${jsonOf(item)}`;
    between = ',';
  }
  yield `],${jsonOf(after()).slice(1)}\n`;
}

/**
 * JSON in which control characters, line separators and bidirectional marks are escaped: JSON.stringify
 * leaves these as they are, and some start an escape sequence of a terminal.
 */
function jsonOf(value: object | string): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The minimum length of a write, in UTF-16 code units. */
const CHUNK_LENGTH = 16 * 1024;

/** Writes a long text in chunks, with backpressure. */
export async function writePieces(output: Output, pieces: AsyncIterable<string>): Promise<void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK_LENGTH) continue;
    output.write(text);
    text = '';
    await output.ready();
  }
  if (text !== '') output.write(text);
}
