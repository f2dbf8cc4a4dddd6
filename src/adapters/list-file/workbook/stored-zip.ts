import { crc32 } from 'node:zlib';

/** The lengths of headers without their names, and the version that can read stored entries. */
const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;

/** A ZIP with these files, by their names, which are stored as they are. */
export function storedZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const contents: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let size = 0;
  let directorySize = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const facts = Buffer.alloc(LOCAL_BYTES - 4);
    facts.writeUInt16LE(VERSION, 0);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.write('PK\u0001\u0002', 'latin1');
    entry.writeUInt16LE(VERSION, 4);
    facts.copy(entry, 6);
    entry.writeUInt32LE(size, 42);
    contents.push(Buffer.from('PK\u0003\u0004', 'latin1'), facts, name, content);
    directory.push(entry, name);
    size += LOCAL_BYTES + name.length + content.length;
    directorySize += ENTRY_BYTES + name.length;
  }
  const end = Buffer.alloc(END_BYTES);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(size, 16);
  return Buffer.concat([...contents, ...directory, end]);
}
