import type { ApprovedMessage } from '../domain/approval.ts';
import type { Attempt, Outcome } from '../domain/outcome.ts';
import { aborted } from './aborted.ts';
import { isOptedOut, noteOptOut } from './opted-out.ts';
import type { Clock, Ledger, ListSource, MessageGateway, OptOuts } from './ports.ts';

/** What sending one approved message came to. */
export type SendFate =
  | Outcome
  /** Sent earlier, or by another run between the question and now. */
  | { readonly kind: 'already_sent'; readonly attempt: Attempt }
  /** An earlier attempt, or another run's, of which nobody knows the outcome. */
  | { readonly kind: 'still_unknown'; readonly attempt: Attempt }
  /** The parent said stop between the question and now. */
  | { readonly kind: 'opted_out' };

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
 * Sends one message at most once: written down before the request goes out, and after.
 *
 * If the program dies in between, the claim stays and the next run finds an attempt without an
 * outcome. That is the whole safety argument.
 *
 * @throws InviteError when the ledger fails; before the claim nothing has been sent
 */
export async function sendApproved(message: ApprovedMessage, ports: SendPorts): Promise<SendFate> {
  if (await isOptedOut(message, ports.optOuts)) return { kind: 'opted_out' };
  const claim = await ports.ledger.claim(message, ports.source, ports.clock.now());
  if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
  const outcome = await Promise.race([ports.gateway.send(message), interrupted(ports.stopNow)]);
  try {
    await ports.ledger.settle(claim.attemptId, outcome, ports.clock.now());
    await noteOptOut(message, outcome, ports.optOuts, ports.clock.now());
  } catch (error) {
    throw new UnwrittenOutcome(outcome, error);
  }
  return outcome;
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

function fateOfTaken(attempt: Attempt): SendFate {
  return attempt.state === 'accepted'
    ? { kind: 'already_sent', attempt }
    : { kind: 'still_unknown', attempt };
}

async function interrupted(stopNow: AbortSignal): Promise<Outcome> {
  await aborted(stopNow);
  return { kind: 'unknown', doubt: 'interrupted' };
}
