import { resolve } from 'node:path';
import { homeFolder } from '../../adapters/files/home-folder.ts';
import { shownLists } from '../../adapters/files/shown-lists.ts';
import type { LoadedList } from '../../application/check/load-list.ts';
import type { SettledList } from '../../application/check/settle-list.ts';
import {
  compareShown,
  withoutPlayers,
  type ChangedRow,
  type ShownChanges,
  shownList,
  type ShownBy,
} from '../../domain/list/shown-list.ts';
import { FIELD_LABELS } from '../../domain/record/field.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Template } from '../../domain/message/template.ts';
import { listed, londonTime, rowsIn } from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import type { Fact } from '../sending/header-facts.ts';

type Place = { readonly shell: Shell; readonly file: string };

/** What is different from what was last shown of the file, and where that is to be read. */
export type SinceShown = {
  /** For the header; none where nothing changed, or nobody knows what was shown. */
  readonly facts: readonly Fact[];
  /** For a row's card. */
  readonly notesOn: (row: number) => readonly string[];
};

/** Remembers what a person is shown now, as what they were shown last. */
export function keepShown(
  { shell, file }: Place,
  messages: readonly Message[],
  template: Template,
  by: ShownBy,
): void {
  const shown = shownList(messages, template, { at: shell.clock.now(), by });
  if (shown !== null) shownLists(homeFolder(shell)).keep(pathOf({ shell, file }), shown);
}

export function sinceShown(
  { shell, file }: Place,
  { loaded, changes }: SettledList,
  template: Template,
): SinceShown {
  const at = shell.clock.now();
  const now = shownList(loaded.messages, template, { at, by: 'send' });
  const before = now === null ? null : shownLists(homeFolder(shell)).last(pathOf({ shell, file }));
  if (now === null || before === null) return { facts: [], notesOn: () => [] };
  const all = compareShown(before, now, heldBackIn(loaded));
  // What was shown in the run that also sent the last list: who came and went is told once.
  const isOfLastList = all.by === 'send' && changes.since !== null && changes.since >= all.since;
  const told = isOfLastList ? withoutPlayers(all) : all;
  const changed = new Map(told.changed.map((one) => [one.row, one]));
  const replaced = new Set(told.replaced);
  const time = londonTime(told.since);
  return {
    facts: factsOf(told),
    notesOn: (row) => {
      const one = changed.get(row);
      if (one !== undefined) return [`Changed since you saw it on ${time}: the ${fieldsOf(one)}.`];
      return replaced.has(row)
        ? [`Changed since you saw this row on ${time}: the player, the number or the season.`]
        : [];
    },
  };
}

function pathOf({ shell, file }: Place): string {
  return resolve(shell.workingFolder, file);
}

function heldBackIn({ refusedRows, repeats, leftOut }: LoadedList): ReadonlySet<number> {
  return new Set([
    ...refusedRows.map(({ row }) => row),
    ...repeats.map(({ invite }) => invite.row),
    ...leftOut,
  ]);
}

function factsOf({
  since,
  by,
  isOtherText,
  changed,
  replaced,
  added,
  removed,
}: ShownChanges): readonly Fact[] {
  const parts = [
    ...(isOtherText ? ['the template has another text'] : []),
    ...(changed.length > 0 ? [`${rowCount(changed)} changed (${byFields(changed)})`] : []),
    ...(replaced.length > 0
      ? [`${rowCount(replaced)} with another player, number or season (${rowsIn(replaced)})`]
      : []),
    ...(added.length > 0 ? [`${added.length} added (${rowsIn(added)})`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed (${rowsIn(removed)})`] : []),
  ];
  if (parts.length === 0) return [];
  const what = by === 'preview' ? 'preview' : 'run';
  return [['', `since the ${what} of ${londonTime(since)}: ${parts.join(', ')}`]];
}

function rowCount(rows: readonly unknown[]): string {
  return rows.length === 1 ? '1 row' : `${rows.length} rows`;
}

/** Which rows the same has changed in: one price is often another for everybody. */
function byFields(changed: readonly ChangedRow[]): string {
  return [...Map.groupBy(changed, fieldsOf)]
    .map(([fields, rows]) => `${rowsIn(rows.map(({ row }) => row))}: ${fields}`)
    .join('; ');
}

function fieldsOf({ fields }: ChangedRow): string {
  return listed(fields.map((field) => FIELD_LABELS[field]));
}
