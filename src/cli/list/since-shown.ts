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
import type { Message } from '../../domain/message/message.ts';
import type { Template } from '../../domain/message/template.ts';
import { FIELD_LABELS } from '../../domain/record/field.ts';
import { listed, londonTime, rowsIn } from '../../text/format.ts';
import type { Fact } from '../sending/header-facts.ts';
import type { Shell } from '../shell.ts';

type ListPlace = { readonly shell: Shell; readonly file: string };

/** What changed in a file since it was last shown to the operator. */
export type SinceShown = {
  /** For the header; empty where nothing changed, or no earlier showing is on record. */
  readonly facts: readonly Fact[];
  /** For the card of a row. */
  readonly notesOn: (row: number) => readonly string[];
};

/** Keeps hashes of what is shown now, for the next comparison. An empty or very long list is not kept. */
export function keepShown(
  { shell, file }: ListPlace,
  messages: readonly Message[],
  template: Template,
  by: ShownBy,
): void {
  const shown = shownList(messages, template, { at: shell.clock.now(), by });
  if (shown !== null) shownLists(homeFolder(shell)).keep(pathOf({ shell, file }), shown);
}

/** Compares a list with what `preview` or `send` last showed of the same file. */
export function sinceShown(
  { shell, file }: ListPlace,
  { loaded, changes }: SettledList,
  template: Template,
): SinceShown {
  const at = shell.clock.now();
  const now = shownList(loaded.messages, template, { at, by: 'send' });
  const before = now === null ? null : shownLists(homeFolder(shell)).last(pathOf({ shell, file }));
  if (now === null || before === null) return { facts: [], notesOn: () => [] };
  const all = compareShown(before, now, heldBackIn(loaded));
  // The header compares with the last list, too. Where both are the same run, players who came and went
  // are reported once, there.
  const isLastList = all.by === 'send' && changes.since !== null && changes.since >= all.since;
  const shown = isLastList ? withoutPlayers(all) : all;
  const changed = new Map(shown.changed.map((one) => [one.row, one]));
  const replaced = new Set(shown.replaced);
  const time = londonTime(shown.since);
  return {
    facts: factsOf(shown),
    notesOn: (row) => {
      const one = changed.get(row);
      if (one !== undefined) return [`Changed since you saw it on ${time}: the ${fieldsOf(one)}.`];
      return replaced.has(row)
        ? [`Changed since you saw this row on ${time}: the player, the number or the season.`]
        : [];
    },
  };
}

function pathOf({ shell, file }: ListPlace): string {
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

/** Rows grouped by what changed in them, since a new price often changes every row. */
function byFields(changed: readonly ChangedRow[]): string {
  return [...Map.groupBy(changed, fieldsOf)]
    .map(([fields, rows]) => `${rowsIn(rows.map(({ row }) => row))}: ${fields}`)
    .join('; ');
}

function fieldsOf({ fields }: ChangedRow): string {
  return listed(fields.map((field) => FIELD_LABELS[field]));
}
