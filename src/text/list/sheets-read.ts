import { listed, printable } from '../format.ts';

/** `sheet Season`; of several, with the numbers that their rows are named with, `sheets 1 Bears and 2 Lions`. */
export function sheetsRead(sheets: readonly string[]): string {
  const [sheet = ''] = sheets;
  if (sheets.length <= 1) return `sheet ${printable(sheet)}`;
  return `sheets ${listed(sheets.map((name, index) => `${index + 1} ${printable(name)}`))}`;
}
