import type { KeptMap } from '../../adapters/files/column-maps.ts';
import { homeFolder } from '../../adapters/files/home-folder.ts';
import {
  headingKey,
  headingsDigest,
  isStatusHeading,
  namedField,
} from '../../adapters/list-file/columns/headings.ts';
import { decisionKey, type LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import { answerReader } from '../../domain/list/exclusion/answer.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import { isField, isOfPerson, FIELD_LABELS, type Field } from '../../domain/record/field.ts';
import { listed, printable } from '../../text/format.ts';
import type { ListOptions } from '../command-line/options.ts';
import type { Shell } from '../shell.ts';
import type { NamedList } from './named-list.ts';

/** The kept map that `--use-map` names; null without that option. */
export async function keptMapOf(shell: Shell, { useMap }: ListOptions): Promise<KeptMap | null> {
  if (useMap === undefined) return null;
  // Loaded late: it loads zod, and few runs use a map.
  const { keptMap } = await import('../../adapters/files/column-maps.ts');
  return keptMap(homeFolder(shell), useMap);
}

/**
 * Keeps, under the name that `--save-map` gives, all that the options and the kept map in use say about a
 * list. Called once the list was read with them, so that nothing with a mistake in it is kept.
 *
 * @throws InviteError `maps_unwritable`
 */
export async function keepMapOf(shell: Shell, list: NamedList): Promise<void> {
  const { saveMap: name, quiet } = list.options;
  if (name === undefined) return;
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
    answers: list.keptMap?.answers ?? {},
  };
  const isEmpty = [kept.fields, kept.set, kept.rows].every(
    (part) => Object.keys(part).length === 0,
  );
  if (!isEmpty) keepMap(homeFolder(shell), { name, ...kept });
  if (quiet) return;
  shell.stderr.write(
    isEmpty
      ? `There is nothing to keep as ${name}: no column, value or row was chosen.\n`
      : `The column map ${name} is kept: --use-map ${name}\n`,
  );
  if (dropped.length > 0) {
    shell.stderr.write(`Not kept, since it may be about a person: ${listed(dropped)}.\n`);
  }
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
