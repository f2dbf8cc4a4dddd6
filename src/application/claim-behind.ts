import { digestOf } from '../domain/message.ts';
import type { Mode } from '../domain/mode.ts';
import type { Attempt } from '../domain/outcome.ts';
import { GivenBack } from './given-back.ts';
import type { Ledger } from './ports.ts';
import type { QueuedMessage } from './queue-ports.ts';

type ClaimPorts = { readonly mode: Mode; readonly ledger: Pick<Ledger, 'view'> };

/**
 * The attempt that the ledger has for a message on the queue, which counts: whoever can write to the
 * queue, but not to the ledger, cannot send what nobody said yes to.
 *
 * @throws GivenBack where the two do not agree
 */
export async function claimBehind(
  { mode, attempt, message, approval }: QueuedMessage,
  { mode: ownMode, ledger }: ClaimPorts,
): Promise<Attempt> {
  const { key } = message;
  if (mode !== ownMode) throw new GivenBack('other_mode', key);
  const digest = digestOf(message);
  if (digest !== approval.digest) throw new GivenBack('not_as_approved', key);
  const known = (await ledger.view([message])).byKey.get(key);
  if (known === undefined) throw new GivenBack('not_in_ledger', key);
  const isSame = known.digest === digest && known.operator === approval.operator;
  if (known.id === attempt && !isSame) throw new GivenBack('not_as_approved', key);
  return known;
}
