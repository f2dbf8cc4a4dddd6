import { CSV_START, csvLine } from '../../../adapters/list-file/report-cells.ts';
import type { OptOut } from '../../../domain/contact/opt-out.ts';
import { ERASED, londonTime } from '../../../text/format.ts';
import { sourceText } from './view.ts';

const HEADINGS = ['Number', 'Only about', 'How', 'Since', 'By', 'Why'] as const;

/** The opt-outs as a CSV, one in each row, with their numbers in full. */
export function optOutCsv(optOuts: readonly OptOut[]): string {
  const rows = optOuts.map((optOut) => {
    const { phone, player, at, operator, why } = optOut;
    const about = player === undefined ? '' : (player ?? ERASED);
    return [phone ?? ERASED, about, sourceText(optOut), londonTime(at), operator, why ?? ''];
  });
  return CSV_START + [HEADINGS, ...rows].map((cells) => csvLine(cells)).join('');
}
