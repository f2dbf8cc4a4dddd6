import type { Replies } from '../../../application/ports/contact.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import { flatten } from '../port/change-item.ts';
import { REPLY } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import {
  expiry,
  REPLY_KEPT_DAYS,
  repliesFrom,
  repliesList,
  replyItem,
  replyKey,
} from '../layout.ts';
import type { Stored } from '../port/store.ts';
import { userIds } from './user-ids.ts';

/** What parents wrote back, in a ledger. */
export function repliesIn(context: LedgerContext): Omit<Replies, 'close'> {
  const { store, mode, read } = context;
  const people = userIds(context);
  async function* told(pages: AsyncIterable<readonly Stored[]>): AsyncIterable<Reply> {
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
        // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
        if ((await store.get(key)) !== null) return false;
        // oxlint-disable-next-line no-await-in-loop -- as above
        const before = await people.learntFrom(reply);
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (await store.commit([...before, item])) return true;
      }
    },
    from: async (sender) =>
      await Array.fromAsync(told(store.query('person', repliesFrom(mode, sender)))),
    since: (at, { newestFirst: descending } = { newestFirst: false }) =>
      told(store.query('list', repliesList(mode), { from: at.toISOString(), descending })),
    numberBehind: people.numberBehind,
  };
}
