import type { OptOutState } from '../domain/opt-out.ts';
import type { Phone } from '../domain/phone.ts';
import type { Reply } from '../domain/reply.ts';
import { asUserId } from '../domain/user-id.ts';
import { phoneOf } from './phone-of.ts';
import type { OptOuts, OptOutSaid, Replies } from './people-ports.ts';

export type KeepPorts = {
  readonly replies: Pick<Replies, 'numberBehind'>;
  readonly optOuts: Pick<OptOuts, 'add' | 'has' | 'history'>;
};

/**
 * Keeps messages from whoever wrote a reply, by their number and by their user id. Where a reply tells
 * whose the id is under which they said stop before, that counts for the number from now on.
 *
 * @param state what the reply wants; null where it wants nothing of the kind
 * @returns the sender's number, or null where nobody knows it
 * @throws InviteError when the ledger fails
 */
export async function keepFrom(
  { sender, userId, answers, at }: Reply,
  state: OptOutState | null,
  { replies, optOuts }: KeepPorts,
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

function saidIn({ state, source, operator, at }: OptOutSaid): OptOutSaid {
  return { state, source, operator, at };
}
