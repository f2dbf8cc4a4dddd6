/** A sender keeps sending while its profile is updated. */
const SENDING: ReadonlySet<string> = new Set(['ONLINE', 'ONLINE:UPDATING']);

/**
 * @param status as Twilio returns it, such as `ONLINE`. A sender with an unknown status is treated as
 *   one that does not send.
 */
export function maySend(status: string): boolean {
  return SENDING.has(status);
}
