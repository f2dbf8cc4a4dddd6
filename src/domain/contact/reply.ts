import type { MessageSid } from '../delivery/ids.ts';
import type { LedgerMessage } from '../delivery/ledger-message.ts';
import type { Sealed } from '../delivery/seal.ts';

/** What a parent wrote back. All of its text is theirs and untrusted. */
export type Reply = {
  readonly sid: MessageSid;
  /** An E.164 number; where WhatsApp hides it, a business-scoped user id such as `GB.1a2b…`. */
  readonly sender: string;
  /** The business-scoped user id where it came beside the number. */
  readonly userId: string | null;
  readonly text: string;
  /** The text of the button that was pressed. */
  readonly button: string | null;
  /** Addresses of pictures and the like, at Twilio. */
  readonly media: readonly string[];
  /** The message it was written in answer to, where WhatsApp tells. */
  readonly answers: MessageSid | null;
  readonly at: Date;
};

/** Replies by the message they answer, and those that answer none of these. */
export type RepliesTo = {
  readonly byKey: ReadonlyMap<Sealed, readonly Reply[]>;
  readonly others: readonly Reply[];
};

/** Puts replies beside messages that are seen one after the other. */
export type ReplySorter = {
  readonly see: (message: LedgerMessage) => void;
  /** Once every message was seen. */
  readonly sorted: () => RepliesTo;
};

type Left = { readonly key: Sealed; readonly at: Date };

/**
 * Puts each reply beside a message: the one that WhatsApp says it answers, else the last one that had
 * gone to its sender by then. Of the messages no more is kept than those need.
 */
export function replySorter(replies: readonly Reply[]): ReplySorter {
  const answered = new Set(replies.map(({ answers }) => answers));
  const senders = new Set(replies.map(({ sender }) => `whatsapp:${sender}`));
  const bySid = new Map<string, Sealed>();
  const byRecipient = new Map<string, Left[]>();
  return {
    see: ({ key, messageSid, to, sentAt, approvedAt }) => {
      if (messageSid !== null && answered.has(messageSid)) bySid.set(messageSid, key);
      if (!senders.has(to)) return;
      const left = { key, at: sentAt ?? approvedAt };
      const known = byRecipient.get(to);
      if (known === undefined) byRecipient.set(to, [left]);
      else known.push(left);
    },
    sorted: () => {
      const byKey = new Map<Sealed, Reply[]>();
      const others: Reply[] = [];
      for (const reply of replies) {
        const direct = reply.answers === null ? undefined : bySid.get(reply.answers);
        const key = direct ?? lastBefore(reply, byRecipient.get(`whatsapp:${reply.sender}`));
        if (key === undefined) others.push(reply);
        else byKey.set(key, [...(byKey.get(key) ?? []), reply]);
      }
      return { byKey, others };
    },
  };
}

function lastBefore({ at }: Reply, messages: readonly Left[] = []): Sealed | undefined {
  return messages
    .filter((left) => left.at <= at)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1)?.key;
}
