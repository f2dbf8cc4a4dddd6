/** Why a sender is off, in Twilio's own words. */
export type OfflineReason = {
  /** Twilio's code, as `63112`; empty where it gives none. */
  readonly code: string;
  readonly text: string;
  /** Where Twilio tells more; empty where it does not. */
  readonly moreInfo: string;
};

/** A sender whose profile is being changed goes on sending. */
const SENDING: ReadonlySet<string> = new Set(['ONLINE', 'ONLINE:UPDATING']);

/** @param status as Twilio says it, such as `ONLINE`; one that nobody knows here sends nothing */
export function maySend(status: string): boolean {
  return SENDING.has(status);
}
