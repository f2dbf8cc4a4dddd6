import type { ApprovedMessage } from '../domain/approval.ts';
import type { SendFate } from '../domain/fate.ts';
import type { Attempt, AttemptId, Outcome } from '../domain/outcome.ts';
import { aborted } from './aborted.ts';
import { advanceOwn } from './advance-own.ts';
import { isOptedOut, noteOptOut } from './opted-out.ts';
import type { Claim, Clock, Ledger, ListSource, MessageGateway } from './ports.ts';
import type { OptOuts } from './people-ports.ts';

export type SendPorts = {
  readonly gateway: MessageGateway;
  readonly ledger: Ledger;
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  readonly clock: Clock;
  readonly source: ListSource;
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

/**
 * Sends one claimed message at most once: written down before the request goes out, and after.
 *
 * If the program dies in between, the attempt stays as it is and the next run finds one without an
 * outcome. That is the whole safety argument.
 *
 * @throws InviteError when the ledger fails; before the request goes out nothing has been sent
 */
export async function sendClaimed(
  message: ApprovedMessage,
  claim: Claim,
  ports: SendPorts,
): Promise<Exclude<SendFate, { readonly kind: 'queued' }>> {
  const { gateway, ledger, clock, optOuts, stopNow } = ports;
  if (await isOptedOut(message, optOuts)) {
    await letLapse(claim, ports);
    return { kind: 'opted_out' };
  }
  if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
  await advanceOwn(ledger, claim.attemptId, { kind: 'sending' }, clock.now());
  const outcome = await Promise.race([
    gateway.send(message, claim.attemptId),
    interrupted(stopNow),
  ]);
  try {
    await advanceOwn(ledger, claim.attemptId, outcome, clock.now());
    await noteOptOut(message.invite.parent.phone, outcome, optOuts, clock.now());
  } catch (error) {
    throw new UnwrittenOutcome(outcome, error);
  }
  return outcome;
}

/** Lets a yes go that is not used: nothing has left, and the message is asked about again. */
export async function letLapse(claim: Claim | null, { ledger, clock }: SendPorts): Promise<void> {
  if (claim === null || claim.kind === 'taken') return;
  await advanceOwn(ledger, claim.attemptId, { kind: 'lapsed' }, clock.now());
}

/** The ledger failed after Twilio had answered: the operator must still see the answer. */
export class UnwrittenOutcome extends Error {
  override readonly name = 'UnwrittenOutcome';
  readonly outcome: Outcome;

  constructor(outcome: Outcome, cause: unknown) {
    super('The ledger did not take the outcome.', { cause });
    this.outcome = outcome;
  }
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

async function interrupted(stopNow: AbortSignal): Promise<Outcome> {
  await aborted(stopNow);
  return { kind: 'unknown', doubt: 'interrupted' };
}
