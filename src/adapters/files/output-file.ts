import { InviteError } from '../../domain/problem/problem.ts';
import { ADDED_HEADINGS } from '../list-file/report-cells.ts';
import { existingFile, replaceFileWith, replaceFile } from './whole-file.ts';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

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

/**
 * The first bytes of a file, as far as there are so many; null for what is no file. Throws for a folder.
 */
function startOf(file: string, length: number): Buffer | null {
  const found = statSync(file);
  if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  // A device or a pipe is asked for nothing: it might never answer.
  if (!found.isFile()) return null;
  const start = Buffer.alloc(length);
  const opened = openSync(file, 'r');
  try {
    return start.subarray(0, readSync(opened, start));
  } finally {
    closeSync(opened);
  }
}

function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * Writes a page for its owner alone, whole or not at all. What stands there already is replaced if
 * it is such a page itself; a list that was named by a slip of the hand is not.
 *
 * @param beginsWith how every page of this kind begins
 * @throws InviteError `page_not_ours`, `page_unwritable`
 */
export function writePageFile(file: string, page: string, beginsWith: string): void {
  try {
    const target = existingFile(file);
    const expected = Buffer.from(beginsWith);
    if (target !== null && startOf(target, expected.length)?.equals(expected) !== true) {
      throw new InviteError({ code: 'page_not_ours', file });
    }
    replaceFile(target ?? file, Buffer.from(page));
  } catch (error) {
    const reason = error instanceof InviteError ? undefined : systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'page_unwritable', file, reason });
  }
}
