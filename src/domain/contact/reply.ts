import type { MessageSid } from '../delivery/ids.ts';
import type { KeyedHash } from '../delivery/keyed-hash.ts';
import type { LedgerMessage } from '../delivery/ledger-message.ts';
import type { Phone } from '../record/phone/phone.ts';
import type { Handling } from './handling.ts';
import type { OptOutState } from './opt-out.ts';
import {
  asUserId,
  significantDigits,
  type UserId,
  whatsappAddress,
  withoutChannel,
} from './recipient.ts';
import type { ReplyContent } from './reply-content.ts';

/** A parent's message. */
export type Reply = ReplyContent & {
  readonly sid: MessageSid;
  /**
   * An E.164 number; if WhatsApp hides it, a business-scoped user id such as `GB.1a2b…`; if it is neither,
   * the address as Twilio gave it, or no text.
   */
  readonly sender: string;
  /** The business-scoped user id, if it was sent beside the sender. */
  readonly userId: string | null;
  /** The message that it replies to; null if WhatsApp does not say. */
  readonly answers: MessageSid | null;
  readonly at: Date;
  /** What Twilio took it for, where its Advanced Opt-Out recognises words of the club's own. */
  readonly optOutType?: OptOutType;
  /**
   * The opt-out that it asks for, where the sender is unknown. Absent once an operator has said who it is.
   */
  readonly unmatched?: OptOutState;
  /** Who the sender is, where `sender` does not tell. */
  readonly matched?: Match;
  /** What was last done about it; absent where nothing was. */
  readonly handled?: Handling;
};

export type Match = {
  /** Null where the operator said that no messages have to stop. */
  readonly phone: Phone | null;
  readonly operator: string;
  readonly at: Date;
};

/** The longest address that is kept: a user id has 135 characters at most. */
const LONGEST_SENDER = 200;

/** The sender in an address of Twilio's, in whatever form it is. */
export function senderIn(address: string): string {
  return withoutChannel(address)
    .replace(/\p{Cc}/gu, '\uFFFD')
    .slice(0, LONGEST_SENDER)
    .toWellFormed();
}

/** Whether an address in an unknown form has the digits of a number. */
export function hasDigitsOf(sender: string, phone: Phone): boolean {
  return sender.replace(/\D/gu, '').endsWith(significantDigits(phone));
}

export const OPT_OUT_TYPES = ['STOP', 'START', 'HELP'] as const;

export type OptOutType = (typeof OPT_OUT_TYPES)[number];

/** The user ids of a reply's sender, in the sender's place and beside it. */
export function userIdsIn({ sender, userId }: Pick<Reply, 'sender' | 'userId'>): readonly UserId[] {
  const ids = [asUserId(sender), asUserId(userId ?? '')].filter((id) => id !== null);
  return [...new Set(ids)];
}

/** Replies by the message that they answer, and those that answer none of them. */
export type AssignedReplies = {
  readonly byKey: ReadonlyMap<KeyedHash, readonly Reply[]>;
  readonly others: readonly Reply[];
};

/** Assigns replies to messages that are passed in one after the other. */
export type ReplyAssigner = {
  /** False where no reply can be about the message. */
  readonly see: (message: LedgerMessage) => boolean;
  /** To be called after all messages were passed in. */
  readonly sorted: () => AssignedReplies;
};

type SentMessage = { readonly key: KeyedHash; readonly at: Date };

/**
 * Assigns each reply to the message that WhatsApp says it answers, or else to the last message that had
 * been sent to its sender. Keeps only the keys and times of messages that may be needed.
 */
export function replyAssigner(replies: readonly Reply[]): ReplyAssigner {
  const answered = new Set(replies.map(({ answers }) => answers));
  const senders = new Set(replies.map(({ sender }) => whatsappAddress(sender)));
  const bySid = new Map<string, KeyedHash>();
  const byRecipient = new Map<string, SentMessage[]>();
  return {
    see: ({ key, messageSid, to, sentAt, approvedAt }) => {
      const isAnswered = messageSid !== null && answered.has(messageSid);
      if (isAnswered) bySid.set(messageSid, key);
      if (!senders.has(to)) return isAnswered;
      const sent = { key, at: sentAt ?? approvedAt };
      const known = byRecipient.get(to);
      if (known === undefined) byRecipient.set(to, [sent]);
      else known.push(sent);
      return true;
    },
    sorted: () => {
      const byKey = new Map<KeyedHash, Reply[]>();
      const others: Reply[] = [];
      for (const reply of replies) {
        const direct = reply.answers === null ? undefined : bySid.get(reply.answers);
        const key = direct ?? lastBefore(reply, byRecipient.get(whatsappAddress(reply.sender)));
        if (key === undefined) others.push(reply);
        else byKey.set(key, [...(byKey.get(key) ?? []), reply]);
      }
      return { byKey, others };
    },
  };
}

function lastBefore({ at }: Reply, messages: readonly SentMessage[] = []): KeyedHash | undefined {
  return messages
    .filter((sent) => sent.at <= at)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1)?.key;
}
