/** An entry of a ZIP's central directory (PKWARE's APPNOTE, 4.3.12). */
export type ZipEntry = {
  readonly name: string;
  /** The size in bytes once unpacked. */
  readonly size: number;
  /** The offset of the entry in the directory. */
  readonly at: number;
  /** The offset of its local header, which has the name once more. */
  readonly headerAt: number;
};

const END_MARK = 0x06054b50;
const END_BYTES = 22;
/** A comment of up to so many bytes may follow the end record. */
const LONGEST_COMMENT = 0xffff;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const SIZES_FOLLOW = 0b1000;

/** The central directory of a ZIP; null where it is damaged or cut off. Unpacks nothing. */
export function zipDirectory(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecordOf(view);
  if (end === null) return null;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_MARK) return null;
    const nameBytes = view.getUint16(at + 28, true);
    const start = at + ENTRY_BYTES;
    const name = new TextDecoder().decode(bytes.subarray(start, start + nameBytes));
    const flags = view.getUint16(at + 8, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    // An empty entry packs to two bytes at most; one with more hides its unpacked size.
    if (size === 0 && packed > 2) return null;
    // An entry with its sizes after its data repeats them here, unless it is a folder.
    if (packed === 0 && (flags & SIZES_FOLLOW) !== 0 && !name.endsWith('/')) return null;
    entries.push({ name, size, at, headerAt: view.getUint32(at + 42, true) });
    at = start + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endRecordOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_MARK) return at;
  }
  return null;
}
