import type { OptOut, OptOutState } from '../../domain/contact/opt-out.ts';
import { userIdsIn, type Reply } from '../../domain/contact/reply.ts';
import { optOutFor, replyIntentOf, type ReplyIntent } from '../../domain/contact/stop-words.ts';
import { type Phone, parsePhone } from '../../domain/record/phone/phone.ts';
import type { OptOuts, OptOutDetails, Replies } from '../ports/contact.ts';

export type ReplyPorts = {
  readonly replies: Pick<Replies, 'add' | 'from' | 'numberBehind'>;
  readonly optOuts: Pick<OptOuts, 'add' | 'has' | 'history'>;
};

/** What `receiveReply` did with a reply. */
export type Received =
  /** The reply was recorded before. It has no effect a second time. */
  | { readonly kind: 'repeat' }
  | {
      readonly kind: 'news';
      readonly wish: ReplyIntent;
      /**
       * `stopped`, `pending`: nothing is sent to the sender any more. `hidden`: an opt-out that takes
       * effect when the number behind the user id becomes known. `unmatched`: an opt-out that cannot take
       * effect before an operator says who the sender is.
       */
      readonly optOut: OptOutState | 'hidden' | 'unmatched' | null;
    };

/**
 * Records a parent's reply once, and the opt-out that it asks for or may ask for. A repeated reply has
 * no effect: an operator may have ended the opt-out since.
 *
 * @throws InviteError when the ledger fails
 */
export async function receiveReply(reply: Reply, ports: ReplyPorts): Promise<Received> {
  const known = await ports.replies.from(reply.sender);
  if (known.some(({ sid }) => sid === reply.sid)) return { kind: 'repeat' };
  const wish = replyIntentOf(reply);
  const wanted = optOutFor(wish);
  const number = await applyWish(reply, wanted, ports);
  const isReadable = phoneOf(reply.sender) !== null || userIdsIn(reply).length > 0;
  // Last, so that a recorded reply has always had its effect.
  await ports.replies.add(isReadable ? reply : withMatch(reply, wanted, number));
  if (wanted === null || number !== null) return { kind: 'news', wish, optOut: wanted };
  return { kind: 'news', wish, optOut: isReadable ? 'hidden' : 'unmatched' };
}

/** What is known of a sender in an unknown form: the number of the message that it answers, or nothing. */
function withMatch(reply: Reply, wanted: OptOutState | null, phone: Phone | null): Reply {
  if (phone !== null) return { ...reply, matched: { phone, operator: PARENT, at: reply.at } };
  return wanted === null ? reply : { ...reply, unmatched: wanted };
}

/** Who added an opt-out that follows from a reply. */
const PARENT = 'the parent';

/**
 * Records the opt-out for the sender's number and user id. An earlier opt-out under the user id is
 * copied to the number once the reply shows which number it is.
 *
 * @returns the sender's number, or null where it is not known
 */
async function applyWish(
  reply: Reply,
  state: OptOutState | null,
  { replies, optOuts }: ReplyPorts,
): Promise<Phone | null> {
  const ids = userIdsIn(reply);
  const number = phoneOf(reply.sender) ?? (await numberBehind(reply, replies));
  const details = { source: 'reply', operator: PARENT, at: reply.at } as const;
  // Under the user id too: the next message of the same person may only have the id.
  const recipients = [...new Set(number === null ? ids : [number, ...ids])];
  if (state !== null) await optOuts.add(recipients, { ...details, state });
  if (number === null) return null;
  for (const id of await optOuts.has(ids)) {
    // oxlint-disable-next-line no-await-in-loop -- usually one id
    const before = (await optOuts.history(id)).findLast(({ ended }) => ended === null);
    // oxlint-disable-next-line no-await-in-loop -- usually one id
    if (before !== undefined) await optOuts.add([number], detailsOf(before));
  }
  return number;
}

/** The number of the first of the sender's ids that has one. */
async function numberBehind(
  reply: Reply,
  replies: Pick<Replies, 'numberBehind'>,
): Promise<Phone | null> {
  for (const id of new Set([reply.sender, ...userIdsIn(reply)])) {
    // oxlint-disable-next-line no-await-in-loop -- usually one id
    const number = await replies.numberBehind(id, reply.answers);
    if (number !== null) return number;
  }
  return null;
}

function detailsOf({ state, source, operator, at, why }: OptOut): OptOutDetails {
  return { state, source, operator, at, ...(why === undefined ? {} : { why }) };
}

/** The phone number in `whatsapp:+44…` or `+44…`; null where WhatsApp hides it behind a user id. */
export function phoneOf(address: string): Phone | null {
  const number = address.replace(/^whatsapp:/u, '');
  const phone = number.startsWith('+') ? parsePhone(number) : null;
  return phone?.ok === true ? phone.value : null;
}
