import { describe, expect, it } from '@jest/globals';
import { FIELDS } from '../../../../src/domain/record/field.ts';
import { aCell, aRow, aWorkbookOfParts, aWrittenWorkbook } from '../../../support/workbook-xml.ts';
import { aZip } from '../../../support/zip.ts';
import { readListOf, stopOf } from '../read-list-of.ts';

const HEADINGS = aRow(1, ['Team', 'Age Group']);
const LIONS = aRow(2, ['Lions', 'u9s']);
const OPTIONS = { name: 'players.xlsx', set: new Set(FIELDS) };
const DAMAGED = { code: 'workbook_damaged', file: 'players.xlsx' };

async function read(bytes: Uint8Array) {
  const list = await readListOf(bytes, OPTIONS);
  return {
    told: list.findings.map(({ detail }) => detail),
    rows: list.records.map(({ row, cells }) => [row, cells.team_name?.value]),
  };
}

describe('the sheets of a workbook', () => {
  it('are read without charts, wherever these stand', async () => {
    const bytes = aWrittenWorkbook({ Overview: null, Season: [HEADINGS, LIONS], Fees: null });
    expect(await read(bytes)).toEqual({ told: [], rows: [[2, 'Lions']] });
  });

  it('may be charts alone, and the file is empty then', async () => {
    const bytes = aWrittenWorkbook({ Overview: null });
    expect(await stopOf(() => readListOf(bytes, OPTIONS))).toMatchObject({ code: 'file_empty' });
  });

  it('are damaged where the strings that they share are missing', async () => {
    const shared = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
    const bytes = aWrittenWorkbook({ Season: [shared, LIONS] });
    expect(await stopOf(() => readListOf(bytes, OPTIONS))).toEqual(DAMAGED);
    const linked = aWrittenWorkbook({ Season: [shared, LIONS] }, { hasStrings: true });
    expect(await stopOf(() => readListOf(linked, OPTIONS))).toEqual(DAMAGED);
  });

  it('are damaged where one of them is missing', async () => {
    const bytes = aWrittenWorkbook({ Season: [HEADINGS, LIONS] });
    const other = bytes
      .toString('latin1')
      .replaceAll('xl/worksheets/sheet0', 'xl/worksheets/sheet9');
    expect(await stopOf(() => readListOf(Buffer.from(other, 'latin1'), OPTIONS))).toEqual(DAMAGED);
  });
});

const inCell = (inside: string) => [
  HEADINGS,
  `<row r="2"><c r="A2" t="inlineStr"><is>${inside}</is></c><c r="B2" t="inlineStr"><is><t>u9s</t></is></c></row>`,
];

describe('a phonetic guide', () => {
  const guide = '<rPh sb="0" eb="1"><t>はる</t></rPh><phoneticPr fontId="1"/>';

  it.each([
    [`<t>春</t>${guide}`, '春', 'after a text'],
    [`<r><t>春</t></r><r><t>子</t></r>${guide}${guide}`, '春子', 'after a text in parts'],
    [`<t>Lions (rPh)</t>`, 'Lions (rPh)', 'is named alone'],
  ])('is no part of a name: %s, %s, %s', async (inside, name, _why) => {
    expect((await read(aWrittenWorkbook({ Season: inCell(inside) }))).rows).toEqual([[2, name]]);
  });

  it('is none of another sheet, whose rows are read as they are', async () => {
    const bytes = aWrittenWorkbook({
      Old: inCell(`<t>春</t>${guide}`).slice(1),
      Season: [HEADINGS, LIONS],
    });
    expect((await read(bytes)).rows).toEqual([[2, 'Lions']]);
  });

  it('that does not end is looked for once', async () => {
    const rows = inCell(`<t>春</t>${'<rPh sb="0">'.repeat(200_000)}`);
    expect((await read(aWrittenWorkbook({ Season: rows }))).rows).toHaveLength(1);
  });
});

