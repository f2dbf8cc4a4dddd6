import type { Message } from '../message/message.ts';
import {
  VARIABLE_NUMBERS,
  type Template,
  TEMPLATE_VARIABLES,
  type TemplateField,
} from '../message/template.ts';
import { sha256 } from '../sha256.ts';
import { matchLists } from './compare-lists.ts';

/** The command that showed a list. */
export type ShownBy = 'preview' | 'send';

/** One message as it was shown, in hashes: no name, number or text. */
type ShownMessage = {
  readonly row: number;
  /** Hash of the parent's number, the player and the season. It does not depend on the template. */
  readonly who: string;
  /** Hashes of the nine values, in the order of the template's variables. */
  readonly values: readonly string[];
};

/** A list as it was last shown. */
export type ShownList = {
  readonly at: Date;
  readonly by: ShownBy;
  /** Hash of the template's text with its placeholders. */
  readonly text: string;
  readonly messages: readonly ShownMessage[];
};

/** Hex digits. Enough to detect that a value of a row changed; too few to find out the value. */
export const VALUE_HASH_LENGTH = 8;
const WHO_HASH_LENGTH = 32;

/** The limit for all lists together. Longer lists are not stored: hashing them would take seconds. */
export const MOST_REMEMBERED = 20_000;

/** Null if the list is empty or too long to be stored. */
export function shownList(
  messages: readonly Message[],
  { body }: Pick<Template, 'body'>,
  shown: Pick<ShownList, 'at' | 'by'>,
): ShownList | null {
  if (messages.length === 0 || messages.length > MOST_REMEMBERED) return null;
  return { ...shown, text: sha256(['shown text', body]), messages: messages.map(shownMessage) };
}

/**
 * Each value is hashed with `inviteeKey`, which is not stored with the hashes. Without it, all possible
 * fees, first names and phone numbers could be tried.
 */
function shownMessage({ invite, inviteeKey, contentVariables }: Message): ShownMessage {
  return {
    row: invite.row,
    who: sha256(['shown who', inviteeKey]).slice(0, WHO_HASH_LENGTH),
    values: VARIABLE_NUMBERS.map((number) =>
      sha256(['shown value', inviteeKey, number, contentVariables[number]]).slice(
        0,
        VALUE_HASH_LENGTH,
      ),
    ),
  };
}

/** The differences from when the same file was last shown. */
export type ShownChanges = {
  readonly since: Date;
  readonly by: ShownBy;
  /** Whether the template's text changed. */
  readonly isOtherText: boolean;
  readonly changed: readonly ChangedRow[];
  /** Rows that now have another player, number or season. */
  readonly replaced: readonly number[];
  readonly added: readonly number[];
  /** With the row numbers of the earlier list. */
  readonly removed: readonly number[];
};

export type ChangedRow = { readonly row: number; readonly fields: readonly TemplateField[] };

/**
 * Compares a list with how it was last shown.
 *
 * @param heldBack rows without a message that are still in the list, so they do not count as removed
 */
export function compareShown(
  before: ShownList,
  now: ShownList,
  heldBack: ReadonlySet<number> = new Set(),
): ShownChanges {
  const by = { nameNow: inviteeHashOf, nameBefore: inviteeHashOf, same: [] };
  const { pairs, added, removed } = matchLists(now.messages, before.messages, by);
  const addedRows = added.map(({ row }) => row);
  const removedRows = removed.map(({ row }) => row).filter((row) => !heldBack.has(row));
  const replaced = new Set(addedRows).intersection(new Set(removedRows));
  const isNotReplaced = (row: number): boolean => !replaced.has(row);
  return {
    since: before.at,
    by: before.by,
    isOtherText: before.text !== now.text,
    changed: pairs.flatMap(([is, was]) => changedRow(was, is)),
    replaced: [...replaced].toSorted((a, b) => a - b),
    added: addedRows.filter(isNotReplaced),
    removed: removedRows.filter(isNotReplaced),
  };
}

/** The changes without added, removed and replaced rows. */
export function withoutPlayers(changes: ShownChanges): ShownChanges {
  return { ...changes, replaced: [], added: [], removed: [] };
}

function inviteeHashOf({ who }: ShownMessage): string {
  return who;
}

function changedRow(was: ShownMessage, is: ShownMessage): readonly ChangedRow[] {
  const fields = VARIABLE_NUMBERS.filter((_, place) => was.values[place] !== is.values[place]).map(
    (number) => TEMPLATE_VARIABLES[number],
  );
  return fields.length === 0 ? [] : [{ row: is.row, fields }];
}
