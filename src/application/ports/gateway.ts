import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import type { DeliveryState } from '../../domain/delivery/state.ts';
import type { Template } from '../../domain/message/template.ts';
import type { OpenAttempt } from './ledger.ts';

/** Creates messages with Twilio's Messages resource. It only accepts approved messages. */
export type MessageGateway = {
  /**
   * Does not throw for errors of Twilio or the network: the outcome states them.
   *
   * @param validitySeconds how long Twilio may keep the message before it sends it
   * @param attempt an id that Twilio returns in its callbacks about this message
   */
  readonly send: (
    message: ApprovedMessage,
    validitySeconds: number,
    attempt?: AttemptId,
  ) => Promise<Outcome>;
};

export type TemplateSource = {
  /** @throws InviteError when there is no template that can be sent */
  readonly fetch: () => Promise<Template>;
};

/** The result of a search in Twilio's message list. */
export type SearchResult =
  | {
      readonly kind: 'asked';
      /** The SIDs of the messages that match, oldest first; empty where there are none. */
      readonly sids: readonly MessageSid[];
      /** Messages that may be the one searched for, oldest first. */
      readonly candidates?: readonly Candidate[];
    }
  | NotAsked;

/** The request failed, or its response could not be used. `refusal`: Twilio's, where it refused. */
export type NotAsked = {
  readonly kind: 'not_asked';
  readonly refusal?: { readonly twilioCode: number; readonly twilioText: string };
};

/** Twilio's list of sent messages: the only way to settle an attempt of unknown outcome. */
export type SentMessages = {
  /** Does not throw for errors of Twilio or the network. */
  readonly search: (attempt: Pick<OpenAttempt, 'to' | 'body' | 'since'>) => Promise<SearchResult>;
};

/** Twilio's state of a message that it accepted. */
export type DeliveryReport = {
  readonly sid: MessageSid;
  /** Null for a state that is not known here, which changes nothing. */
  readonly state: DeliveryState | null;
  readonly errorCode: number | null;
  /** Twilio's own words on a failure; null where there are none. */
  readonly errorText: string | null;
  /** When the message reached this state, by Twilio's clock. */
  readonly at: Date;
};

/**
 * Returns the next page of a list, newest first; null after the last. A call that failed can be
 * repeated.
 *
 * @throws InviteError `twilio_unreachable`, `twilio_unclear`, `twilio_refused`
 */
export type PageReader<Item> = () => Promise<readonly Item[] | null>;

/** A message from the club's sender, as Twilio lists it. */
export type OutgoingMessage = {
  readonly sid: MessageSid;
  /** The recipient as Twilio gives it: `whatsapp:` and an E.164 number, unless it masks digits. */
  readonly to: string;
  /** Empty where Twilio keeps no text. Untrusted. */
  readonly text: string;
  /** When Twilio accepted it. */
  readonly at: Date;
};

/** Twilio's list of the messages that the sender sent and received. */
export type MessageLog = {
  /** Messages per request. */
  readonly pageSize: number;
  readonly sentSince: (since: Date) => PageReader<DeliveryReport>;
  readonly receivedSince: (since: Date) => PageReader<Reply>;
  /** The messages to others, sent by this tool or by a person in Twilio's console. */
  readonly outgoingSince: (since: Date) => PageReader<OutgoingMessage>;
  /**
   * Null where Twilio no longer has the message.
   *
   * @throws InviteError as a `PageReader` does
   */
  readonly one: (sid: MessageSid) => Promise<DeliveryReport | null>;
};
