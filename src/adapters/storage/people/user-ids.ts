import { withoutChannel } from '../../../domain/contact/recipient.ts';
import { userIdsIn, type Reply } from '../../../domain/contact/reply.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { MESSAGE_RECORD } from '../../../domain/delivery/message-record.ts';
import { asPhone, type Phone } from '../../../domain/record/phone/phone.ts';
import { REPLY, USER } from '../documents.ts';
import {
  epochSecondsAfter,
  answeringKey,
  messageKey,
  REPLY_KEPT_DAYS,
  repliesFrom,
  userKey,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { aliasWrites, sidLookup, withUserIds } from '../messages/lookup-items.ts';
import { commitWithRetry, flatten, readItem } from '../port/change-item.ts';
import type { Write } from '../port/store.ts';

/**
 * The numbers of WhatsApp user ids. A reply that has both a number and an id shows it, and so does
 * a reply with an id alone to a message whose number is known. Both directions are stored, so a
 * look-up by number reads two items, independent of the number of people.
 *
 * A reply and the SID of the message that it answers may be recorded at the same time, on two
 * machines. Each writes its own part before it reads the other's, so at least one of them sees
 * both.
 */
type UserIds = {
  /**
   * The writes that have to precede a reply: what it shows about a user id. If it has no number,
   * the id is added to the message that it answers at once.
   */
  readonly writesFor: (reply: Reply) => Promise<readonly Write[]>;
  /** @param answers the message that the reply answers, which is used if the id has no number yet */
  readonly numberBehind: (userId: string, answers: MessageSid | null) => Promise<Phone | null>;
};

export function userIds(context: LedgerContext): UserIds {
  const { store, mode, read } = context;
  const entries = sidLookup(context);

  const recipientOf = async (sid: MessageSid): Promise<Phone | null> => {
    const entry = await entries.messageOf(sid);
    if (entry === null || entry.isAnswer) return null;
    const message = await readItem(context, MESSAGE_RECORD, messageKey(mode, entry.key));
    return asPhone(withoutChannel(message?.doc.attempt.recipient ?? ''));
  };

  /** The number of the answered message, or of the last message that this user id answered. */
  const numberAnswered = async (
    userId: string,
    answers: MessageSid | null,
  ): Promise<Phone | null> => {
    const answered = answers === null ? null : await recipientOf(answers);
    if (answered !== null) return answered;
    const written = store.query('person', repliesFrom(mode, userId), { descending: true });
    for await (const { doc } of flatten(written)) {
      const reply = read(REPLY, doc);
      const answeredBefore = reply.answers === null ? null : await recipientOf(reply.answers);
      const earlier = answeredBefore ?? reply.matched?.phone ?? null;
      if (earlier !== null) return earlier;
    }
    return null;
  };

  return {
    writesFor: async (reply) => {
      const { sender, answers, at } = reply;
      const ids = userIdsIn(reply);
      if (ids.length === 0) return [];
      const wroteAt = at.toISOString();
      const own = asPhone(sender);
      if (own === null) {
        if (answers === null) return [];
        await commitWithRetry(
          store,
          async () => await withUserIds(context, answeringKey(mode, answers), ids),
        );
        const number = await recipientOf(answers);
        return number === null ? [] : await aliasWrites(context, number, ids);
      }
      const users: Write[] = [];
      for (const id of ids) {
        // oxlint-disable-next-line no-await-in-loop -- one id, as a rule
        const known = await readItem(context, USER, userKey(mode, id));
        // The number of the newest reply is used, in whatever order replies arrive.
        if (known !== null && known.doc.wroteAt > wroteAt) continue;
        users.push({
          ...userKey(mode, id),
          doc: { phone: own, wroteAt },
          expiresAt: epochSecondsAfter(wroteAt, REPLY_KEPT_DAYS),
          expected: known?.version ?? null,
        });
      }
      return [...users, ...(await aliasWrites(context, own, ids))];
    },

    numberBehind: async (userId, answers) => {
      const known = await readItem(context, USER, userKey(mode, userId));
      return known === null ? await numberAnswered(userId, answers) : known.doc.phone;
    },
  };
}
