import { randomBytes } from 'node:crypto';
import type { StoredMessage } from './message-store.ts';

type Inbound = Pick<StoredMessage, 'accountSid' | 'from' | 'to' | 'body'> & {
  /** When it comes; before that the list does not show it. */
  readonly at: Date;
};

/** What somebody writes to a sender, for a store. `from` may be a business-scoped user id. */
export function inboundMessage({ accountSid, from, to, body, at }: Inbound): StoredMessage {
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    accountSid,
    from,
    to,
    body,
    contentSid: null,
    contentVariables: null,
    createdAt: at.toISOString(),
    course: { endsAs: 'received' },
    editedAt: null,
    canceled: false,
    deleted: false,
  };
}
