import type { OptOutState } from '../../domain/contact/opt-out.ts';
import { type Phone, parsePhone } from '../../domain/record/phone/phone.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import { optOutFor, replyIntentOf, type ReplyIntent } from '../../domain/contact/stop-words.ts';
import { asUserId } from '../../domain/contact/recipient.ts';
import type { OptOuts, OptOutDetails, Replies } from '../ports/contact.ts';

export type ReplyPorts = {
  readonly replies: Pick<Replies, 'add' | 'from' | 'numberBehind'>;
  readonly optOuts: Pick<OptOuts, 'add' | 'has' | 'history'>;
};

/** What a reply came to. */
export type Received =
  /** It was kept before, and does nothing a second time. */
  | { readonly kind: 'repeat' }
  | {
      readonly kind: 'news';
      readonly wish: ReplyIntent;
      /**
       * `stopped`, `pending`: nothing is sent to its sender any more. `hidden`: that is wanted, and
       * waits until the number behind the user id is known.
       */
      readonly optOut: OptOutState | 'hidden' | null;
    };

/**
 * Keeps what a parent wrote, once, and stops writing to them where they want that, or may want it. Told
 * again, it does nothing: an operator may have let messages go again since.
 *
 * @throws InviteError when the ledger fails
 */
export async function receiveReply(reply: Reply, ports: ReplyPorts): Promise<Received> {
  const known = await ports.replies.from(reply.sender);
  if (known.some(({ sid }) => sid === reply.sid)) return { kind: 'repeat' };
  const wish = replyIntentOf(reply);
  const wanted = optOutFor(wish);
  const number = await applyWish(reply, wanted, ports);
  // Last, so that a reply which is kept has had its effect.
  await ports.replies.add(reply);
  return { kind: 'news', wish, optOut: wanted !== null && number === null ? 'hidden' : wanted };
}

/**
 * Keeps messages from the sender, by their number and by their user id. Where a reply tells whose the id
 * is under which they said stop before, that counts for the number from now on.
 *
 * @returns the sender's number, or null where it is not known
 */
async function applyWish(
  { sender, userId, answers, at }: Reply,
  state: OptOutState | null,
  { replies, optOuts }: ReplyPorts,
): Promise<Phone | null> {
  const ids = [asUserId(sender), asUserId(userId ?? '')].filter((id) => id !== null);
  const number = phoneOf(sender) ?? (await replies.numberBehind(sender, answers));
  const said = { source: 'reply', operator: 'the parent', at } as const;
  // The id stands beside the number: the next message of the same person may come with it alone.
  const whom = [...new Set(number === null ? ids : [number, ...ids])];
  if (state !== null) await optOuts.add(whom, { ...said, state });
  if (number === null) return null;
  for (const id of await optOuts.has(ids)) {
    // oxlint-disable-next-line no-await-in-loop -- one id, as a rule
    const before = (await optOuts.history(id)).findLast(({ ended }) => ended === null);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (before !== undefined) await optOuts.add([number], saidIn(before));
  }
  return number;
}

function saidIn({ state, source, operator, at }: OptOutDetails): OptOutDetails {
  return { state, source, operator, at };
}

/** The number in `whatsapp:+44…` or `+44…`; null where WhatsApp hides it behind a user id. */
export function phoneOf(address: string): Phone | null {
  const number = address.replace(/^whatsapp:/u, '');
  const phone = number.startsWith('+') ? parsePhone(number) : null;
  return phone?.ok === true ? phone.value : null;
}
