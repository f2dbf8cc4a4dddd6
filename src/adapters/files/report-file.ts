import { InviteError } from '../../domain/problem/problem.ts';
import { startOf, systemCode } from './known-file.ts';
import { ADDED_HEADINGS } from '../list-file/report-cells.ts';
import { existingFile, replaceFileWith } from './whole-file.ts';

/** More than any heading row takes. */
const START_BYTES = 64 * 1024;

/** However a spreadsheet has quoted and parted them. */
const HEADINGS_OF_A_REPORT = new RegExp(
  ADDED_HEADINGS.map((heading) => `"?${heading}"?`).join('[,;\t]'),
  'u',
);

/**
 * Writes a report for its owner alone, whole or not at all. What stands there already is replaced if
 * it is a report itself, and never if it is the list.
 *
 * @param list the list the report is made of; null where it is made of none
 * @throws InviteError `report_over_list`, `report_not_ours`, `report_unwritable`
 */
export async function writeReportFile(
  file: string,
  csv: AsyncIterable<string>,
  list: string | null,
): Promise<void> {
  try {
    const target = existingFile(file);
    if (target !== null && list !== null && target === existingFile(list)) {
      throw new InviteError({ code: 'report_over_list', file });
    }
    if (target !== null && !isReport(startOf(target, START_BYTES))) {
      throw new InviteError({ code: 'report_not_ours', file });
    }
    await replaceFileWith(target ?? file, csv);
  } catch (error) {
    const reason = error instanceof InviteError ? undefined : systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'report_unwritable', file, reason });
  }
}

function isReport(start: Buffer | null): boolean {
  const headings = start?.toString('utf8').split(/[\r\n]/u, 1)[0] ?? '';
  return HEADINGS_OF_A_REPORT.test(headings);
}
