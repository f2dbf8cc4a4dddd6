import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { InviteError } from '../../domain/problem/problem.ts';
import { ADDED_HEADINGS } from '../list-file/report-cells.ts';
import {
  existingFile,
  isSameFile,
  replaceFile,
  replaceFileWith,
  systemCode,
} from './whole-file.ts';

/** More than a heading row has. */
const START_BYTES = 64 * 1024;

/** With any quotes and delimiter that a spreadsheet writes. */
const HEADINGS_OF_A_REPORT = new RegExp(
  ADDED_HEADINGS.map((heading) => `"?${heading}"?`).join('[,;\t]'),
  'u',
);

/**
 * Writes a report, readable by its owner only, completely or not at all. Replaces an existing file only
 * if it is a report, and never the list.
 *
 * @param list the list that the report is about; null where there is none
 * @throws InviteError `report_over_list`, `report_not_ours`, `report_unwritable`
 */
export async function writeReportFile(
  file: string,
  csv: AsyncIterable<string>,
  list: string | null,
): Promise<void> {
  try {
    const target = existingFile(file);
    if (target !== null && list !== null && isSameFile(target, list)) {
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

/** Whether there is anything under this name. */
export function isThere(file: string): boolean {
  return existingFile(file) !== null;
}

/**
 * Writes a CSV that the operator has agreed to, readable by its owner only, completely or not at all.
 *
 * @throws InviteError `report_unwritable`
 */
export function writeCsvFile(file: string, csv: string): void {
  try {
    replaceFile(existingFile(file) ?? file, Buffer.from(csv));
  } catch (error) {
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'report_unwritable', file, reason });
  }
}

function isReport(start: Buffer | null): boolean {
  const headings = start?.toString('utf8').split(/[\r\n]/u, 1)[0] ?? '';
  return HEADINGS_OF_A_REPORT.test(headings);
}

/**
 * Writes a page, readable by its owner only, completely or not at all. Replaces an existing file only if
 * it is such a page, so that a list given by mistake is kept.
 *
 * @param beginsWith the text that every page of this kind begins with
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

/**
 * The first bytes of a regular file, at most `length`; null for a device or a pipe.
 *
 * @throws Error `EISDIR` for a folder
 */
function startOf(file: string, length: number): Buffer | null {
  const found = statSync(file);
  if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  // Reading from a pipe could wait forever.
  if (!found.isFile()) return null;
  const start = Buffer.alloc(length);
  const opened = openSync(file, 'r');
  try {
    return start.subarray(0, readSync(opened, start));
  } finally {
    closeSync(opened);
  }
}
