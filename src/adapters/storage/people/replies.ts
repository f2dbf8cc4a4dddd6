import type { Replies } from '../../../application/ports/contact.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { REPLY } from '../documents.ts';
import {
  expiry,
  REPLY_KEPT_DAYS,
  repliesFrom,
  repliesList,
  replyItem,
  replyKey,
} from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten } from '../port/change-item.ts';
import type { Stored } from '../port/store.ts';
import { userIds } from './user-ids.ts';

/** The replies of parents in a ledger. */
export function repliesIn(context: LedgerContext): Omit<Replies, 'close'> {
  const { store, mode, read } = context;
  const ids = userIds(context);
  async function* repliesOf(pages: AsyncIterable<readonly Stored[]>): AsyncIterable<Reply> {
    for await (const { doc } of flatten(pages)) {
      const { at, ...reply } = read(REPLY, doc);
      yield { ...reply, at: new Date(at) };
    }
  }
  return {
    add: async (reply) => {
      const key = replyKey(mode, reply.sid);
      const at = reply.at.toISOString();
      const item = {
        ...replyItem(mode, { ...reply, at, media: [...reply.media] }),
        ...expiry(context, at, REPLY_KEPT_DAYS),
        expected: null,
      };
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
  };
}
