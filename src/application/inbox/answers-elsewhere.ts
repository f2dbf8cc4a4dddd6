import {
  conversationState,
  lastReplyOf,
  type Conversation,
} from '../../domain/contact/conversation.ts';
import type { Handling } from '../../domain/contact/handling.ts';
import { whatsappAddress } from '../../domain/contact/recipient.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Replies } from '../ports/contact.ts';
import type { OutgoingMessage, MessageLog } from '../ports/gateway.ts';
import type { Ledger } from '../ports/ledger.ts';

export type ElsewherePorts = {
  readonly log: Pick<MessageLog, 'outgoingSince'>;
  readonly ledger: Pick<Ledger, 'knownSids'>;
  readonly replies: Pick<Replies, 'handle'>;
};

/**
 * Looks in Twilio's list for answers that were sent without this tool, for example in Twilio's console,
 * and records them with the messages that they answer.
 *
 * @param conversations those that may have been answered; the others are passed over
 * @param now by Twilio's clock
 * @returns whether any was found
 * @throws InviteError as a `PageReader` does
 */
export async function findAnswersElsewhere(
  conversations: readonly Conversation[],
  now: Date,
  { log, ledger, replies }: ElsewherePorts,
): Promise<boolean> {
  const open = new Map(
    conversations
      .filter((one) => one.phone !== null && isOpen(one, now))
      .map((one) => [whatsappAddress(one.correspondent), lastReplyOf(one)]),
  );
  if (open.size === 0) return false;
  const since = new Date(Math.min(...[...open.values()].map(({ at }) => at.getTime())));
  const found = new Map<string, OutgoingMessage[]>();
  const read = log.outgoingSince(since);
  // oxlint-disable-next-line no-await-in-loop -- each page has the address of the next
  for (let page = await read(); page !== null; page = await read()) {
    for (const message of page) {
      const reply = open.get(message.to);
      if (reply === undefined || message.at < reply.at) continue;
      found.set(message.to, [message, ...(found.get(message.to) ?? [])]);
    }
  }
  const sids = [...found.values()].flat().map(({ sid }) => sid);
  const ours = sids.length === 0 ? new Set<MessageSid>() : await ledger.knownSids(sids);
  let isAny = false;
  for (const [to, messages] of found) {
    const reply = open.get(to);
    const first = messages.find(({ sid }) => !ours.has(sid));
    if (reply === undefined || first === undefined) continue;
    const { sid, text, at } = first;
    const handling: Handling = { how: 'elsewhere', sid, text, at };
    // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
    await replies.handle(reply.sid, handling, reply.handled ?? null);
    isAny = true;
  }
  return isAny;
}

/** How long after a message an answer from elsewhere is looked for: 7 days. */
const SOUGHT_FOR_MS = 7 * 24 * 3_600_000;

function isOpen(conversation: Conversation, now: Date): boolean {
  const { kind } = conversationState(conversation, now);
  if (kind === 'waiting') return true;
  const { at } = lastReplyOf(conversation);
  return kind === 'too_late' && now.getTime() - at.getTime() < SOUGHT_FOR_MS;
}
