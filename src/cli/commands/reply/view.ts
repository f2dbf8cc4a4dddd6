import { windowClosesAt, type FreeReply } from '../../../domain/contact/free-reply.ts';
import { ownText } from '../../../domain/contact/reply-content.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { londonTime } from '../../../text/format.ts';
import { besideText } from '../../../text/replies/reply-content.ts';
import type { SendOptions } from '../../command-line/options.ts';
import type { Colours } from '../../terminal/colours.ts';
import { indented } from '../../terminal/wrap-text.ts';

export type ReplyOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

/** What stands above the question: what the parent wrote, and the answer. */
export async function replyCard(
  answer: FreeReply,
  { received, parent }: { readonly received: Reply; readonly parent: string },
  colours: Colours,
  columns: number | null,
): Promise<string> {
  return [
    '',
    colours.bold(parent),
    `  WhatsApp takes your reply until ${londonTime(windowClosesAt(received.at))}`,
    `  They wrote on ${londonTime(received.at)}:`,
    '',
    await indented(receivedText(received), columns, colours),
    '',
    colours.bold('Your reply:'),
    '',
    await indented(answer.body, columns, colours),
    '',
  ].join('\n');
}

function receivedText(reply: Reply): string {
  const [text, beside] = [ownText(reply), besideText(reply)];
  return [...(text === '' ? [] : [text]), ...(beside === '' ? [] : [`(${beside})`])].join('\n');
}
