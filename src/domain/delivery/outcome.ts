import type { AttemptId, MessageSid } from './ids.ts';
import type { Candidate } from './candidate.ts';
import type { Digest } from '../message/message.ts';
import type { Sealed } from './seal.ts';
import type { AttemptState, DeliveryState } from './state.ts';

/**
 * Why nobody knows whether Twilio took a message. `cut_off`: the program or the computer ended before an
 * answer came.
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

/** What one send call told. Only a refusal and an unreachable Twilio prove that nothing went out. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly messageSid: MessageSid }
  | {
      readonly kind: 'refused';
      readonly twilioCode: number;
      readonly twilioText: string;
      /** How long Twilio asks to wait before the next request; null where it asks for nothing. */
      readonly retryAfterSeconds: number | null;
    }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown'; readonly doubt: Doubt };

/** One step of an attempt beyond the yes it began with. */
export type Step = { readonly kind: 'sending' } | { readonly kind: 'lapsed' } | Outcome;

/** One attempt to send one message, as the ledger knows it. */
export type Attempt = {
  readonly id: AttemptId;
  readonly state: AttemptState;
  readonly messageSid: MessageSid | null;
  readonly twilioCode: number | null;
  /** When it came into this state. */
  readonly at: Date;
  readonly operator: string;
  /** What the operator approved; sealed by the ledger once the text was erased. */
  readonly digest: Digest | Sealed;
  /** When Twilio was last asked for it, waited for, and showed none; null while that was never so. */
  readonly soughtAt: Date | null;
  /** Of unknown outcome: what Twilio has that may be it. Left out where it has nothing such. */
  readonly candidate?: Candidate;
  /** When an earlier attempt was, which may have gone and was sent once more all the same. */
  readonly perhapsSentAt: Date | null;
  /** How far Twilio has told that it came; null before the first word. */
  readonly delivery: DeliveryState | null;
};
