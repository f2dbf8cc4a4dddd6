import { posix } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { ZipEntry } from '../kind/zip-directory.ts';

/** A sheet of a workbook, in the order of its tabs. */
type SheetPart = {
  /** The XML of its cells; null for a chart, a macro or a dialog. */
  readonly cells: ZipEntry | null;
};

type WorkbookParts = {
  readonly sheets: readonly SheetPart[];
  /** Whether the ZIP has the strings that sheets share. */
  readonly hasStrings: boolean;
};

const LOCAL_BYTES = 30;
const STORED = 0;
const WORKBOOK = /^xl\/workbook\d*\.xml$/iu;
const SHEET = /<(?:\w{1,20}:)?sheet\s([^<>]*)>/gu;
const RELATIONSHIP = /<(?:\w{1,20}:)?Relationship\s([^<>]*)>/gu;
// No match begins within a name, so that a long one is read once.
const ATTRIBUTE = /(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

/**
 * The sheets that a workbook names, with the part of the ZIP that has their cells. Null where a part
 * is missing or cannot be unpacked.
 */
export function workbookParts(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
): WorkbookParts | null {
  const workbook = entries.find(({ name }) => WORKBOOK.test(name));
  const file = workbook?.name.slice(workbook.name.lastIndexOf('/') + 1) ?? '';
  const rels = entries.find(({ name }) => name === `xl/_rels/${file}.rels`);
  if (workbook === undefined || rels === undefined) return null;
  const [sheetsXml, linksXml] = [unpacked(bytes, workbook), unpacked(bytes, rels)];
  if (sheetsXml === null || linksXml === null) return null;
  const links = attributesOf(linksXml, RELATIONSHIP);
  const linkById = new Map(links.map((link) => [link.get('Id'), link]));
  const entryByName = new Map(entries.map((entry) => [entry.name, entry]));
  const entryOf = (link: Attributes | undefined): ZipEntry | undefined =>
    entryByName.get(pathOf(link?.get('Target') ?? ''));
  const sheets: SheetPart[] = [];
  for (const sheet of attributesOf(sheetsXml, SHEET)) {
    const id = [...sheet].find(([name]) => name.endsWith(':id'))?.[1];
    const link = linkById.get(id);
    const cells = isOfType(link, 'worksheet') ? entryOf(link) : null;
    if (cells === undefined) return null;
    sheets.push({ cells });
  }
  const strings = links.find((link) => isOfType(link, 'sharedStrings'));
  return { sheets, hasStrings: entryOf(strings) !== undefined };
}

type Attributes = ReadonlyMap<string, string>;

function isOfType(link: Attributes | undefined, type: string): boolean {
  return link?.get('Type')?.endsWith(`/${type}`) === true;
}

/** The path of a part from that of its link, which is absolute or begins in `xl`. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
}

function attributesOf(xml: Buffer, element: RegExp): readonly Attributes[] {
  return [...xml.toString('utf8').matchAll(element)].map(
    ([, attributes = '']) =>
      new Map(
        [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
          name,
          double ?? single ?? '',
        ]),
      ),
  );
}

/** The contents of an entry, up to the size that it declares; null where they are damaged or larger. */
export function unpacked(bytes: Uint8Array, { at, headerAt, size }: ZipEntry): Buffer | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (headerAt + LOCAL_BYTES > bytes.length) return null;
  const start =
    headerAt +
    LOCAL_BYTES +
    view.getUint16(headerAt + 26, true) +
    view.getUint16(headerAt + 28, true);
  const packed = bytes.subarray(start, start + view.getUint32(at + 20, true));
  if (view.getUint16(at + 10, true) === STORED) return Buffer.from(packed);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}
