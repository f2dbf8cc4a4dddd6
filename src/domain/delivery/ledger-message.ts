import type { Message } from '../message/message.ts';
import type { ContentVariables, TemplateSid } from '../message/template.ts';
import type { Consent } from '../record/consent.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { Attempt, Doubt } from './outcome.ts';

/** A message in the ledger: its latest attempt, with the recipient and the content. */
export type LedgerMessage = Attempt & {
  readonly key: KeyedHash;
  readonly inviteeKey: KeyedHash;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly player: string;
  readonly parent: string;
  /** Team and age group: `Panthers u11s`. */
  readonly team: string;
  /** Whether names, number, text and list were erased. Those fields are empty then. */
  readonly isErased: boolean;
  /** A test was sent to the operator's own phone and does not count as an invite. */
  readonly purpose: Message['purpose'];
  readonly season: string;
  readonly approvedAt: Date;
  /** The earliest time at which the request can have been sent; null if there was none. */
  readonly sentAt: Date | null;
  readonly doubt: Doubt | null;
  readonly templateSid: TemplateSid;
  readonly variables: Partial<ContentVariables>;
  /** The text as it was approved. */
  readonly body: string;
  /** The list that the message comes from, and its row there. */
  readonly file: string;
  readonly row: number;
  /** What was on record about the parent's consent when the message was approved. */
  readonly consent?: Consent;
};
