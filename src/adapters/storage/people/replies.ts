import type { Handled, Replies } from '../../../application/ports/contact.ts';
import { isSameHandling, type Handling } from '../../../domain/contact/handling.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { REPLY, type ReplyDoc } from '../documents.ts';
import {
  expiry,
  REPLY_KEPT_DAYS,
  repliesFrom,
  repliesList,
  replyItem,
  replyKey,
  unmatchedList,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem, flatten } from '../port/change-item.ts';
import type { Item, Stored } from '../port/store.ts';
import { userIds } from './user-ids.ts';

/** The replies of parents in a ledger. */
export function repliesIn(context: LedgerContext): Omit<Replies, 'close'> {
  const { store, mode, read } = context;
  const ids = userIds(context);
  const itemOf = (doc: ReplyDoc): Item => ({
    ...replyItem(mode, doc),
    ...expiry(context, doc.at, REPLY_KEPT_DAYS),
  });
  async function* repliesOf(pages: AsyncIterable<readonly Stored[]>): AsyncIterable<Reply> {
    for await (const { doc } of flatten(pages)) {
      yield replyOf(read(REPLY, doc));
    }
  }
  return {
    add: async (reply) => {
      const key = replyKey(mode, reply.sid);
      const item = { ...itemOf(docOf(reply)), expected: null };
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- each attempt reads the items again
        if ((await store.get(key)) !== null) return false;
        // oxlint-disable-next-line no-await-in-loop -- as above
        const before = await ids.writesFor(reply);
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (await store.commit([...before, item])) return true;
      }
    },
    from: async (sender) =>
      await Array.fromAsync(repliesOf(store.query('person', repliesFrom(mode, sender)))),
    since: (at, { newestFirst: descending } = { newestFirst: false }) =>
      repliesOf(store.query('list', repliesList(mode), { from: at.toISOString(), descending })),
    numberBehind: ids.numberBehind,
    unmatched: async () =>
      await Array.fromAsync(repliesOf(store.query('due', unmatchedList(mode)))),
    match: async (sid, { phone, operator, at }) =>
      await changeItem(context, REPLY, replyKey(mode, sid), (known) => {
        if (known?.unmatched === undefined) return { write: null, result: false };
        const { unmatched: _answered, ...reply } = known;
        const matched = { phone, operator, at: at.toISOString() };
        return { write: itemOf({ ...reply, matched }), result: true };
      }),
    handle: async (sid, handling, seen) =>
      await changeItem<ReplyDoc, Handled>(context, REPLY, replyKey(mode, sid), (known) => {
        if (known === null) return { write: null, result: { kind: 'missing', handling: null } };
        const current = known.handled === undefined ? null : handlingOf(known.handled);
        if (!isSameHandling(current, seen))
          return { write: null, result: { kind: 'handled_since', handling: current } };
        const handled = { ...handling, at: handling.at.toISOString() };
        return { write: itemOf({ ...known, handled }), result: { kind: 'handled' } };
      }),
  };
}

function handlingOf({ at, ...handled }: NonNullable<ReplyDoc['handled']>): Handling {
  return { ...handled, at: new Date(at) };
}

function docOf({ matched, handled, at, media, attachments, ...reply }: Reply): ReplyDoc {
  return {
    ...reply,
    at: at.toISOString(),
    media: [...media],
    ...(attachments === undefined ? {} : { attachments: [...attachments] }),
    ...(matched === undefined ? {} : { matched: { ...matched, at: matched.at.toISOString() } }),
    ...(handled === undefined ? {} : { handled: { ...handled, at: handled.at.toISOString() } }),
  };
}

export function replyOf({ matched, handled, at, ...reply }: ReplyDoc): Reply {
  return {
    ...reply,
    at: new Date(at),
    ...(matched === undefined ? {} : { matched: { ...matched, at: new Date(matched.at) } }),
    ...(handled === undefined ? {} : { handled: handlingOf(handled) }),
  };
}
