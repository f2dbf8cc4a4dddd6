import type { FreeReply } from '../../../domain/contact/free-reply.ts';
import { windowClosesAt } from '../../../domain/contact/free-reply.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { indented } from '../../terminal/wrap-text.ts';
import type { KeyQuestion } from '../../operator/answer-source.ts';
import type { Colours } from '../../terminal/colours.ts';
import { count, londonTime, printable } from '../../../text/format.ts';

/** Whom an answer is for: the name where the ledger has one, and the number. */
export function parentOf({ phone }: FreeReply, name: string | null): string {
  const number = internationalForm(phone);
  return name === null ? number : `${printable(name)}, ${number}`;
}

/** What stands above the question: what the parent wrote, and what would be sent. */
export async function replyCard(
  reply: FreeReply,
  { wrote, parent }: { readonly wrote: Reply; readonly parent: string },
  colours: Colours,
  columns: number | null,
): Promise<string> {
  return [
    '',
    colours.bold(parent),
    `  WhatsApp takes your reply until ${londonTime(windowClosesAt(wrote.at))}`,
    `  They wrote on ${londonTime(wrote.at)}:`,
    '',
    await indented(wordsOf(wrote), columns, colours),
    '',
    colours.bold('Your reply:'),
    '',
    await indented(reply.body, columns, colours),
    '',
  ].join('\n');
}

function wordsOf({ text, button, media }: Reply): string {
  const parts = [
    ...(text === '' ? [] : [text]),
    ...(button === null || button === text ? [] : [`(pressed "${button}")`]),
    ...(media.length === 0
      ? []
      : [`(with ${count(media.length, 'picture or file', 'pictures or files')})`]),
  ];
  return parts.length === 0 ? '(nothing that can be shown)' : parts.join('\n');
}

export function replyQuestion(parent: string, colours: Colours): KeyQuestion {
  return {
    question: colours.bold(`Send this to ${parent}? (y/n/q/?)`),
    keys: ['y', 'n', 'q', '?'],
    otherKey: colours.odd('Press y, n, q or ?.'),
  };
}

export const REPLY_KEYS = `
  y  send this reply, to this number, as it stands
  n  send nothing
  q  stop here; nothing is sent
`;
