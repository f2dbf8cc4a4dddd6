import type { Message } from '../message/message.ts';
import { sha256 } from '../sha256.ts';
import {
  VARIABLE_NUMBERS,
  type Template,
  TEMPLATE_VARIABLES,
  type TemplateField,
} from '../message/template.ts';
import { matchLists } from './compare-lists.ts';

/** What put a list before a person. */
export type ShownBy = 'preview' | 'send';

/** What a person was shown of one message, as hashes: no name, no number, no text. */
type ShownMessage = {
  readonly row: number;
  /** Of the parent's number, the player and the season, whatever the template. */
  readonly who: string;
  /** Of the nine values, in the order of the template's numbers. */
  readonly values: readonly string[];
};

/** A whole list as a person was last shown it. */
export type ShownList = {
  readonly at: Date;
  readonly by: ShownBy;
  /** Of the template's text, before any value stands in it. */
  readonly text: string;
  readonly messages: readonly ShownMessage[];
};

/** Hex digits. Enough to tell two values of one row apart, and too few to find a value by. */
export const VALUE_HASH_LENGTH = 8;
const WHO_HASH_LENGTH = 32;

/** In all lists together. A longer one is shown and not remembered: its hashes would take seconds. */
export const MOST_REMEMBERED = 20_000;

/** Null where the list is too long to be remembered, or there is nothing in it to show. */
export function shownList(
  messages: readonly Message[],
  { body }: Pick<Template, 'body'>,
  shown: Pick<ShownList, 'at' | 'by'>,
): ShownList | null {
  if (messages.length === 0 || messages.length > MOST_REMEMBERED) return null;
  return { ...shown, text: sha256(['shown text', body]), messages: messages.map(shownMessage) };
}

/**
 * Each value is hashed together with a key that the file of these hashes does not hold, since there
 * are few enough fees, first names and phone numbers to try them all.
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

/** What is different from what a person was last shown of the same file. */
export type ShownChanges = {
  readonly since: Date;
  readonly by: ShownBy;
  /** The template has another text, whatever the values are. */
  readonly isOtherText: boolean;
  readonly changed: readonly ChangedRow[];
  /** Rows in which another player, number or season stands. */
  readonly replaced: readonly number[];
  readonly added: readonly number[];
  /** As they were numbered then. */
  readonly removed: readonly number[];
};

export type ChangedRow = { readonly row: number; readonly fields: readonly TemplateField[] };

/**
 * Holds what is to be shown against what was.
 *
 * @param heldBack rows that are in the list and have no message: they are told as that, not as removed
 */
export function compareShown(
  before: ShownList,
  now: ShownList,
  heldBack: ReadonlySet<number> = new Set(),
): ShownChanges {
  const by = { nameNow: whoOf, nameBefore: whoOf, same: [] };
  const { pairs, added, left } = matchLists(now.messages, before.messages, by);
  const come = added.map(({ row }) => row);
  const gone = left.map(({ row }) => row).filter((row) => !heldBack.has(row));
  const replaced = new Set(come).intersection(new Set(gone));
  const isNotReplaced = (row: number): boolean => !replaced.has(row);
  return {
    since: before.at,
    by: before.by,
    isOtherText: before.text !== now.text,
    changed: pairs.flatMap(([is, was]) => changedRow(was, is)),
    replaced: [...replaced].toSorted((a, b) => a - b),
    added: come.filter(isNotReplaced),
    removed: gone.filter(isNotReplaced),
  };
}

/** The same, without what is told of players who came, went or have another number. */
export function withoutPlayers(changes: ShownChanges): ShownChanges {
  return { ...changes, replaced: [], added: [], removed: [] };
}

function whoOf({ who }: ShownMessage): string {
  return who;
}

function changedRow(was: ShownMessage, is: ShownMessage): readonly ChangedRow[] {
  const fields = VARIABLE_NUMBERS.filter((_, place) => was.values[place] !== is.values[place]).map(
    (number) => TEMPLATE_VARIABLES[number],
  );
  return fields.length === 0 ? [] : [{ row: is.row, fields }];
}
