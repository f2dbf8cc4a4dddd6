import type { InboxEntry } from '../../../application/inbox/read-inbox.ts';
import { lastReplyOf } from '../../../domain/contact/conversation.ts';
import { asUserId, type Recipient } from '../../../domain/contact/recipient.ts';
import {
  cutTo,
  formatAddress,
  formatRecipient,
  listed,
  londonTime,
  printable,
} from '../../../text/format.ts';
import { explainState } from '../../../text/inbox/conversation.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import type { Output } from '../../shell.ts';

/** Three lines for each conversation: who, what they wrote last, and what became of it. */
export function conversationList(
  entries: readonly InboxEntry[],
  now: Date,
  output: Pick<Output, 'isTerminal' | 'columns'>,
): string {
  const columns = output.columns() ?? Infinity;
  return entries
    .flatMap((entry) => {
      const { conversation, parent, children, state } = entry;
      const last = lastReplyOf(conversation);
      const recipient: Recipient | null =
        conversation.phone ?? asUserId(conversation.correspondent);
      const number =
        recipient === null
          ? formatAddress(output, conversation.correspondent)
          : formatRecipient(output, recipient);
      const players = children.map(({ player, team }) => `${player} (${team})`);
      const who = [
        number,
        parent === null ? 'a stranger' : printable(parent),
        ...(players.length === 0 ? [] : [`for ${printable(listed(players))}`]),
      ].join('  ');
      const wrote = `  > wrote, ${londonTime(last.at)}: `;
      return [who, `${wrote}${replyContent(last)}`, `  ${explainState(state, now)}`];
    })
    .map((line) => `${cutTo(line, columns)}\n`)
    .join('');
}
