import type { Sealed } from './seal.ts';
import type { Message } from '../message/message.ts';
import type { Attempt, Doubt } from './outcome.ts';
import type { ContentVariables, TemplateSid } from '../message/template.ts';

/** A message as the ledger knows it: its latest attempt, and whom it is for. */
export type LedgerMessage = Attempt & {
  readonly key: Sealed;
  readonly inviteeKey: Sealed;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly player: string;
  readonly parent: string;
  /** `Panthers u11s`. */
  readonly team: string;
  /** Whether names, number, text and list were erased, and are empty here. */
  readonly isErased: boolean;
  /** A test went to one of the operator's own phones, and counts as nobody's invite. */
  readonly purpose: Message['purpose'];
  readonly season: string;
  readonly approvedAt: Date;
  /** When its request can first have left; null where none did. */
  readonly sentAt: Date | null;
  readonly doubt: Doubt | null;
  /** Twilio's code for why it did not come. */
  readonly deliveryCode: number | null;
  /** Since when it has been that far, by Twilio's clock. */
  readonly deliveryAt: Date | null;
  readonly templateSid: TemplateSid;
  readonly variables: Partial<ContentVariables>;
  /** The text as it was approved. */
  readonly body: string;
  /** The list that it was approved from, and its row there. */
  readonly file: string;
  readonly row: number;
};
