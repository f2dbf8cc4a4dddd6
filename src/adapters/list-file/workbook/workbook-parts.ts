import { posix } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { ZipEntry } from '../kind/zip-directory.ts';
import { storedZip } from './stored-zip.ts';

/** The parts of a workbook that say what is in its cells. All are in UTF-8. */
export type WorkbookParts = {
  readonly workbook: Buffer;
  /** The XML of each sheet's cells, in the order of the tabs; null for a chart, a macro or a dialog. */
  readonly sheets: readonly (Buffer | null)[];
  /** The ids of the sheets in the workbook, in the same order. */
  readonly ids: readonly string[];
  /** The strings that sheets share; null where the part is missing. */
  readonly strings: Buffer | null;
  readonly styles: Buffer | null;
};

const LOCAL_BYTES = 30;
const STORED = 0;
const WORKBOOK = /^xl\/workbook\d*\.xml$/u;
const SHEET = /<(?:\w{1,20}:)?sheet\s([^<>]*)>/gu;
const RELATIONSHIP = /<(?:\w{1,20}:)?Relationship\s([^<>]*)>/gu;
// No match begins within a name, so that a long one is read once.
const ATTRIBUTE = /(?<![\w:])([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

/**
 * The parts of a workbook, found by the links between them. Null where one is missing or cannot be
 * unpacked. Programs spell the names of parts in many ways, which Excel all reads.
 */
export function workbookParts(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
): WorkbookParts | null {
  const byName = new Map(entries.map((entry) => [partName(entry.name), entry]));
  const read = (name: string): Buffer | null => {
    const entry = byName.get(partName(name));
    const content = entry === undefined ? null : unpacked(bytes, entry);
    return content === null ? null : inUtf8(content);
  };
  const path = workbookPath(read('_rels/.rels'), [...byName.keys()]);
  const workbook = path === null ? null : read(path);
  if (path === null || workbook === null) return null;
  const folder = posix.dirname(path);
  const linksXml = read(posix.join(folder, '_rels', `${posix.basename(path)}.rels`));
  if (linksXml === null) return null;
  const links = attributesOf(linksXml, RELATIONSHIP);
  const linkById = new Map(links.map((link) => [link.get('Id'), link]));
  const partOf = (link: Attributes | undefined): Buffer | null =>
    link === undefined ? null : read(pathOf(link.get('Target') ?? '', folder));
  const ids: string[] = [];
  const sheets: (Buffer | null)[] = [];
  for (const sheet of attributesOf(workbook, SHEET)) {
    const id = [...sheet].find(([name]) => name.endsWith(':id'))?.[1] ?? '';
    const link = linkById.get(id);
    const isOfCells = isOfType(link, 'worksheet');
    const cells = isOfCells ? partOf(link) : null;
    if (isOfCells && cells === null) return null;
    ids.push(id);
    sheets.push(cells);
  }
  return {
    workbook,
    ids,
    sheets,
    strings: partOf(links.find((link) => isOfType(link, 'sharedStrings'))),
    styles: partOf(links.find((link) => isOfType(link, 'styles'))),
  };
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** A workbook with these parts alone, named as Excel names them. The library reads nothing else. */
export function packed({ workbook, ids, sheets, strings, styles }: WorkbookParts): Uint8Array {
  const links = ids.map((id, index) =>
    sheets[index] === null
      ? linkTo(id, 'chartsheet', `chartsheets/sheet${index}.xml`)
      : linkTo(id, 'worksheet', `worksheets/sheet${index}.xml`),
  );
  const files = new Map<string, Uint8Array>([
    ['[Content_Types].xml', Buffer.from(`<Types xmlns="${PACKAGE}/content-types"/>`)],
    ['_rels/.rels', linksOf([linkTo('workbook', 'officeDocument', 'xl/workbook.xml')])],
    ['xl/workbook.xml', workbook],
  ]);
  for (const [index, sheet] of sheets.entries()) {
    if (sheet !== null) files.set(`xl/worksheets/sheet${index}.xml`, sheet);
  }
  if (strings !== null) {
    files.set('xl/sharedStrings.xml', strings);
    links.push(linkTo('list-strings', 'sharedStrings', 'sharedStrings.xml'));
  }
  if (styles !== null) {
    files.set('xl/styles.xml', styles);
    links.push(linkTo('list-styles', 'styles', 'styles.xml'));
  }
  files.set('xl/_rels/workbook.xml.rels', linksOf(links));
  return storedZip(files);
}

function linksOf(links: readonly string[]): Buffer {
  const inside = links.join('');
  return Buffer.from(`<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`);
}

function linkTo(id: string, type: string, target: string): string {
  // The id is escaped as it was in its own attribute, but for a quotation mark between apostrophes.
  const escaped = id.replaceAll('"', '&quot;');
  return `<Relationship Id="${escaped}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

type Attributes = ReadonlyMap<string, string>;

function isOfType(link: Attributes | undefined, type: string): boolean {
  return link?.get('Type')?.endsWith(`/${type}`) === true;
}

/** Where the workbook is: the first link of all leads there. */
function workbookPath(rootLinks: Buffer | null, names: readonly string[]): string | null {
  const links = rootLinks === null ? [] : attributesOf(rootLinks, RELATIONSHIP);
  const target = links.find((link) => isOfType(link, 'officeDocument'))?.get('Target');
  if (target !== undefined && names.includes(partName(target))) return partName(target);
  return names.find((name) => WORKBOOK.test(name)) ?? null;
}

/** The path of a part from that of its link, which is absolute or begins in the folder of the workbook. */
function pathOf(target: string, folder: string): string {
  const path = target.replaceAll('\\', '/');
  return path.startsWith('/') ? path : posix.join(folder, path);
}

/** Names of parts are the same in any case; some programs write them with backslashes or percent codes. */
function partName(name: string): string {
  const path = posix.normalize(name.replaceAll('\\', '/')).replace(/^\/+/u, '');
  return decoded(path).toLowerCase();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function inUtf8(xml: Buffer): Buffer {
  const encoding = UTF_16.find(({ mark }) => xml.subarray(0, mark.length).equals(mark))?.encoding;
  if (encoding === undefined) return xml;
  // The declaration names the other encoding.
  return Buffer.from(new TextDecoder(encoding).decode(xml).replace(/^<\?xml[^>]*>/u, ''));
}

const UTF_16 = [
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
] as const;

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
function unpacked(bytes: Uint8Array, { at, headerAt, size }: ZipEntry): Buffer | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (headerAt + LOCAL_BYTES > bytes.length) return null;
  const start =
    headerAt +
    LOCAL_BYTES +
    view.getUint16(headerAt + 26, true) +
    view.getUint16(headerAt + 28, true);
  const content = bytes.subarray(start, start + view.getUint32(at + 20, true));
  if (view.getUint16(at + 10, true) === STORED) return Buffer.from(content);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}
