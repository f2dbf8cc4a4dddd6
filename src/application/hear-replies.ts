import type { OptOutState } from '../domain/opt-out.ts';
import type { Reply } from '../domain/reply.ts';
import { stopWishOf, type StopWish } from '../domain/stop-words.ts';
import { keepFrom, type KeepPorts } from './keep-from.ts';
import type { Replies } from './people-ports.ts';

export type HeardReply = {
  readonly kind: 'reply';
  readonly reply: Reply;
  readonly wish: StopWish;
  /**
   * `stopped`, `pending`: nothing is sent to its sender any more. `hidden`: that is wanted, and waits
   * until somebody knows whose number it is.
   */
  readonly optOut: OptOutState | 'hidden' | null;
};

type ReplyPorts = {
  readonly replies: Pick<Replies, 'add' | 'from' | 'numberBehind'>;
  readonly optOuts: KeepPorts['optOuts'];
  readonly tell: (event: HeardReply) => void;
};

const OPT_OUT_BY_WISH = { stop: 'stopped', perhaps: 'pending', start: null, no: null } as const;

/**
 * Keeps what parents wrote, each reply once. One of the words for it stops messages at once; wording
 * that may mean it holds them back until the operator has read it.
 */
export async function hearReplies(
  heard: readonly Reply[],
  { replies, optOuts, tell }: ReplyPorts,
): Promise<void> {
  // Twilio lists the newest first, of one second too.
  for (const reply of heard.toReversed().toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    // oxlint-disable-next-line no-await-in-loop -- what somebody wrote first counts first
    const known = await replies.from(reply.sender);
    if (known.some(({ sid }) => sid === reply.sid)) continue;
    const wish = stopWishOf(reply.text);
    const wanted = OPT_OUT_BY_WISH[wish];
    // Before the reply is kept, so that a run which ends in between does it again.
    // oxlint-disable-next-line no-await-in-loop -- as above
    const phone = await keepFrom(reply, wanted, { replies, optOuts });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await replies.add(reply);
    const optOut = wanted !== null && phone === null ? 'hidden' : wanted;
    tell({ kind: 'reply', reply, wish, optOut });
  }
}
