/** What a workbook keeps in a cell: a formula's last value, a date without a zone. */
export type WorkbookCell = string | number | boolean | Date | null;

/** Excel calculates with so many digits and shows no more. */
const DIGITS = 15;

/** A cell as text: numbers in full, so that a phone is no power of ten, and dates as yyyy-mm-dd. */
export function cellText(cell: WorkbookCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
