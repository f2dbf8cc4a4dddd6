declare const messageSid: unique symbol;

declare const attemptId: unique symbol;

/** Twilio's id of a message: `SM` or `MM` and 32 hex digits. */
export type MessageSid = string & { readonly [messageSid]: true };

export function asMessageSid(text: unknown): MessageSid | null {
  return typeof text === 'string' && /^(?:SM|MM)[0-9a-f]{32}$/iu.test(text)
    ? (text as MessageSid)
    : null;
}

/** The opaque id of one attempt to send. It does not reveal the recipient. */
export type AttemptId = string & { readonly [attemptId]: true };

/** An id in the ledger's format; null for any other text. */
export function asAttemptId(text: unknown): AttemptId | null {
  return typeof text === 'string' && /^[\w-]{1,64}$/u.test(text) ? (text as AttemptId) : null;
}
