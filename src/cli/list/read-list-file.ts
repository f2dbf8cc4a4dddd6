import { homeFolder } from '../../adapters/files/home-folder.ts';
import type { HeadingMap, KeptMap } from '../../adapters/list-file/columns/map-headings.ts';
import { readList, type ListFile } from '../../adapters/list-file/list-file.ts';
import { openList, type OpenedList } from '../../adapters/list-file/open-list.ts';
import type { RawTable } from '../../adapters/list-file/raw-table.ts';
import { clubTeams } from '../../adapters/settings/run-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import { fieldsOf, startLoading } from '../../application/check/load-list.ts';
import type { Reload } from '../../application/check/settle-list.ts';
import { readHeading } from '../../domain/list/headings/read-heading.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Template } from '../../domain/message/template.ts';
import { NOWHERE } from '../../domain/problem/finding.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { nameKey } from '../../domain/record/names/name-key.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import { parseField } from '../../domain/record/read-value.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import { count, printable } from '../../text/format.ts';
import { explainFinding } from '../../text/list/finding.ts';
import { HEADING_CONTENT } from '../../text/list/heading-content.ts';
import type { ListOptions } from '../command-line/options.ts';
import type { Shell } from '../shell.ts';

type Visit = (record: RawRecord) => void;

/** A list and its name. The bytes stay in memory: a run never sees a later change of the file. */
export type NamedList = ListFile & {
  /** The file as the operator typed it: `-` for standard input. */
  readonly file: string;
  /** The name of the file in texts and documents. */
  readonly name: string;
  /** When the file was last changed; null for standard input. */
  readonly changedAt: Date | null;
  /** Passes each record to `visit` once more. */
  readonly readAgain: (visit: Visit) => Promise<void>;
  /** Reads the bytes with other options. */
  readonly readOtherwise: (options: ListOptions) => Promise<NamedList>;
  /** All cells, including those of columns that are not used. */
  readonly readRaw: () => Promise<RawTable>;
};

/** In place of standard input, which is opened only where the list is read from it. */
const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};

/**
 * Reads the list and passes each record to `visit`, without checking its values.
 *
 * @throws InviteError where the file as a whole cannot be read as a list
 */
export async function readListFile(
  shell: Shell,
  file: string,
  options: ListOptions,
  visit: Visit,
): Promise<NamedList> {
  const opened = await openList(file, file === '-' ? shell.stdin.bytes() : NOTHING);
  return await readBytes(shell, { ...opened, file }, options, visit);
}

async function readBytes(
  shell: Shell,
  opened: OpenedList & Pick<NamedList, 'file'>,
  options: ListOptions,
  visit: Visit,
): Promise<NamedList> {
  const { bytes, file, name, changedAt } = opened;
  const kept = await keptMapOf(shell, options);
  const map = { ...kept?.fields, ...options.map };
  const { set, leaveOut, sheet, verbose } = options;
  const keptMap =
    kept === null ? null : { ...kept, fields: withoutFields(kept.fields, options.map) };
  const reading = { name, map, keptMap, set: fieldsOf(set), leaveOut, sheet: sheet ?? null };
  const list = await readList(bytes, reading, visit);
  if (verbose) shell.stderr.write(howRead(bytes.length, list));
  await keepEffectiveMap(shell, options, map);
  const readAgain = async (again: Visit): Promise<void> => {
    await readList(bytes, reading, again);
  };
  const readOtherwise = async (otherwise: ListOptions): Promise<NamedList> =>
    await readBytes(shell, opened, otherwise, () => {});
  const readRaw = async (): Promise<RawTable> => {
    const { readRawTable } = await import('../../adapters/list-file/raw-table.ts');
    return await readRawTable(bytes, reading);
  };
  return { ...list, file, name, changedAt, readAgain, readOtherwise, readRaw };
}

