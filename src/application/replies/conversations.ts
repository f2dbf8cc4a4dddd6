import {
  conversationState,
  type ClubAnswer,
  type Conversation,
  type ConversationState,
} from '../../domain/contact/conversation.ts';
import { isForEveryPlayer } from '../../domain/contact/opt-out.ts';
import { whatsappAddress } from '../../domain/contact/recipient.ts';
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
