import { readList, type ListFile } from '../../../src/adapters/list-file/list-file.ts';
import type { ListOptions } from '../../../src/adapters/list-file/list-options.ts';
import { InviteError, type StopProblem } from '../../../src/domain/problem/problem.ts';
import type { RawRecord } from '../../../src/domain/record/raw-record.ts';
import type { Advice } from '../../../src/text/advice.ts';
import { explainStop } from '../../../src/text/stop.ts';

const PLAIN: ListOptions = {
  name: 'players.csv',
  map: {},
  keptMap: null,
  set: new Set(),
  leaveOut: [],
  include: [],
  decisions: [],
  sheet: null,
};

/** The result of `readList`, with all records. */
export type WholeList = Omit<ListFile, 'records'> & { readonly records: readonly RawRecord[] };

/** @param content a string is encoded as UTF-8 */
export async function readListOf(
  content: string | Uint8Array,
  options: Partial<ListOptions> = {},
): Promise<WholeList> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const records: RawRecord[] = [];
  const list = await readList(bytes, { ...PLAIN, ...options }, (record) => records.push(record));
  if (list.records !== records.length) throw new Error('The count is not that of the records.');
  return { ...list, records };
}

/** The problem of the `InviteError` that `read` throws. */
export async function stopOf(read: () => unknown): Promise<StopProblem> {
  try {
    await read();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}

/** The problem that `read` throws, as the user sees it, with its code. */
export async function explainedStop(
  read: () => unknown,
): Promise<Advice & { readonly code: StopProblem['code'] }> {
  const problem = await stopOf(read);
  return { code: problem.code, ...explainStop(problem) };
}