describe('the parts of a workbook', () => {
  const PARTS = aWorkbookOfParts({ Season: [HEADINGS, LIONS] });

  function renamed(change: (name: string) => string): Buffer {
    return aZip(
      Object.fromEntries(Object.entries(PARTS).map(([name, xml]) => [change(name), xml])),
    );
  }

  function linked(from: string, to: string): Buffer {
    return aZip(
      Object.fromEntries(
        Object.entries(PARTS).map(([name, xml]) => [name, xml.replaceAll(from, to)]),
      ),
    );
  }

  it.each([
    ['in capitals', renamed((name) => name.toUpperCase())],
    ['with backslashes', renamed((name) => name.replaceAll('/', '\\'))],
    ['with a slash before', renamed((name) => `/${name}`)],
    ['linked in other letters', linked('worksheets/sheet0', 'WorkSheets/Sheet0')],
    ['linked with backslashes', linked('worksheets/sheet0', 'worksheets\\sheet0')],
    ['linked with percent codes', linked('worksheets/sheet0', 'worksheets/sheet%30')],
    ['linked from the top', linked('worksheets/sheet0', '/xl/worksheets/sheet0')],
    ['linked from outside its folder', linked('worksheets/sheet0', '../xl/worksheets/sheet0')],
  ])('may be named %s', async (_how, bytes) => {
    expect(await read(bytes)).toEqual({ told: [], rows: [[2, 'Lions']] });
  });

  it('may be in another folder, under other names', async () => {
    const moved = Object.entries(PARTS).map(([name, xml]) => [
      name.replace('xl/', '').replace('workbook', 'book'),
      xml.replace('xl/workbook.xml', 'book.xml'),
    ]);
    expect((await read(aZip(Object.fromEntries(moved)))).rows).toEqual([[2, 'Lions']]);
  });

  it.each([
    ['little', (text: string) => Buffer.from(text, 'utf16le')],
    ['big', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('may be in UTF-16, %s endian', async (_order, encode) => {
    const parts = Object.entries(PARTS).map(([name, xml]) => [
      name,
      name.endsWith('sheet0.xml')
        ? encode(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${xml}`)
        : xml,
    ]);
    expect((await read(aZip(Object.fromEntries(parts)))).rows).toEqual([[2, 'Lions']]);
  });
});

describe('cells far from the list', () => {
  it('are counted and not read', async () => {
    const stray = `<row r="1048576">${aCell('Y1048576', ' ')}</row>`;
    expect(await read(aWrittenWorkbook({ Season: [HEADINGS, LIONS, stray] }))).toEqual({
      told: [{ code: 'far_cells', sheet: 'Season', cells: 1, first: 'Y1048576' }],
      rows: [[2, 'Lions']],
    });
  });

  it('are not counted if they have a format alone', async () => {
    const formatted = '<row r="1048576"><c r="XFD1048576" s="0"/></row>';
    expect(await read(aWrittenWorkbook({ Season: [HEADINGS, LIONS, formatted] }))).toEqual({
      told: [],
      rows: [[2, 'Lions']],
    });
  });

  it('are near where the whole area is small', async () => {
    const near = aRow(2000, ['Bears', 'u7s']);
    expect(await read(aWrittenWorkbook({ Season: [HEADINGS, LIONS, near] }))).toEqual({
      told: [],
      rows: [
        [2, 'Lions'],
        [2000, 'Bears'],
      ],
    });
  });

  it('take little memory, however many rows have one', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) =>
      aRow(index + 2, ['Lions', 'u9s'], aCell(`XFD${index + 2}`, 'x')),
    );
    const before = process.memoryUsage().heapUsed;
    const list = await readListOf(aWrittenWorkbook({ Season: [HEADINGS, ...rows] }), OPTIONS);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024);
    expect(list.records).toHaveLength(30_000);
    expect(list.findings.map(({ detail }) => detail)).toEqual([
      { code: 'far_cells', sheet: 'Season', cells: 30_000, first: 'XFD2' },
    ]);
  });

  it('stop the run where no gap parts them from the list', async () => {
    const letters = ['A', 'GA', 'NA', 'UA', 'ABA', 'AIA'];
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      aRow(index + 1, [], aCell(`${letters[index % letters.length] ?? 'A'}${index + 1}`, 'Team')),
    );
    expect(await stopOf(() => readListOf(aWrittenWorkbook({ Season: rows }), OPTIONS))).toEqual({
      code: 'sheet_too_wide',
      file: 'players.xlsx',
      rows: 12_000,
      columns: 911,
    });
  });

  it('are looked for once where no tag ends', async () => {
    const rows = ['<c '.repeat(1_000_000)];
    expect(
      await stopOf(() => readListOf(aWrittenWorkbook({ Season: rows }), OPTIONS)),
    ).toMatchObject({
      file: 'players.xlsx',
    });
  });
});
