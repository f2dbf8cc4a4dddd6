import { readList, type ListFile } from '../adapters/list-file/list-file.ts';
import { openList } from '../adapters/list-file/open-list.ts';
import { fieldsOf } from '../application/load-list.ts';
import { InviteError, NOWHERE } from '../domain/problem.ts';
import { parseField, type RecordRules } from '../domain/record.ts';
import type { ListOptions } from './commands/options.ts';
import { explainFinding } from './explain/finding.ts';
import { count, printable } from './render.ts';
import type { Shell } from './shell.ts';

export type NamedList = {
  readonly name: string;
  readonly changedAt: Date | null;
  readonly list: ListFile;
};

/** Standard input is opened only where the list comes from it. */
const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};

/**
 * The list an operator named, read and not judged yet.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function readListFile(
  shell: Shell,
  file: string,
  { set, map, verbose }: ListOptions,
): Promise<NamedList> {
  const { bytes, name, changedAt } = await openList(
    file,
    file === '-' ? shell.stdin.bytes() : NOTHING,
  );
  const list = readList(bytes, { name, map, set: fieldsOf(set) });
  if (verbose) shell.stderr.write(howRead(bytes.length, list));
  return { name, changedAt, list };
}

/** Which column was taken for which field, and why. */
function howRead(bytes: number, { columns, records }: ListFile): string {
  const lines = columns.map(({ column, heading, field, how }) =>
    field === null
      ? `  ${column} ${printable(heading)}: not used`
      : `  ${column} ${printable(heading)}: ${field} (${how})`,
  );
  return `${[`${bytes} bytes, ${count(records.length, 'record')}`, ...lines].join('\n')}\n`;
}

/**
 * What the rows are held against.
 *
 * @throws InviteError `usage` when a value of --set would be refused in every row
 */
export function rulesFor(shell: Shell, { set }: ListOptions, isLive: boolean): RecordRules {
  for (const field of fieldsOf(set)) {
    const value = parseField(field, set[field]);
    if (!value.ok) {
      const finding = { ...NOWHERE, row: null, field, detail: value.problem };
      const { message, fix } = explainFinding({ severity: 'error', ...finding });
      throw new InviteError({ code: 'usage', message: `--set ${field}: ${message}`, fix });
    }
  }
  return { now: shell.clock.now(), exampleNumbersAllowed: !isLive, set, agreed: new Set() };
}
