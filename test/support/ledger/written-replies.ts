import { join } from 'node:path';
import { inboundMessage } from '../../../src/adapters/simulator/messages/inbound.ts';
import type { MessageStore } from '../../../src/adapters/simulator/messages/message-store.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Mode } from '../../../src/domain/set-up/mode.ts';
import { aMessage, aReplyFrom } from '../builders.ts';
import { ACCOUNT_SID, SENDER } from '../sending/stand-in.ts';
import { attemptedEarlier } from './ledger-earlier.ts';
import { openSqliteLedger, openReplies } from './ledger-parts.ts';

/** A parent who was invited and wrote back. */
export type WrittenReply = {
  /** The last three digits of the number. */
  readonly from: string;
  readonly text: string;
  /** When it was written, in ISO 8601. */
  readonly at: string;
  /** Fields of the invite; null for a stranger, who has none. */
  readonly invite?: Parameters<typeof aMessage>[0] | null;
  readonly reply?: Partial<Reply>;
};

const sidOf = (prefix: 'MM' | 'SM', number: number): MessageSid =>
  `${prefix}${String(number).padStart(32, '0')}` as MessageSid;

/** How long before a parent wrote the invite was sent: an hour. */
const INVITED_BEFORE_MS = 3_600_000;

/**
 * Writes invites into the ledger of a home, and what parents wrote back into the ledger or into a stand-in's
 * store, from which the tool fetches it.
 */
export async function writeReplies(
  home: string,
  mode: Mode,
  written: readonly WrittenReply[],
  store: MessageStore | null = null,
): Promise<void> {
  const file = join(home, mode === 'rehearsal' ? 'rehearsal.db' : 'ledger.db');
  const ledger = openSqliteLedger(file, mode);
  const replies = openReplies(file, mode);
  for (const [index, { from, text, at, invite = {}, reply = {} }] of written.entries()) {
    const number = `+447700900${from}`;
    const invitedAt = new Date(Date.parse(at) - INVITED_BEFORE_MS);
    if (invite !== null) {
      const message = aMessage({ ...invite, parent_tel: number });
      const outcome = { kind: 'accepted', messageSid: sidOf('MM', index + 1) } as const;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await attemptedEarlier(ledger, message, outcome, invitedAt);
    }
    if (store !== null) {
      const [to, received] = [SENDER, new Date(at)];
      const message = { accountSid: ACCOUNT_SID, from: `whatsapp:${number}`, to, body: text };
      store.add(inboundMessage({ ...message, at: received }));
      continue;
    }
    const sid = sidOf('SM', Date.parse(at) + index);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await replies.add({ ...aReplyFrom(number), sid, text, at: new Date(at), ...reply });
  }
  await replies.close();
  await ledger.close();
}
