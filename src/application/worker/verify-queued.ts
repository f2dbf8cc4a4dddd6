import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import { digestOf } from '../../domain/message/message.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { yesInLedger } from '../../domain/approval/operator-yes.ts';
import type { AttemptState } from '../../domain/delivery/state.ts';
import { RetryLater } from './retry-later.ts';
import type { Ledger } from '../ports/ports.ts';
import type { QueuedMessage } from '../ports/invite-queue.ts';

type ClaimPorts = { readonly mode: Mode; readonly ledger: Pick<Ledger, 'view'> };

/** What the ledger has for a message on the queue. */
type Behind =
  | { readonly kind: 'approved'; readonly message: ApprovedMessage }
  /** The attempt has gone further, or another one has taken its place. */
  | { readonly kind: 'done_before'; readonly state: AttemptState };

/**
 * The approval that the ledger has for a message on the queue. The ledger's counts: write access to
 * the queue alone is not enough to send what nobody said yes to.
 *
 * @throws GivenBack where the two do not agree
 */
export async function verifyQueued(
  { mode, attempt, message, approval }: QueuedMessage,
  { mode: ownMode, ledger }: ClaimPorts,
): Promise<Behind> {
  const { key } = message;
  if (mode !== ownMode) throw new RetryLater('other_mode', key);
  const digest = digestOf(message);
  if (digest !== approval.digest) throw new RetryLater('not_as_approved', key);
  const known = (await ledger.view([message])).byKey.get(key);
  if (known === undefined) throw new RetryLater('not_in_ledger', key);
  const isSame = known.digest === digest && known.operator === approval.operator;
  if (known.id === attempt && !isSame) throw new RetryLater('not_as_approved', key);
  const { state } = known;
  if (known.id !== attempt || state !== 'approved') return { kind: 'done_before', state };
  const yes = yesInLedger({ ...known, state }, digest, approval.at);
  return { kind: 'approved', message: approve(message, yes) };
}
