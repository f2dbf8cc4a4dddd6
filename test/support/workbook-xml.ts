import { aZip } from './zip.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A cell with a text of its own, such as `A1`. */
export function aCell(place: string, text: string): string {
  return `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

/** A row of such cells from column A on. */
export function aRow(row: number, texts: readonly string[], more = ''): string {
  const cells = texts.map((text, index) => aCell(`${'ABCDEFGH'.charAt(index)}${row}`, text));
  return `<row r="${row}">${cells.join('')}${more}</row>`;
}

/** The bytes of a workbook as `aWorkbookOfParts` has them. */
export function aWrittenWorkbook(...workbook: Parameters<typeof aWorkbookOfParts>): Buffer {
  return aZip(aWorkbookOfParts(...workbook));
}

/**
 * The parts of a workbook with the XML of its rows for each sheet, as no library writes it. A sheet
 * of null is a chart.
 */
export function aWorkbookOfParts(
  sheets: { readonly [name: string]: readonly string[] | null },
  options: { readonly hasStrings?: boolean } = {},
): { readonly [name: string]: string } {
  const list = Object.entries(sheets);
  const links = list.map(
    ([, rows], index) =>
      `<Relationship Id="rId${index}" Type="${OFFICE}/${typeOf(rows)}sheet" Target="${typeOf(rows)}sheets/sheet${index}.xml"/>`,
  );
  if (options.hasStrings === true) {
    links.push(`<Relationship Id="s" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`);
  }
  const names = list.map(
    ([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index}"/>`,
  );
  const files = list.map(([, rows], index) => [
    `xl/${typeOf(rows)}sheets/sheet${index}.xml`,
    rows === null
      ? `<chartsheet xmlns="${MAIN}"/>`
      : `<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
  ]);
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
    ...Object.fromEntries(files),
  };
}

function typeOf(rows: readonly string[] | null): string {
  return rows === null ? 'chart' : 'work';
}
