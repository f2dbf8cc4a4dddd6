declare const messageSid: unique symbol;
/** Twilio's id of a message: `SM` or `MM` and 32 hex digits. */
export type MessageSid = string & { readonly [messageSid]: true };

export function asMessageSid(text: unknown): MessageSid | null {
  return typeof text === 'string' && /^(?:SM|MM)[0-9a-f]{32}$/iu.test(text)
    ? (text as MessageSid)
    : null;
}

/** Why nobody knows whether Twilio took a message. */
export type Doubt =
  | 'no_answer_in_time'
  | 'connection_lost'
  | 'server_fault'
  | 'answer_unreadable'
  | 'interrupted';

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

/** One attempt to send one message, as the ledger knows it. `sending` has no outcome yet. */
export type Attempt = {
  readonly state: 'sending' | Outcome['kind'];
  readonly messageSid: MessageSid | null;
  readonly twilioCode: number | null;
  /** When it came into this state. */
  readonly at: Date;
  readonly operator: string;
};

/** Whether an attempt proves that nothing went out, so that the message may be offered again. */
export function provesNothingWent(state: Attempt['state']): boolean {
  return state === 'refused' || state === 'unreachable';
}
