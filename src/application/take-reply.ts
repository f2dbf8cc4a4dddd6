import type { OptOutState } from '../domain/opt-out.ts';
import type { Reply } from '../domain/reply.ts';
import { stopWishOf, type StopWish } from '../domain/stop-words.ts';
import { keepFrom, type KeepPorts } from './keep-from.ts';
import type { Replies } from './people-ports.ts';

export type ReplyPorts = {
  readonly replies: Pick<Replies, 'add' | 'from' | 'numberBehind'>;
  readonly optOuts: KeepPorts['optOuts'];
};

export type TakenReply = {
  readonly isNews: boolean;
  readonly wish: StopWish;
  /** Whether the wish to stop holds for a number, and not only for a user id. */
  readonly hasNumber: boolean;
};

const STATE_OF: { readonly [wish in StopWish]: OptOutState | null } = {
  stop: 'stopped',
  perhaps: 'pending',
  // Messages go again to somebody who said stop only by an operator's yes at a terminal.
  start: null,
  no: null,
};

/**
 * Keeps what a parent wrote, and stops writing to them where they want that, or may want it. Told
 * again, it does nothing: an operator may have let messages go again since.
 *
 * @throws InviteError when the ledger fails
 */
export async function takeReply(
  reply: Reply,
  { replies, optOuts }: ReplyPorts,
): Promise<TakenReply> {
  const wish = wishOf(reply);
  const isNews = !(await replies.from(reply.sender)).some(({ sid }) => sid === reply.sid);
  if (!isNews) return { isNews, wish, hasNumber: await isKnown(reply, replies) };
  const hasNumber = (await keepFrom(reply, STATE_OF[wish], { replies, optOuts })) !== null;
  // Last, so that a reply which is kept has had its effect.
  await replies.add(reply);
  return { isNews, wish, hasNumber };
}

async function isKnown(
  { sender, answers }: Reply,
  replies: ReplyPorts['replies'],
): Promise<boolean> {
  return sender.startsWith('+') || (await replies.numberBehind(sender, answers)) !== null;
}

function wishOf({ text, button }: Reply): StopWish {
  const wishes = [text, button ?? ''].map(stopWishOf);
  return RANKED.find((wish) => wishes.includes(wish)) ?? 'no';
}

const RANKED = ['stop', 'perhaps', 'start'] as const satisfies readonly StopWish[];
