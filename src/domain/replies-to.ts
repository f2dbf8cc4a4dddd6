import type { LedgerMessage } from './ledger-message.ts';
import type { Sealed } from './delivery/seal.ts';
import type { Reply } from './reply.ts';

/** Replies by the message they answer, and those that answer none of these. */
export type RepliesTo = {
  readonly byKey: ReadonlyMap<Sealed, readonly Reply[]>;
  readonly others: readonly Reply[];
};

/**
 * Puts each reply beside a message: the one that WhatsApp says it answers, else the last one that had
 * gone to its sender by then.
 */
export function repliesTo(
  messages: readonly LedgerMessage[],
  replies: readonly Reply[],
): RepliesTo {
  const bySid = new Map(messages.map((message) => [message.messageSid, message]));
  const byRecipient = Map.groupBy(messages, ({ to }) => to);
  const byKey = new Map<Sealed, Reply[]>();
  const others: Reply[] = [];
  for (const reply of replies) {
    const answered = reply.answers === null ? undefined : bySid.get(reply.answers);
    const message = answered ?? lastBefore(reply, byRecipient.get(`whatsapp:${reply.sender}`));
    if (message === undefined) others.push(reply);
    else byKey.set(message.key, [...(byKey.get(message.key) ?? []), reply]);
  }
  return { byKey, others };
}

function lastBefore(
  { at }: Reply,
  messages: readonly LedgerMessage[] = [],
): LedgerMessage | undefined {
  return messages
    .filter(({ sentAt, approvedAt }) => (sentAt ?? approvedAt) <= at)
    .toSorted((a, b) => timeOf(a) - timeOf(b))
    .at(-1);
}

function timeOf({ sentAt, approvedAt }: LedgerMessage): number {
  return (sentAt ?? approvedAt).getTime();
}
