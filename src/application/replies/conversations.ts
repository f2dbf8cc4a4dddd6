import {
  conversationState,
  type ClubAnswer,
  type Conversation,
  type ConversationState,
} from '../../domain/contact/conversation.ts';
import { isForEveryPlayer } from '../../domain/contact/opt-out.ts';
import { asUserId, whatsappAddress } from '../../domain/contact/recipient.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { OptOuts, Replies } from '../ports/contact.ts';
import { phoneOf } from './receive-reply.ts';
import type { ReplyLog } from './send-reply.ts';

export type ConversationPorts = {
  readonly replies: Pick<Replies, 'since' | 'numberBehind'>;
  readonly replyLog: Pick<ReplyLog, 'answers'>;
  readonly optOuts: Pick<OptOuts, 'list'>;
};

/** All conversations, by the time of their last message, oldest first. */
export async function readConversations({
  replies,
  replyLog,
  optOuts,
}: ConversationPorts): Promise<readonly Conversation[]> {
  const numberOf = numberFinder(replies);
  const byPerson = new Map<string, { phone: Phone | null; replies: [Reply, ...Reply[]] }>();
  for await (const reply of replies.since(new Date(0))) {
    const phone = await numberOf(reply);
    const correspondent = phone ?? reply.sender;
    const known = byPerson.get(correspondent);
    known?.replies.push(reply);
    // Moved to the end, behind those who wrote before.
    byPerson.delete(correspondent);
    byPerson.set(correspondent, known ?? { phone, replies: [reply] });
  }
  if (byPerson.size === 0) return [];
  const answers = new Map<string, ClubAnswer[]>();
  for await (const answer of replyLog.answers()) {
    const known = answers.get(answer.to);
    if (known === undefined) answers.set(answer.to, [answer]);
    else known.push(answer);
  }
  const optOutOf = new Map(
    (await optOuts.list()).filter(isForEveryPlayer).map((one) => [one.phone as string, one]),
  );
  return [...byPerson].map(([correspondent, { phone, replies: received }]) => ({
    correspondent,
    phone,
    replies: received,
    answers: answers.get(whatsappAddress(correspondent)) ?? [],
    optOut: optOutOf.get(correspondent) ?? null,
  }));
}

export type FreshPorts = {
  readonly replies: Pick<Replies, 'from'>;
  readonly replyLog: Pick<ReplyLog, 'answers'>;
  readonly optOuts: Pick<OptOuts, 'history'>;
};

/** The conversation as the ledger has it now, without what was written from an address not seen before. */
export async function readAgain(
  { correspondent, phone, replies: known }: Conversation,
  { replies, replyLog, optOuts }: FreshPorts,
): Promise<Conversation | null> {
  const senders = [...new Set([correspondent, ...known.map(({ sender }) => sender)])];
  const written = await Promise.all(senders.map(async (sender) => await replies.from(sender)));
  const [first, ...others] = written.flat().toSorted((a, b) => a.at.getTime() - b.at.getTime());
  if (first === undefined) return null;
  const recipient = phone ?? asUserId(correspondent);
  const periods = recipient === null ? [] : await optOuts.history(recipient);
  return {
    correspondent,
    phone,
    replies: [first, ...others],
    answers: await Array.fromAsync(replyLog.answers(whatsappAddress(correspondent))),
    optOut: periods.findLast((one) => one.ended === null && isForEveryPlayer(one)) ?? null,
  };
}

/** The state of the conversation that each reply belongs to. */
export function statesByReply(
  conversations: readonly Conversation[],
  now: Date,
): ReadonlyMap<MessageSid, ConversationState> {
  return new Map(
    conversations.flatMap((conversation) => {
      const state = conversationState(conversation, now);
      return conversation.replies.map(({ sid }) => [sid, state] as const);
    }),
  );
}

/** Finds the number of a reply's sender. Several replies of one user id are looked up once. */
function numberFinder(
  replies: Pick<Replies, 'numberBehind'>,
): (reply: Reply) => Promise<Phone | null> {
  const behind = new Map<string, Phone>();
  return async ({ sender, matched, answers }) => {
    const known = phoneOf(sender) ?? matched?.phone ?? behind.get(sender) ?? null;
    if (known !== null) return known;
    const found = await replies.numberBehind(sender, answers);
    if (found !== null) behind.set(sender, found);
    return found;
  };
}
