import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { InviteError } from '../domain/problem.ts';
import { existingFile, replaceFile } from './whole-file.ts';

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
    if (target !== null && !isSuchPage(target, beginsWith)) {
      throw new InviteError({ code: 'page_not_ours', file });
    }
    replaceFile(target ?? file, Buffer.from(page));
  } catch (error) {
    const reason = error instanceof InviteError ? undefined : systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'page_unwritable', file, reason });
  }
}

function isSuchPage(file: string, beginsWith: string): boolean {
  const found = statSync(file);
  if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  // A device or a pipe is asked for nothing: it might never answer.
  if (!found.isFile()) return false;
  const expected = Buffer.from(beginsWith);
  const start = Buffer.alloc(expected.length);
  const opened = openSync(file, 'r');
  try {
    return readSync(opened, start) === start.length && start.equals(expected);
  } finally {
    closeSync(opened);
  }
}

function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
