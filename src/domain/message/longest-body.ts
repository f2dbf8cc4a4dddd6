/**
 * WhatsApp's limit for the body of a template message once it is filled in.
 * Source: Meta's template documentation; Twilio itself would take 1,600.
 */
export const LONGEST_BODY = 1024;
