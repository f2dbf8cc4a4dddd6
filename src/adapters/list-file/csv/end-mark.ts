/** Ctrl-Z, with which programs for DOS end a text and fill its last block. */
const END_MARK = 0x1a;
const BLANKS: ReadonlySet<number> = new Set([END_MARK, 0x20, 0x09, 0x0a, 0x0d]);

/** The bytes of a text without the end mark of DOS. */
export function withoutEndMark(bytes: Uint8Array): Uint8Array {
  const end = bytes.findLastIndex((byte) => !BLANKS.has(byte)) + 1;
  // In UTF-16 this byte is half of a character, beside a 0.
  if (end > 0 && bytes[end - 1] === 0) return bytes;
  const mark = bytes.indexOf(END_MARK, end);
  return mark === -1 ? bytes : bytes.subarray(0, mark);
}
