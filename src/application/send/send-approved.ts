import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { Claim, Clock, Ledger, ListSource, MessageGateway } from '../ports/ports.ts';
import type { OptOuts } from '../ports/people-ports.ts';

export type SendPorts = {
  readonly gateway: MessageGateway;
  readonly ledger: Ledger;
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  readonly clock: Clock;
  readonly source: ListSource;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  /** Fires when not even the answer to the message on its way is to be waited for. */
  readonly stopNow: AbortSignal;
};

/**
 * Writes a yes down, durably: from here on the message is known to be approved, and nobody else's.
 *
 * @param replaces the attempt of unknown outcome that the operator wants sent once more
 * @throws InviteError when the ledger fails
 */
export async function claimApproved(
  message: ApprovedMessage,
  replaces: AttemptId | null,
  { ledger, clock, source }: SendPorts,
): Promise<Claim> {
  return await ledger.claim(message, source, clock.now(), replaces);
}

/** Lets a yes go that is not used: nothing has left, and the message is asked about again. */
export async function letLapse(claim: Claim | null, { ledger, clock }: SendPorts): Promise<void> {
  if (claim === null || claim.kind === 'taken') return;
  // Where it is refused, another run was quicker to do the same.
  await ledger.advance(claim.attemptId, { kind: 'lapsed' }, clock.now());
}

/** What somebody else has made of a message, or is about to. */
export function fateOfTaken(
  attempt: Attempt,
): Extract<SendFate, { readonly kind: 'already_sent' | 'on_its_way' | 'still_unknown' }> {
  switch (attempt.state) {
    case 'accepted':
      return { kind: 'already_sent', attempt };
    case 'approved':
      return { kind: 'on_its_way', attempt };
    default:
      return { kind: 'still_unknown', attempt };
  }
}
