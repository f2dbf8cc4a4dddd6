import { mayStillFail } from '../../domain/policy/own-messages.ts';
import {
  failuresToMention,
  recentInvites,
  type RecentFailures,
} from '../../domain/policy/recent-failures.ts';
import { followStates, type FollowStatesPorts, type FollowUpEnd } from './follow-up.ts';

/**
 * Asks Twilio for the states of the newest invites that are not final, and returns the failures that
 * the operator should know of before more is sent.
 */
export async function recentFailures(
  ports: FollowStatesPorts,
): Promise<FollowUpEnd & { readonly failures: RecentFailures | null }> {
  const recent = async () =>
    await recentInvites(ports.ledger.messages({ newestFirst: true }), ports.clock.now());
  const known = await recent();
  const keys = new Set(
    known.filter(({ delivery }) => mayStillFail(delivery)).map(({ key }) => key),
  );
  if (keys.size === 0) return { failed: null, failures: failuresToMention(known) };
  const { failed } = await followStates(ports, ({ key }) => keys.has(key));
  return { failed, failures: failuresToMention(await recent()) };
}
