import { APPROVAL_VALID_HOURS } from '../approval/approval.ts';
import type { AttemptState } from '../delivery/state.ts';

/** The source that the ledger has for messages requested over HTTP. */
export const SERVICE_SOURCE = 'POST /trigger';

/**
 * The longest time that a request to send can take: requests to Twilio time out after 36 s. An older one
 * was interrupted.
 */
const LONGEST_SEND_MS = 60_000;

type Begun = { readonly state: AttemptState; readonly source: string; readonly at: Date };

/**
 * Whether the service may be sending an attempt now. It takes no lock on the ledger, so a run that
 * starts meanwhile must not treat the attempt as interrupted.
 */
export function isServiceAtWork(attempt: Begun, now: Date): boolean {
  return attempt.source === SERVICE_SOURCE && mayBeAtWork(attempt, now);
}

/**
 * Whether any process may be sending it. An approval of a run can wait in its queue for as long as it is
 * valid; one of a request cannot.
 */
export function mayBeAtWork({ state, source, at }: Begun, now: Date): boolean {
  const ageMs = now.getTime() - at.getTime();
  switch (state) {
    case 'approved':
      return (
        ageMs <= (source === SERVICE_SOURCE ? LONGEST_SEND_MS : APPROVAL_VALID_HOURS * 3_600_000)
      );
    case 'sending':
      return ageMs <= LONGEST_SEND_MS;
    default:
      return false;
  }
}
