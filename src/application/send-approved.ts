import type { ApprovedMessage } from '../domain/approval.ts';
import type { SendFate } from '../domain/fate.ts';
import type { Attempt, AttemptId, Outcome } from '../domain/outcome.ts';
import { leavesRoom } from '../domain/state.ts';
import { aborted } from './aborted.ts';
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
 * How long it may take from the last look at the clock until the request goes out, in milliseconds.
 * Whatever takes longer is a computer that slept: what was looked at is out of date, and others may count
 * the attempt as cut off by now.
 */
const LONGEST_BEGINNING_MS = 15_000;

/**
 * Sends one claimed message at most once: written down before the request goes out, and after.
 *
 * If the program dies in between, the attempt stays as it is and the next run finds one without an
 * outcome. That is the whole safety argument. On a ledger that others share, they may take a step first,
 * as when this computer slept: then nothing goes, and what they have written down counts.
 *
 * @returns null where nothing went and the message is to be asked about again
 * @throws InviteError when the ledger fails; before the request goes out nothing has been sent
 */
export async function sendClaimed(
  message: ApprovedMessage,
  claim: Claim,
  ports: SendPorts,
): Promise<Exclude<SendFate, { readonly kind: 'queued' }> | null> {
  const { gateway, ledger, clock, optOuts, stopNow } = ports;
  const begun = clock.now();
  if (await isOptedOut(message, optOuts)) {
    await letLapse(claim, ports);
    return { kind: 'opted_out' };
  }
  if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
  const { attemptId } = claim;
  const at = clock.now();
  if (isTooLate(begun, at)) {
    await letLapse(claim, ports);
    return null;
  }
  const step = await ledger.advance(attemptId, { kind: 'sending' }, at);
  if (step.kind === 'not_advanced') return await fateByOthers(message, ports);
  if (isTooLate(begun, clock.now())) {
    await ledger.advance(attemptId, { kind: 'unreachable' }, clock.now());
    return null;
  }
  const outcome = await Promise.race([gateway.send(message, attemptId), interrupted(stopNow)]);
  try {
    // Where it is refused, a callback or another run has written down what it found.
    await ledger.advance(attemptId, outcome, clock.now());
    await noteOptOut(message.invite.parent.phone, outcome, optOuts, clock.now());
  } catch (error) {
    throw new UnwrittenOutcome(outcome, error);
  }
  return outcome;
}

/** Lets a yes go that is not used: nothing has left, and the message is asked about again. */
export async function letLapse(claim: Claim | null, { ledger, clock }: SendPorts): Promise<void> {
  if (claim === null || claim.kind === 'taken') return;
  // Where it is refused, another run was quicker to do the same.
  await ledger.advance(claim.attemptId, { kind: 'lapsed' }, clock.now());
}

function isTooLate(begun: Date, now: Date): boolean {
  return now.getTime() - begun.getTime() > LONGEST_BEGINNING_MS;
}

/** What others have made of a message whose step they were quicker to take; null where nothing went. */
async function fateByOthers(
  message: ApprovedMessage,
  { ledger }: SendPorts,
): Promise<ReturnType<typeof fateOfTaken> | null> {
  const attempt = (await ledger.view([message])).byKey.get(message.key);
  return attempt === undefined || leavesRoom(attempt.state) ? null : fateOfTaken(attempt);
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
