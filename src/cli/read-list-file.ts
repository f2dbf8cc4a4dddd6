import { readList, type ListFile } from '../adapters/list-file/list-file.ts';
import { openList } from '../adapters/list-file/open-list.ts';
import { fieldsOf } from '../application/load-list.ts';
import type { RecordRules } from '../domain/record.ts';
import type { ListOptions } from './commands/options.ts';
import { londonDate } from './render.ts';
import type { Shell } from './shell.ts';

export type NamedList = {
  readonly name: string;
  readonly changedAt: Date | null;
  readonly list: ListFile;
};

/**
 * The list an operator named, read and not judged yet.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readListFile(
  shell: Shell,
  file: string,
  { set, map }: ListOptions,
): Promise<NamedList> {
  const { bytes, name, changedAt } = await openList(file, shell.stdin.bytes());
  return { name, changedAt, list: readList(bytes, { name, map, set: fieldsOf(set) }) };
}

/** What the rows are held against. */
export function rulesFor(shell: Shell, { set }: ListOptions, isLive: boolean): RecordRules {
  return { today: londonDate(shell.clock.now()), exampleNumbersAllowed: !isLive, set };
}
