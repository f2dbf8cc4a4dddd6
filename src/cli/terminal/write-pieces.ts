import type { Output } from '../shell.ts';

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
