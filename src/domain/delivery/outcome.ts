import type { Digest } from '../message/message.ts';
import type { Candidate } from './candidate.ts';
import type { AttemptId, MessageSid } from './ids.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { AttemptState, DeliveryState } from './state.ts';

/**
 * Why it is unknown whether Twilio accepted a message. `cut_off`: the program or the computer stopped
 * before there was a response.
 */
export const DOUBTS = [
  'no_answer_in_time',
  'connection_lost',
  'server_fault',
  'answer_unreadable',
  'interrupted',
  'cut_off',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** The result of a request to send. Only `refused` and `unreachable` prove that nothing was sent. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly messageSid: MessageSid }
  | {
      readonly kind: 'refused';
      readonly twilioCode: number;
      readonly twilioText: string;
      /** How long Twilio asks to wait before the next request; null if it does not ask. */
      readonly retryAfterSeconds: number | null;
    }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown'; readonly doubt: Doubt };

/** A step of an attempt after its approval. */
export type Step = { readonly kind: 'sending' } | { readonly kind: 'lapsed' } | Outcome;

/** One attempt to send one message, as the ledger has it. */
export type Attempt = {
  readonly id: AttemptId;
  readonly state: AttemptState;
  readonly messageSid: MessageSid | null;
  readonly twilioCode: number | null;
  /** When the attempt reached this state. */
  readonly at: Date;
  readonly operator: string;
  /** The digest of the approved text. After erasure, the keyed hash of the digest. */
  readonly digest: Digest | KeyedHash;
  /** When Twilio was last asked for the message and had none; null if that never happened. */
  readonly soughtAt: Date | null;
  /** A message at Twilio that may be this one, if the outcome is unknown. */
  readonly candidate?: Candidate;
  /**
   * When an earlier attempt was made that may have been sent and was repeated; null if there is none.
   */
  readonly perhapsSentAt: Date | null;
  /** Twilio's latest delivery state; null before the first one. */
  readonly delivery: DeliveryState | null;
  /** Twilio's error code if the message was not delivered. */
  readonly deliveryCode: number | null;
  /** When the delivery state was reached, by Twilio's clock. */
  readonly deliveryAt: Date | null;
  /** Twilio's or WhatsApp's own words on a refusal or a failure; untrusted text. */
  readonly twilioText: string | null;
};
