import { MESSAGE_RECORD } from '../../../domain/delivery/message-record.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { asPhone, type Phone } from '../../../domain/record/phone/phone.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { asUserId, withoutChannel } from '../../../domain/contact/recipient.ts';
import { commitWithRetry, flatten, readItem } from '../port/change-item.ts';
import { REPLY, USER } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import {
  epochSecondsAfter,
  answeringKey,
  messageKey,
  REPLY_KEPT_DAYS,
  repliesFrom,
  userKey,
} from '../layout.ts';
import { aliasWrites, sidLookup, withUserIds } from '../messages/lookup-items.ts';
import type { Write } from '../port/store.ts';

/**
 * Who is behind a WhatsApp user id. A number tells it by writing with the id beside it, and a message by
 * being answered under the id. It is written down when it is learnt, in both directions, so that whoever
 * asks about a number reads two items however many people there are.
 *
 * An answer may come at the moment at which the ledger learns the SID of the message, on another machine.
 * Each writes down what it knows before it looks for what the other does, so that one of the two sees both.
 */
type UserIds = {
  /**
   * What a reply tells of it; written before the reply, so that no reply is without it. That a message was
   * answered under an id alone is written at once.
   */
  readonly learntFrom: (reply: Reply) => Promise<readonly Write[]>;
  readonly numberBehind: (userId: string, answers: MessageSid | null) => Promise<Phone | null>;
};

export function userIds(context: LedgerContext): UserIds {
  const { store, mode, read } = context;
  const leads = sidLookup(context);

  const recipientOf = async (sid: MessageSid): Promise<Phone | null> => {
    const lead = await leads.messageOf(sid);
    if (lead === null || lead.isAnswer) return null;
    const message = await readItem(context, MESSAGE_RECORD, messageKey(mode, lead.key));
    return asPhone(withoutChannel(message?.doc.attempt.recipient ?? ''));
  };

  /** The number of the message that is answered, or of the last one that was. */
  const numberAnswered = async (
    userId: string,
    answers: MessageSid | null,
  ): Promise<Phone | null> => {
    const now = answers === null ? null : await recipientOf(answers);
    if (now !== null) return now;
    const written = store.query('person', repliesFrom(mode, userId), { descending: true });
    for await (const { doc } of flatten(written)) {
      const reply = read(REPLY, doc);
      const earlier = reply.answers === null ? null : await recipientOf(reply.answers);
      if (earlier !== null) return earlier;
    }
    return null;
  };

  return {
    learntFrom: async ({ sender, userId, answers, at }) => {
      const id = asUserId(userId ?? sender);
      if (id === null) return [];
      const wroteAt = at.toISOString();
      const own = asPhone(sender);
      if (own === null) {
        if (answers === null) return [];
        await commitWithRetry(
          store,
          async () => await withUserIds(context, answeringKey(mode, answers), [id]),
        );
        const number = await recipientOf(answers);
        return number === null ? [] : await aliasWrites(context, number, [id]);
      }
      const known = await readItem(context, USER, userKey(mode, id));
      // The number of the newest reply counts, in whatever order they are told.
      const isNews = known === null || known.doc.wroteAt <= wroteAt;
      const user = {
        ...userKey(mode, id),
        doc: { phone: own, wroteAt },
        expiresAt: epochSecondsAfter(wroteAt, REPLY_KEPT_DAYS),
        expected: known?.version ?? null,
      };
      return [...(isNews ? [user] : []), ...(await aliasWrites(context, own, [id]))];
    },

    numberBehind: async (userId, answers) => {
      const known = await readItem(context, USER, userKey(mode, userId));
      return known === null ? await numberAnswered(userId, answers) : known.doc.phone;
    },
  };
}
