import type { FreeReply } from '../../../domain/contact/free-reply.ts';
import { windowClosesAt } from '../../../domain/contact/free-reply.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { framed } from '../../terminal/wrap-text.ts';
import type { KeyQuestion } from '../../operator/answer-source.ts';
import type { Paint } from '../../terminal/colours.ts';
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
  paint: Paint,
  columns: number | null,
): Promise<string> {
  return [
    '',
    paint.bold(parent),
    `  WhatsApp takes your reply until ${londonTime(windowClosesAt(wrote.at))}`,
    `  They wrote on ${londonTime(wrote.at)}:`,
    '',
    await framed(wordsOf(wrote), columns, paint),
    '',
    paint.bold('Your reply:'),
    '',
    await framed(reply.body, columns, paint),
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

export function replyQuestion(parent: string, paint: Paint): KeyQuestion {
  return {
    question: paint.bold(`Send this to ${parent}? (y/n/q/?)`),
    keys: ['y', 'n', 'q', '?'],
    otherKey: paint.odd('Press y, n, q or ?.'),
  };
}

export const REPLY_KEYS = `
  y  send this reply, to this number, as it stands
  n  send nothing
  q  stop here; nothing is sent
`;
