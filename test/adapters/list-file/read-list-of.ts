import {
  readList,
  type ListFile,
  type ListOptions,
} from '../../../src/adapters/list-file/list-file.ts';
import { InviteError, type StopProblem } from '../../../src/domain/problem.ts';

const PLAIN: ListOptions = { name: 'players.csv', map: {}, set: new Set(), leaveOut: [] };

/** Text as UTF-8, or bytes as they are. */
export function readListOf(
  content: string | Uint8Array,
  options: Partial<ListOptions> = {},
): ListFile {
  return readList(typeof content === 'string' ? new TextEncoder().encode(content) : content, {
    ...PLAIN,
    ...options,
  });
}

/** What a deed stopped for. */
export function stopOf(deed: () => unknown): StopProblem {
  try {
    deed();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}
