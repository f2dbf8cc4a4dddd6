import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { AttemptState, DeliveryState } from '../../domain/delivery/state.ts';
import type { ContentVariables, TemplateSid } from '../../domain/message/template.ts';

/** One message as the ledger knows it, by its latest attempt: what a report tells. */
export type ReportLine = {
  readonly key: KeyedHash;
  readonly inviteeKey: KeyedHash;
  readonly player: string;
  readonly parent: string;
  readonly team: string;
  readonly season: string;
  /** Whether names, number, text and list were erased, and are empty here. */
  readonly isErased: boolean;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly state: AttemptState;
  readonly messageSid: MessageSid | null;
  /** Of unknown outcome: what Twilio has that may be it. */
  readonly candidate?: Candidate;
  /** Why Twilio refused it. */
  readonly twilioCode: number | null;
  readonly delivery: DeliveryState | null;
  /** Why it was not delivered. */
  readonly deliveryCode: number | null;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  /** When its request went out; null where none did. */
  readonly sentAt: Date | null;
  /** When the last was heard of it. */
  readonly at: Date;
  readonly templateSid: TemplateSid;
  readonly variables: Partial<ContentVariables>;
  /** The text as it was approved. */
  readonly body: string;
  readonly file: string;
  readonly row: number;
};

export function reportLineOf(message: LedgerMessage): ReportLine {
  const { operator, at, deliveryAt } = message;
  return { ...message, approvedBy: operator, at: deliveryAt ?? at };
}
