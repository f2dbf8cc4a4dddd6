/** Twilio's response for an error code, or the text of a message that failed with it. */
export type TwilioCode = {
  /** The HTTP status of the response; null for a code of a message that was accepted. */
  readonly status: number | null;
  readonly message: string;
};

/**
 * The codes of the simulator, from Twilio's error dictionary (https://www.twilio.com/docs/api/errors).
 * The status 409 of 20009 is the one that public code reports for a message still in progress.
 */
export const TWILIO_CODES = {
  20001: { status: 400, message: 'Unknown parameters' },
  20003: { status: 401, message: 'Authenticate' },
  20004: { status: 405, message: 'Method not allowed' },
  20007: { status: 400, message: 'Page size too large' },
  20009: { status: 409, message: 'Cannot delete this resource before it is complete' },
  20403: { status: 403, message: 'Forbidden' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too many requests' },
  20500: { status: 500, message: 'Internal server error' },
  20503: { status: 503, message: 'Service unavailable' },
  21211: { status: 400, message: "Invalid 'To' phone number" },
  21603: { status: 400, message: "A 'From' or 'MessagingServiceSid' parameter is required" },
  21604: { status: 400, message: "A 'To' phone number is required" },
  21609: { status: 400, message: "Invalid 'StatusCallback' URL" },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21612: { status: 400, message: "Message cannot be sent with the current 'To' and 'From'" },
  21614: { status: 400, message: "'To' number is not a valid mobile number" },
  21617: { status: 400, message: 'The message body exceeds the 1600 character limit' },
  21619: { status: 400, message: 'A text message body, media URL or ContentSid is required' },
  21624: { status: 400, message: "Invalid 'ValidityPeriod' value" },
  21654: { status: 400, message: 'ContentSid is required when ContentVariables are sent' },
  21655: { status: 400, message: 'The ContentSid is invalid' },
  21656: { status: 400, message: 'The ContentVariables parameter is invalid' },
  30002: { status: null, message: 'Account suspended' },
  30008: { status: null, message: 'Unknown error' },
  30036: { status: null, message: 'Validity Period Expired' },
  30400: { status: 400, message: 'Parameters are not valid' },
  30409: { status: 409, message: 'This message cannot be canceled' },
  30500: { status: null, message: 'Twilio internal error' },
  63003: { status: null, message: 'Channel could not find To address' },
  63007: {
    status: 400,
    message: 'Twilio could not find a Channel with the specified From address',
  },
  63013: { status: null, message: 'Channel policy violation' },
  63014: { status: null, message: 'Message blocked by an action of the user' },
  63016: {
    status: null,
    message: 'Failed to send freeform message because you are outside the allowed window',
  },
  63018: { status: null, message: 'Rate limit exceeded for Channel' },
  63020: { status: null, message: 'Twilio encountered a Business Manager account error' },
  63024: { status: null, message: 'Invalid message recipient' },
  63031: { status: 400, message: 'Channel message cannot have same From and To' },
  63038: { status: null, message: 'Account exceeded the daily messages limit' },
  63040: { status: null, message: 'Template rejected' },
  63041: { status: null, message: 'Template paused' },
  63042: { status: null, message: 'Template disabled' },
  63049: { status: null, message: 'Meta chose not to deliver this marketing message' },
  63051: { status: null, message: 'WhatsApp Business Account is locked' },
  70051: { status: 403, message: 'Authorization error' },
} as const satisfies Readonly<Record<number, TwilioCode>>;

type KnownCode = keyof typeof TWILIO_CODES;

/** The codes of an error response. */
export type RefusalCode = {
  [code in KnownCode]: (typeof TWILIO_CODES)[code]['status'] extends number ? code : never;
}[KnownCode];

/** The codes with which an accepted message can fail. */
export type DeliveryErrorCode = Exclude<KnownCode, RefusalCode>;

export function isRefusalCode(code: number): code is RefusalCode {
  return Object.hasOwn(TWILIO_CODES, code) && !isDeliveryErrorCode(code);
}

export function isDeliveryErrorCode(code: number): code is DeliveryErrorCode {
  return Object.hasOwn(TWILIO_CODES, code) && TWILIO_CODES[code as KnownCode].status === null;
}
