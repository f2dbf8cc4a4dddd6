declare const messageSid: unique symbol;

declare const attemptId: unique symbol;

/** Twilio's id of a message: `SM` or `MM` and 32 hex digits. */
export type MessageSid = string & { readonly [messageSid]: true };

export function asMessageSid(text: unknown): MessageSid | null {
  return typeof text === 'string' && /^(?:SM|MM)[0-9a-f]{32}$/iu.test(text)
    ? (text as MessageSid)
    : null;
}

/** An opaque id of one attempt to send; says nothing about whom it was for. */
export type AttemptId = string & { readonly [attemptId]: true };

/** An id as the ledger makes them; null for any other text. */
export function asAttemptId(text: unknown): AttemptId | null {
  return typeof text === 'string' && /^[\w-]{1,64}$/u.test(text) ? (text as AttemptId) : null;
}
