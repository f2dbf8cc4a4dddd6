import type { OptOutState } from '../domain/opt-out.ts';
import type { Reply } from '../domain/reply.ts';
import { stopWishOf, type StopWish } from '../domain/stop-words.ts';
import { phoneOf } from './phone-of.ts';
import type { OptOuts, Replies } from './people-ports.ts';

export type HeardReply = {
  readonly kind: 'reply';
  readonly reply: Reply;
  readonly wish: StopWish;
  /**
   * `stopped`, `pending`: nothing is sent to its sender any more. `hidden`: that is wanted, and
   * WhatsApp does not tell whose number it is.
   */
  readonly optOut: OptOutState | 'hidden' | null;
};

type ReplyPorts = {
  readonly replies: Pick<Replies, 'add' | 'from'>;
  readonly optOuts: Pick<OptOuts, 'add'>;
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
    const phone = phoneOf(reply.sender);
    // Before the reply is kept, so that a run which ends in between does it again.
    if (wanted !== null && phone !== null) {
      const said = {
        state: wanted,
        source: 'reply',
        operator: 'the parent',
        at: reply.at,
      } as const;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await optOuts.add([phone], said);
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    await replies.add(reply);
    const optOut = wanted !== null && phone === null ? 'hidden' : wanted;
    tell({ kind: 'reply', reply, wish, optOut });
  }
}
