import { crc32 } from 'node:zlib';
import type { ZipEntry } from '../kind/zip-directory.ts';

const ENTRY_BYTES = 46;
const END_MARK = Buffer.from('PK\u0005\u0006', 'latin1');
const LOCAL_BYTES = 30;
const NO_FLAGS = 0;
const STORED = 0;

/**
 * The ZIP with other contents for some of its entries. They are stored behind the rest, and the
 * directory is written once more with their places.
 */
export function withContents(
  bytes: Uint8Array,
  contents: ReadonlyMap<ZipEntry, Uint8Array>,
): Uint8Array {
  if (contents.size === 0) return bytes;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.lastIndexOf(END_MARK);
  const start = all.readUInt32LE(end + 16);
  const directory = Buffer.from(all.subarray(start, end));
  const parts: Uint8Array[] = [all.subarray(0, start)];
  let size = start;
  for (const [{ at }, content] of contents) {
    const entry = directory.subarray(at - start);
    const name = entry.subarray(ENTRY_BYTES, ENTRY_BYTES + entry.readUInt16LE(28));
    // The method, then the CRC, both sizes and, past other lengths, the place of the local header.
    entry.writeUInt16LE(NO_FLAGS, 8);
    entry.writeUInt16LE(STORED, 10);
    entry.writeUInt32LE(crc32(content), 16);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt32LE(size, 42);
    const local = Buffer.alloc(LOCAL_BYTES);
    local.write('PK\u0003\u0004', 'latin1');
    // Version, flags, method, time, date, CRC and sizes are the same in both headers.
    entry.copy(local, 4, 6, 28);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, content);
    size += LOCAL_BYTES + name.length + content.length;
  }
  const last = Buffer.from(all.subarray(end));
  last.writeUInt32LE(size, 16);
  return Buffer.concat([...parts, directory, last]);
}
