import { InviteError } from '../../domain/problem/problem.ts';
import { startOf, systemCode } from './known-file.ts';
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
