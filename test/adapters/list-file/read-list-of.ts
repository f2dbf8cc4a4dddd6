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
  sheet: null,
};

/** The result, with the records that were visited. */
export type WholeList = Omit<ListFile, 'records'> & { readonly records: readonly RawRecord[] };

/** @param content a text is encoded in UTF-8 */
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

/** The problem that `deed` throws. */
export async function stopOf(deed: () => unknown): Promise<StopProblem> {
  try {
    await deed();
  } catch (error) {
    if (error instanceof InviteError) return error.problem;
    throw error;
  }
  throw new Error('It did not stop.');
}

/** The same as the user reads it, with the code that scripts get. */
export async function stopInWords(
  deed: () => unknown,
): Promise<Advice & { readonly code: StopProblem['code'] }> {
  const problem = await stopOf(deed);
  return { code: problem.code, ...explainStop(problem) };
}
