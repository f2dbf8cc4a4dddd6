import type { Output } from '../shell.ts';

/** The one JSON document of a command, on one line. Keys are snake_case; `schema` is its version. */
export function writeDocument(output: Output, document: object): void {
  output.write(`${jsonOf({ schema: 1, ...document })}\n`);
}

/** A document of which one part is a list that is never there at once. */
type LongDocument = {
  readonly before: object;
  readonly name: string;
  readonly items: AsyncIterable<object>;
  /** Made when the items have been written. */
  readonly after: () => object;
};

/** Writes the same document as `writeDocument` does, piece by piece. */
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

/** JSON leaves these as they are, and a terminal takes some of them for the start of a command. */
function jsonOf(value: object | string): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As much as is written at once. */
const ENOUGH = 16 * 1024;

/** Writes a long text as it comes, and no faster than it is read. */
export async function writePieces(output: Output, pieces: AsyncIterable<string>): Promise<void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < ENOUGH) continue;
    output.write(text);
    text = '';
    await output.ready();
  }
  if (text !== '') output.write(text);
}
