import {
  asUserId,
  isHidden,
  type Recipient,
  shortUserId,
  withoutChannel,
} from '../domain/contact/recipient.ts';
import type { Message } from '../domain/message/message.ts';
import { fullName } from '../domain/record/names/full-name.ts';
import { internationalForm, parsePhone, type Phone } from '../domain/record/phone/phone.ts';
import { placeOfRow } from '../domain/record/row-place.ts';

/** Where a text is printed: a terminal, or else a file or a log, which may be passed on. */
export type Medium = { readonly isTerminal: boolean };

/** `1 record`, `3 records`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `Lions u9s, Panthers u11s and Bears u7s`. */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(items);
}

/** At most `most` items: of more, the first ones and how many are left out. */
export function few(items: readonly string[], most = 4): string {
  return items.length <= most
    ? listed(items)
    : listed([...items.slice(0, most - 1), `${items.length - most + 1} more`]);
}

/** `row 14`, `rows 14, 15 and 36 more`. */
export function rowsIn(rows: readonly number[], most = 4): string {
  return `${rows.length === 1 ? 'row' : 'rows'} ${few(rows.map(rowNumber), most)}`;
}

/** `14`; of a list from several sheets `14 of sheet 2`. */
export function rowNumber(row: number): string {
  const place = placeOfRow(row);
  return place.sheet === null ? String(row) : `${place.row} of sheet ${place.sheet}`;
}

/** `John Smith (Panthers u11s)`. */
export function playerOf({ invite }: Message): string {
  return `${fullName(invite.player)} (${invite.team} ${invite.ageGroup})`;
}

/** Printed in place of an erased name or number. */
export const ERASED = 'erased';

/** `Jane Smith, +44 7700 900123`. */
export function recipientOf({ invite }: Message): string {
  return `${fullName(invite.parent)}, ${internationalForm(invite.parent.phone)}`;
}

/** A phone number: in full on a terminal, elsewhere with all but its last two digits masked. */
export function formatPhone({ isTerminal }: Medium, phone: Phone): string {
  return isTerminal ? internationalForm(phone) : phone.replace(/\d(?=\d{2})/gu, '*');
}

/** A phone number as `formatPhone` prints it, or a WhatsApp user id: in full on a terminal, else shortened. */
export function formatRecipient({ isTerminal }: Medium, recipient: Recipient): string {
  if (!isHidden(recipient)) return formatPhone({ isTerminal }, recipient);
  return `a WhatsApp user whose number is hidden, ${isTerminal ? recipient : shortUserId(recipient)}`;
}

/**
 * The number in an address as `formatPhone` prints it. Where there is none, the address itself: in full on a
 * terminal, elsewhere with all but its last two digits masked.
 */
export function formatAddress(medium: Medium, address: string): string {
  const phone = parsePhone(withoutChannel(address));
  if (phone.ok) return formatPhone(medium, phone.value);
  const shown = printable(address);
  const isPlain = medium.isTerminal || asUserId(withoutChannel(address)) !== null;
  return isPlain ? shown : shown.replace(/\d(?=(?:\D*\d){2})/gu, '*');
}

/** A recipient in JSON. Both members are null for an erased one. */
export function recipientJson(recipient: Recipient | null): object {
  return recipient !== null && isHidden(recipient)
    ? { number: null, user_id: recipient }
    : { number: recipient, user_id: null };
}

// Created on first use: creating one takes as long as formatting thousands of times.
let timeFormat: Intl.DateTimeFormat | null = null;
let dayFormat: Intl.DateTimeFormat | null = null;

/** A time in Europe/London: `22 Nov 2026, 18:42`. */
export function londonTime(at: Date): string {
  timeFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return timeFormat.format(at);
}

/** A day in Europe/London: `22 Nov 2026`. */
export function londonDay(at: Date): string {
  dayFormat ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
  });
  return dayFormat.format(at);
}

/**
 * Text from a file or from Twilio, made safe to print. A control character could move the cursor, and a
 * bidirectional mark could reorder the line, so that the terminal shows another text than is sent.
 */
export function printable(text: string): string {
  return text.replace(/[[\p{Cc}--\n]\u202A-\u202E\u2066-\u2069]/gv, '\uFFFD').replaceAll('\n', '⏎');
}

/** A file name, or another argument, quoted for a shell of macOS or Linux. */
export function quoted(file: string): string {
  return /^[\w@%+=:,./-]+$/u.test(file) ? file : inQuotes(file);
}

/**
 * The same for Command Prompt and PowerShell, which both know double quotes alone. A comma, @ or % means
 * something to one of them. A backslash means something before a double quote only.
 */
export function quotedForWindows(file: string): string {
  if (/^[\w+=:./\\-]+$/u.test(file)) return file;
  return `"${printable(file)
    .replace(/(\\*)"/gu, '$1$1\\"')
    .replace(/\\+$/u, '$&$&')}"`;
}

/**
 * The option that maps a field to a column: `--map parent_tel="Mobile"`. Headings are compared without
 * spaces, so that a line break in one is written as a space.
 */
export function mapOption(field: string, heading: string): string {
  return `--map ${field}=${inQuotes(heading.replace(/\s+/gu, ' '))}`;
}

/** In double quotes, which most shells know; in single ones if it has a !, which bash expands in double ones. */
function inQuotes(text: string): string {
  const shown = printable(text);
  return shown.includes('!')
    ? `'${shown.replaceAll("'", String.raw`'\''`)}'`
    : `"${shown.replace(/["$`\\]/gu, '\\$&')}"`;
}

/** A line of at most so many characters; a longer one ends with `…`. */
export function cutTo(line: string, columns: number): string {
  const characters = Array.from(line);
  return characters.length <= columns
    ? line
    : `${characters.slice(0, Math.max(columns - 1, 0)).join('')}…`;
}

type ShownType = { readonly type: string; readonly buttons: readonly string[] };

/** The content types of a template, with their buttons: `twilio/quick-reply with the button "Yes"`. */
export function templateTypesText(types: readonly ShownType[]): string {
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

/** The number of a sender, given as `whatsapp:+447700900999`: `+44 7700 900999`. */
export function senderNumber(sender: string): string {
  return internationalForm(withoutChannel(sender) as Phone);
}
