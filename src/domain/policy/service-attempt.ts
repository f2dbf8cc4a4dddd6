import { APPROVAL_VALID_HOURS } from '../approval/approval.ts';
import type { AttemptState } from '../delivery/state.ts';

/** What the ledger has as the source of a message that was asked for over HTTP. */
export const SERVICE_SOURCE = 'POST /trigger';

/**
 * How long one request to send can be on its way: Twilio is given up after 36 s. What is older was
 * cut off.
 */
const LONGEST_SEND_MS = 60_000;

type Begun = { readonly state: AttemptState; readonly source: string; readonly at: Date };

/**
 * Whether the service may be at work on an attempt at this moment. It claims by key and holds no
 * ledger, so a run that begins beside it must not take such an attempt for one that was cut off.
 */
export function isServiceAtWork(attempt: Begun, now: Date): boolean {
  return attempt.source === SERVICE_SOURCE && mayBeAtWork(attempt, now);
}

/** Whether anybody may be: a run's yes waits in its queue for as long as it holds, a request does not. */
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