/** Runs after the list was read with the map, so that a map with a mistake in it is not kept. */
async function keepEffectiveMap(
  shell: Shell,
  { saveMap, quiet }: ListOptions,
  map: HeadingMap,
): Promise<void> {
  if (saveMap === undefined || Object.keys(map).length === 0) return;
  const { keepMap } = await import('../../adapters/files/column-maps.ts');
  keepMap(homeFolder(shell), saveMap, map);
  if (!quiet) shell.stderr.write(`The column map ${saveMap} is kept: --use-map ${saveMap}\n`);
}

/** The column map that `--use-map` names; null without that option. */
async function keptMapOf(shell: Shell, { useMap }: ListOptions): Promise<KeptMap | null> {
  if (useMap === undefined) return null;
  // Loaded late: it loads zod, and few runs use a map.
  const { keptMap } = await import('../../adapters/files/column-maps.ts');
  return { name: useMap, fields: keptMap(homeFolder(shell), useMap) };
}

/** The kept map without the fields that `--map` gives, which wins over it. */
function withoutFields(kept: HeadingMap, given: HeadingMap): HeadingMap {
  const isKept = (field: string): boolean => !Object.hasOwn(given, field);
  return Object.fromEntries(Object.entries(kept).filter(([field]) => isKept(field)));
}

/** What a column that is not used holds, where its heading says so. */
function contentOf(heading: string): string {
  const { holds } = readHeading(heading);
  return holds === null ? '' : `; holds ${HEADING_CONTENT[holds]}`;
}

/** For `--verbose`: the field that each column was read as, and how it was matched. */
function howRead(bytes: number, { columns, records }: ListFile): string {
  const lines = columns.map(({ column, heading, field, how }) =>
    field === null
      ? `  ${column} ${printable(heading)}: not used${contentOf(heading)}`
      : `  ${column} ${printable(heading)}: ${field} (${how})`,
  );
  return `${[`${bytes} bytes, ${count(records, 'record')}`, ...lines].join('\n')}\n`;
}

/**
 * The rules that every row is checked against.
 *
 * @param isLive whether the numbers that Ofcom keeps for drama are refused
 * @throws InviteError `usage` when a value of `--set` is one that every row would be refused for, and
 *   `settings_malformed`
 */
export function rulesFor(
  { clock }: Shell,
  settings: Settings,
  { set }: ListOptions,
  isLive: boolean,
): RecordRules {
  for (const field of fieldsOf(set)) {
    const value = parseField(field, set[field]);
    if (!value.ok) {
      const finding = { ...NOWHERE, row: null, field, detail: value.problem };
      const { message, fix } = explainFinding({ severity: 'error', ...finding });
      throw new InviteError({ code: 'usage', message: `--set ${field}: ${message}`, fix });
    }
  }
  return {
    now: clock.now(),
    exampleNumbersAllowed: !isLive,
    set,
    agreed: new Set(),
    teams: clubTeams(settings),
  };
}

/**
 * A function that renders the messages of a list with this template. It can be called again, each time
 * with the repairs the operator agreed to since.
 */
export function reloadOf(list: NamedList, template: Template, rules: RecordRules): Reload {
  return async (agreed) => {
    const loader = startLoading(template, { ...rules, agreed });
    await list.readAgain(loader.add);
    return loader.finish(list.findings);
  };
}

type Choice = { readonly row?: number | undefined; readonly player?: string | undefined };

/**
 * The messages that `--row` and `--player` ask for; all without them.
 *
 * @throws InviteError `row_not_found`, `player_not_found`
 */
export function chosenMessages(
  messages: readonly Message[],
  { row, player }: Choice,
): readonly Message[] {
  const wanted = player === undefined ? undefined : nameKey(player);
  const found = messages.filter(
    ({ invite }) =>
      (row === undefined || invite.row === row) &&
      (wanted === undefined ||
        nameKey(`${invite.player.firstName} ${invite.player.lastName}`).includes(wanted)),
  );
  if (found.length === 0 && row !== undefined)
    throw new InviteError({ code: 'row_not_found', row });
  if (found.length === 0 && player !== undefined) {
    throw new InviteError({ code: 'player_not_found', player });
  }
  return found;
}
