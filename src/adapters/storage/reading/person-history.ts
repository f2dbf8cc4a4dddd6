import type { PersonHistory } from '../../../application/report/whole-history.ts';
import { phoneHashOf, whatsappAddress } from '../../../domain/contact/recipient.ts';
import { MESSAGE_RECORD } from '../../../domain/delivery/message-record.ts';
import { nationalForm } from '../../../domain/record/phone/phone.ts';
import { REPLY, USER_IDS } from '../documents.ts';
import { aliasKey, messageList, messagesTo, repliesFrom } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { replyOf } from '../people/replies.ts';
import { flatten } from '../port/change-item.ts';
import { eventsOf } from './from-record.ts';
import { recordsOf } from './reading.ts';

/** What a person's history has beside the events of the messages to them. */
export function personHistoryIn(context: LedgerContext): PersonHistory {
  const { store, mode, keyedHash, read, isShared } = context;
  const answersIn = `${mode}#answers` as const;
  return {
    answers: async function* (phone) {
      const pages =
        phone === null
          ? store.query('list', messageList(answersIn))
          : store.query('person', messagesTo(answersIn, whatsappAddress(phone)));
      for await (const record of recordsOf(context, pages)) yield* eventsOf(record, keyedHash);
    },

    naming: async function* (phone) {
      const own = whatsappAddress(phone);
      const national = nationalForm(phone);
      // An operator of a table has no permission to scan it.
      const pages = isShared ? store.query('list', messageList(mode)) : store.scan(national);
      for await (const stored of flatten(pages)) {
        if (!stored.pk.startsWith(`${mode}#message#`)) continue;
        const record = read(MESSAGE_RECORD, stored.doc);
        for (const event of eventsOf(record, keyedHash)) {
          const isNamed = event.to !== own && event.body.includes(national);
          if (isNamed && event.state === 'approved') yield event;
        }
      }
    },

    hiddenReplies: async (phone) => {
      const alias = await store.get(aliasKey(mode, keyedHash(phoneHashOf(phone))));
      const ids = alias === null ? [] : read(USER_IDS, alias.doc).userIds;
      const replies = [];
      for (const id of ids) {
        // oxlint-disable-next-line no-await-in-loop -- few people have a user id, and most of them one
        for await (const { doc } of flatten(store.query('person', repliesFrom(mode, id)))) {
          replies.push(replyOf(read(REPLY, doc)));
        }
      }
      return replies;
    },
  };
}
