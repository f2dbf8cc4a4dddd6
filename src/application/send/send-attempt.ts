import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Attempt, Outcome } from '../../domain/delivery/outcome.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { Claim, Ledger, ListSource, Advanced, Started } from '../ports/ledger.ts';
import { type Clock, aborted } from '../ports/clock.ts';
import type { MessageGateway } from '../ports/gateway.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { Hold } from '../../domain/policy/send-policy.ts';
import { applyOptOut } from '../replies/apply-opt-out.ts';

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

/** What came of a request that went out. */
type Answered = { readonly kind: 'answered'; readonly outcome: Outcome } | Unwritten;

/** Twilio answered and the ledger did not take it: the operator must still see the answer. */
export type Unwritten = {
  readonly kind: 'unwritten';
  readonly outcome: Outcome;
  readonly error: unknown;
};

/**
 * Nothing went: the computer slept since the last look at the clock. What was looked at is out of date, and
 * others may count the attempt as cut off by now. Or nobody waits for an answer any more.
 */
type TooLate = {
  readonly kind: 'too_late';
  /** Whether the attempt has ended; else it is as it was. */
  readonly isStarted: boolean;
};

/** How long it may take from the last look until the request goes out, in milliseconds. */
const LONGEST_BEGINNING_MS = 15_000;

/** An attempt that was written down, and how it goes on its way. */
type ToSend<NotStarted> = {
  readonly id: AttemptId;
  readonly phone: Phone;
  /** When it was last found that it may go. */
  readonly lookedAt: Date;
  /** Takes the step to `sending`; only where that is taken does a request go out. */
  readonly start: (at: Date) => Promise<{ readonly kind: 'started' } | NotStarted>;
  readonly send: () => Promise<Outcome>;
};

type AttemptPorts = {
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
  /** Fires when not even the answer is to be waited for. */
  readonly stopNow: AbortSignal;
};

/**
 * Sends what was approved at most once: written down before the request goes out, and after. Everything
 * that leaves for a parent goes through here.
 *
 * If the program dies in between, the attempt stays as it is and the next run finds one without an
 * outcome. That is the whole safety argument.
 *
 * @throws InviteError when the ledger fails before the request goes out: nothing has been sent
 */
export async function sendAttempt<NotStarted extends { readonly kind: string }>(
  { id, phone, lookedAt, start, send }: ToSend<NotStarted>,
  log: { readonly advance: Ledger['advance'] },
  { optOuts, clock, stopNow }: AttemptPorts,
): Promise<Answered | TooLate | Exclude<NotStarted, { readonly kind: 'started' }>> {
  if (isTooLate(lookedAt, clock.now())) return { kind: 'too_late', isStarted: false };
  const started = await start(clock.now());
  if (started.kind !== 'started') {
    return started as Exclude<NotStarted, { readonly kind: 'started' }>;
  }
  if (isTooLate(lookedAt, clock.now()) || stopNow.aborted) {
    await log.advance(id, { kind: 'unreachable' }, clock.now());
    return { kind: 'too_late', isStarted: true };
  }
  const outcome = await Promise.race([send(), interrupted(stopNow)]);
  try {
    // Where it is refused, a callback or another run has written down what it found.
    await log.advance(id, outcome, clock.now());
    await applyOptOut(phone, outcome, optOuts, clock.now());
    return { kind: 'answered', outcome };
  } catch (error) {
    return { kind: 'unwritten', outcome, error };
  }
}

export type MessagePorts = AttemptPorts & {
  readonly gateway: MessageGateway;
  readonly ledger: Pick<Ledger, 'startSending' | 'advance'>;
  readonly dailyLimit: number;
};

/** What came of one that was to go: nothing went unless it was `answered` or is `unwritten`. */
export type MessageSent =
  | Answered
  | TooLate
  | Extract<Started, { readonly kind: 'wait' }>
  | Extract<Advanced, { readonly kind: 'not_advanced' }>
  | Extract<Hold, { readonly because: 'daily_limit' }>;

/**
 * The same of an invite or a test, which the limits may keep from going.
 *
 * @param at when it was last found that it may go, and how long it has waited since it was first asked for
 */
export async function sendMessageAttempt(
  message: ApprovedMessage,
  id: AttemptId,
  at: { readonly lookedAt: Date; readonly waitedMs: number },
  ports: MessagePorts,
): Promise<MessageSent> {
  const { gateway, ledger, dailyLimit } = ports;
  const sent = await sendAttempt<Started>(
    {
      id,
      phone: message.invite.parent.phone,
      lookedAt: at.lookedAt,
      start: async (now) => await ledger.startSending(id, now, dailyLimit, at.waitedMs),
      send: async () => await gateway.send(message, id),
    },
    ledger,
    ports,
  );
  return sent.kind === 'daily_limit'
    ? { kind: 'hold', because: 'daily_limit', room: sent.room }
    : sent;
}

function isTooLate(lookedAt: Date, now: Date): boolean {
  return now.getTime() - lookedAt.getTime() > LONGEST_BEGINNING_MS;
}

async function interrupted(stopNow: AbortSignal): Promise<Outcome> {
  await aborted(stopNow);
  return { kind: 'unknown', doubt: 'interrupted' };
}
