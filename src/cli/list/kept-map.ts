import type { KeptMap } from '../../adapters/files/column-maps.ts';
import { homeFolder, mapsFolder } from '../../adapters/files/home-folder.ts';
import { existingFile } from '../../adapters/files/whole-file.ts';
import {
  headingKey,
  headingsDigest,
  isStatusHeading,
  namedField,
} from '../../adapters/list-file/columns/headings.ts';
import { decisionKey, type LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import { answerReader } from '../../domain/list/exclusion/answer.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { isField, isOfPerson, FIELD_LABELS, type Field } from '../../domain/record/field.ts';
import { listed, printable } from '../../text/format.ts';
import { sameHeadingsText, unreadMapText } from '../../text/list/column-question.ts';
import type { ListOptions } from '../command-line/options.ts';
import type { Shell } from '../shell.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';
import type { NamedList } from './named-list.ts';

/** The kept map that `--use-map` names; null without that option. */
export async function keptMapOf(shell: Shell, { useMap }: ListOptions): Promise<KeptMap | null> {
  if (typeof useMap !== 'string') return null;
  // Loaded late: it loads zod, and few runs use a map.
  const { keptMap } = await import('../../adapters/files/column-maps.ts');
  return keptMap(homeFolder(shell), useMap);
}

/** The names of all kept maps. */
export async function namesOfKeptMaps(shell: Shell): Promise<readonly string[]> {
  const { namesOfMaps } = await import('../../adapters/files/column-maps.ts');
  return namesOfMaps(homeFolder(shell));
}

/**
 * The kept map of lists with these headings, where no option says which to use; null where there is none, or
 * more than one. Says what was found in one line.
 */
export async function recognisedMap(
  shell: Shell,
  { columns, options }: Pick<NamedList, 'columns' | 'options'>,
): Promise<KeptMap | null> {
  const home = homeFolder(shell);
  const isAsked = options.useMap !== undefined || columns.length === 0;
  if (isAsked || existingFile(mapsFolder(home)) === null) return null;
  const { keptMap } = await import('../../adapters/files/column-maps.ts');
  const headings = headingsOf({ columns });
  const found: KeptMap[] = [];
  for (const name of await namesOfKeptMaps(shell)) {
    try {
      const map = keptMap(home, name);
      if (map.headings === headings) found.push(map);
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
      // oxlint-disable-next-line no-await-in-loop -- one line for each
      await writeWrapped(shell.stderr, `${unreadMapText(name)}\n`);
    }
  }
  const [first, ...others] = found;
  if (first === undefined) return null;
  await writeWrapped(shell.stderr, `${sameHeadingsText(found.map(({ name }) => name))}\n`);
  return others.length === 0 ? first : null;
}

/**
 * Keeps, under the name that `--save-map` gives, all that the options and the kept map in use say about a
 * list. Called once the list was read with them, so that nothing with a mistake in it is kept.
 *
 * @returns the list with the options that read it by the kept map
 * @throws InviteError `maps_unwritable`
 */
export async function keepMapOf(shell: Shell, list: NamedList): Promise<NamedList> {
  const { saveMap: name, quiet } = list.options;
  if (name === undefined) return list;
  const { canKeepSet, keepMap } = await import('../../adapters/files/column-maps.ts');
  const set = Object.entries(list.set) as readonly [Field, string][];
  const rows = decisionsOf(list);
  const dropped = [
    ...set.filter(([field]) => !canKeepSet(field)).map(([field]) => `the ${FIELD_LABELS[field]}`),
    ...rows.filter((row) => !canKeepRow(row, list)).map(rowsText),
  ];
  const kept = {
    headings: list.columns.length === 0 ? null : headingsOf(list),
    fields: list.map,
    set: Object.fromEntries(set.filter(([field]) => canKeepSet(field))),
    rows: rows.filter((row) => canKeepRow(row, list)),
    answers: answersOf(list),
  };
  const isEmpty = [kept.fields, kept.set, kept.rows, kept.answers].every(
    (part) => Object.keys(part).length === 0,
  );
  if (!isEmpty) keepMap(homeFolder(shell), { name, ...kept });
  if (!quiet) {
    shell.stderr.write(
      isEmpty
        ? `There is nothing to keep as ${name}: no column, value or row was chosen.\n`
        : `The column map ${name} is kept: --use-map ${name}\n`,
    );
    if (dropped.length > 0) {
      await writeWrapped(
        shell.stderr,
        `Not kept, since it may be about a person: ${listed(dropped)}.\n`,
      );
    }
  }
  return isEmpty ? list : { ...list, options: withoutKept(list, name, canKeepSet) };
}

/** The options of a list in which `--use-map` stands in place of all that is kept under its name. */
function withoutKept(
  list: NamedList,
  useMap: string,
  canKeepSet: (field: Field) => boolean,
): ListOptions {
  const { options } = list;
  const set = Object.entries(options.set) as readonly [Field, string][];
  const isKept = (one: RowDecision): boolean => canKeepRow(one, list) && !isOverride(one);
  return {
    ...options,
    saveMap: undefined,
    useMap,
    parents: undefined,
    map: {},
    set: Object.fromEntries(set.filter(([field]) => !canKeepSet(field))),
    leaveOut: options.leaveOut.filter((one) => !canKeepRow(one, list)),
    include: options.include.filter((one) => !isKept({ ...one, isLeftOut: false })),
    decisions: options.decisions?.filter((one) => !isKept(one)),
  };
}

/**
 * Keeps in the map in use that lists like this one are in the encoding in which this one probably is.
 * Without a map, and for a list that was read rightly, there is nothing to keep.
 *
 * @throws InviteError `maps_unwritable`, `map_unreadable`
 */
export async function keepEncodingOf(
  shell: Shell,
  { options, misread }: Pick<NamedList, 'options' | 'misread'>,
): Promise<void> {
  const map = await keptMapOf(shell, options);
  if (map === null || misread === null) return;
  const { keepMap } = await import('../../adapters/files/column-maps.ts');
  keepMap(homeFolder(shell), { ...map, answers: { ...map.answers, encoding: misread } });
}

/** Whether something of these answers may be kept. */
export async function isWorthKeeping(answers: Answers): Promise<boolean> {
  const { map, set, decisions = [], parents } = answers;
  if (parents !== undefined) return true;
  const { canKeepSet } = await import('../../adapters/files/column-maps.ts');
  const fields = Object.keys(set) as readonly Field[];
  return Object.keys(map).length > 0 || decisions.length > 0 || fields.some(canKeepSet);
}

type Answers = Pick<ListOptions, 'map' | 'set' | 'decisions' | 'parents'>;

function answersOf({ keptMap, options: { parents } }: NamedList): KeptMap['answers'] {
  return { ...keptMap?.answers, ...(parents === undefined ? {} : { parents }) };
}

function headingsOf({ columns }: Pick<NamedList, 'columns'>): string {
  return headingsDigest(columns.map(({ heading }) => heading));
}

/**
 * The decisions about rows of the options and of the kept map, which the options override. That somebody
 * gets the invite whose row says no is for this list alone.
 */
function decisionsOf({ options, keptMap }: NamedList): readonly RowDecision[] {
  const { leaveOut, include, decisions = [] } = options;
  const given = [
    ...decisions,
    ...include.map((one) => ({ ...one, isLeftOut: false })),
    ...leaveOut.map((one) => ({ ...one, isLeftOut: true })),
  ].filter((one) => !isOverride(one));
  const keys = new Set(given.map(decisionKey));
  return [...given, ...(keptMap?.rows ?? []).filter((row) => !keys.has(decisionKey(row)))];
}

function isOverride({ heading, value, isLeftOut }: RowDecision): boolean {
  const answer = answerReader(heading)?.(value) ?? 'undecided';
  return !isLeftOut && (answer === 'no_consent' || answer === 'left_club');
}

const NUMBER_OR_ADDRESS = /@|\d{5}/u;

/** Whether a value of this column can be kept: that of a status, a team or the like, never a person's. */
function canKeepRow({ heading, value }: LeaveOut, { columns }: NamedList): boolean {
  const key = headingKey(heading);
  const matched = columns.find((column) => headingKey(column.heading) === key)?.field ?? null;
  const field = matched ?? namedField(heading)?.field ?? null;
  const isSafe = field === null ? isStatusHeading(heading) : isField(field) && !isOfPerson(field);
  return isSafe && !NUMBER_OR_ADDRESS.test(value);
}

function rowsText({ heading, value, isLeftOut }: RowDecision): string {
  return `${isLeftOut ? '--leave-out' : '--include'} "${printable(heading)}=${printable(value)}"`;
}
