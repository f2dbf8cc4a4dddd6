import type { Output } from './shell.ts';

/** The one JSON document of a command, on one line. Keys are snake_case; `schema` is its version. */
export function writeDocument(output: Output, document: object): void {
  // JSON leaves these as they are, and a terminal takes some of them for the start of a command.
  const json = JSON.stringify({ schema: 1, ...document }).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  output.write(`${json}\n`);
}
