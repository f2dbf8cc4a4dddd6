import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { Template } from '../../domain/message/template.ts';
import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { DeliveryState } from '../../domain/delivery/state.ts';
import type { OpenAttempt } from './ledger.ts';

/** The road to Twilio's Messages resource for messages. Takes nothing that a person has not approved. */
export type MessageGateway = {
  /**
   * Never throws for what Twilio or the network does: that is what an outcome is for.
   *
   * @param attempt what Twilio is to name when it tells of the message
   */
  readonly send: (message: ApprovedMessage, attempt?: AttemptId) => Promise<Outcome>;
};

export type TemplateSource = {
  /** @throws InviteError when there is no template that may be sent */
  readonly fetch: () => Promise<Template>;
};

/** What Twilio's own list has of one message. */
export type SearchResult =
  | {
      readonly kind: 'asked';
      /** The ids of what fits, oldest first; none where it shows none. */
      readonly sids: readonly MessageSid[];
      /** What may be it and is not certain to be, oldest first; none where it is left out. */
      readonly candidates?: readonly Candidate[];
    }
  /** Twilio could not be asked, or gave no usable answer. */
  | { readonly kind: 'not_asked' };

/** Twilio's list of what was sent: the only way to settle an outcome that nobody knows. */
export type SentMessages = {
  /** Never throws for what Twilio or the network does. */
  readonly search: (attempt: Pick<OpenAttempt, 'to' | 'body' | 'since'>) => Promise<SearchResult>;
};

/** What Twilio tells of one message that it accepted. */
export type DeliveryReport = {
  readonly sid: MessageSid;
  /** Null for a state that we do not know, which must move nothing. */
  readonly state: DeliveryState | null;
  readonly errorCode: number | null;
  /** Since when, by Twilio's clock. */
  readonly at: Date;
};

/**
 * The next page of a list, newest first; null once there is none. A call that failed can be made again.
 *
 * @throws InviteError `twilio_unreachable`, `twilio_unclear`, `twilio_refused`
 */
export type PageReader<Item> = () => Promise<readonly Item[] | null>;

/** Twilio's account of the messages that the sender sent and got. */
export type MessageLog = {
  /** How many messages one request brings. */
  readonly pageSize: number;
  readonly sentSince: (since: Date) => PageReader<DeliveryReport>;
  readonly receivedSince: (since: Date) => PageReader<Reply>;
  /**
   * Null where Twilio no longer has it.
   *
   * @throws InviteError as a `PageReader` does
   */
  readonly one: (sid: MessageSid) => Promise<DeliveryReport | null>;
};
