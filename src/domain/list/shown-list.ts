import type { Message } from '../message/message.ts';
import { sha256 } from '../sha256.ts';
import { VARIABLE_NUMBERS, type Template } from '../message/template.ts';

/** What put a list before a person. */
export type ShownBy = 'preview' | 'send';

/** What a person was shown of one message, as hashes: no name, no number, no text. */
export type ShownMessage = {
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
