import {
  isHidden,
  type Recipient,
  shortUserId,
  withoutChannel,
} from '../domain/contact/recipient.ts';
import { internationalForm, type Phone } from '../domain/record/phone/phone.ts';
import type { Message } from '../domain/message/message.ts';

/** Where a text is read: by a person at a terminal, or from a file or a log. */
type Reader = { readonly isTerminal: boolean };

/** `1 record`, `3 records`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `Lions u9s, Panthers u11s and Bears u7s`. */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(items);
}

/** A handful in full, of more the first ones. */
export function few(items: readonly string[], most = 4): string {
  return items.length <= most
    ? listed(items)
    : listed([...items.slice(0, most - 1), `${items.length - most + 1} more`]);
}

/** `row 14`, `rows 14, 15 and 36 more`. */
export function rowsIn(rows: readonly number[], most = 4): string {
  return `${rows.length === 1 ? 'row' : 'rows'} ${few(rows.map(String), most)}`;
}

/** `John Smith (Panthers u11s)`. */
export function playerOf({ invite }: Message): string {
  return `${invite.player.firstName} ${invite.player.lastName} (${invite.team} ${invite.ageGroup})`;
}

/** What stands in the place of a name or a number that was erased. */
export const ERASED = 'erased';

/** `Jane Smith, +44 7700 900123`. */
export function recipientOf({ invite }: Message): string {
  const { firstName, lastName, phone } = invite.parent;
  return `${firstName} ${lastName}, ${internationalForm(phone)}`;
}

/** A number in full where a person at a terminal reads it; elsewhere its last two digits. */
export function formatPhone({ isTerminal }: Reader, phone: Phone): string {
  return isTerminal ? internationalForm(phone) : phone.replace(/\d(?=\d{2})/gu, '*');
}

/** A number as `formatPhone` has it; a user id in full where a person at a terminal reads it, to type it. */
export function formatRecipient({ isTerminal }: Reader, whom: Recipient): string {
  if (!isHidden(whom)) return formatPhone({ isTerminal }, whom);
  return `a WhatsApp user whose number is hidden, ${isTerminal ? whom : shortUserId(whom)}`;
}

/** How JSON names somebody; all is null once they were erased. */
export function recipientJson(whom: Recipient | null): object {
  return whom !== null && isHidden(whom)
    ? { number: null, user_id: whom }
    : { number: whom, user_id: null };
}

// Made when first needed: each takes as long as thousands of times take to be written.
let timeFormat: Intl.DateTimeFormat | null = null;
let dayFormat: Intl.DateTimeFormat | null = null;

/** A time as the club's clocks show it: `22 Nov 2026, 18:42`. */
export function londonTime(at: Date): string {
  timeFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return timeFormat.format(at);
}

/** A day as the club's calendar shows it: `22 Nov 2026`. */
export function londonDay(at: Date): string {
  dayFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
  });
  return dayFormat.format(at);
}

/**
 * Text from a file or from Twilio, safe to put on a terminal: a control character in a name could
 * move the cursor, and a mark that turns the direction could reorder the line, and so show something
 * else than what would be sent.
 */
export function printable(text: string): string {
  return text.replace(/[[\p{Cc}--\n]\u202A-\u202E\u2066-\u2069]/gv, '\uFFFD').replaceAll('\n', '⏎');
}

/** A file's name as it can be pasted into a command line. */
export function quoted(file: string): string {
  if (/^[\w@%+=:,./\\-]+$/u.test(file)) return file;
  return `"${printable(file).replace(/["$`\\]/gu, '\\$&')}"`;
}

/** A line that is no longer than so many characters, with a mark where it was cut. */
export function cutTo(line: string, columns: number): string {
  const characters = Array.from(line);
  return characters.length <= columns
    ? line
    : `${characters.slice(0, Math.max(columns - 1, 0)).join('')}…`;
}

type ShownType = { readonly type: string; readonly buttons: readonly string[] };

/** The forms of a template with all that a parent could press. */
export function typesInWords(types: readonly ShownType[]): string {
  if (types.length === 0) return 'of no type at all';
  return listed(
    types.map(({ type, buttons }) => {
      const named = buttons.map((button) => `"${button}"`);
      return named.length === 0
        ? type
        : `${type} with the ${named.length === 1 ? 'button' : 'buttons'} ${listed(named)}`;
    }),
  );
}

/** The number in `whatsapp:+447700900999`, as people write it. */
export function senderNumber(sender: string): string {
  return internationalForm(withoutChannel(sender) as Phone);
}
