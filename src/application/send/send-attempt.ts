import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { nonDeliveryOf } from '../../domain/delivery/non-delivery.ts';
import type { Attempt, Outcome } from '../../domain/delivery/outcome.ts';
import type { Message } from '../../domain/message/message.ts';
import { validityPeriod, type SendHours } from '../../domain/policy/send-hours.ts';
import type { Hold } from '../../domain/policy/send-policy.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { Deliveries } from '../follow-up/follow-delivery.ts';
import { type Clock, aborted } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { MessageGateway } from '../ports/gateway.ts';
import type { Claim, Ledger, ListSource, Advanced, Started } from '../ports/ledger.ts';
import { applyOptOut } from '../replies/apply-opt-out.ts';

export type SendPorts = {
  readonly gateway: MessageGateway;
  readonly ledger: Ledger;
  readonly optOuts: Pick<OptOuts, 'blocked' | 'add'>;
  readonly clock: Clock;
  readonly source: ListSource;
  /** The number of people who may be written to in 24 hours. */
  readonly dailyLimit: number;
  /** Fires when the run must end without waiting for Twilio's response. */
  readonly stopNow: AbortSignal;
  /** Asked before a message that did not arrive is sent again. */
  readonly deliveries: Deliveries;
  readonly hoursNow: HoursNow;
};

/**
 * Records an approval durably, and claims the message for this run.
 *
 * @param replaces the attempt that the operator wants to send again
 * @throws InviteError when the ledger fails
 */
export async function claimApproved(
  message: ApprovedMessage,
  replaces: AttemptId | null,
  { ledger, clock, source }: SendPorts,
): Promise<Claim> {
  return await ledger.claim(message, source, clock.now(), replaces);
}

/** Ends an approval that was not used: nothing was sent, and the message is asked about again. */
export async function letLapse(claim: Claim | null, { ledger, clock }: SendPorts): Promise<void> {
  if (claim === null || claim.kind === 'taken') return;
  // Where the step is not allowed, another run has done the same.
  await ledger.advance(claim.attemptId, { kind: 'lapsed' }, clock.now());
}

/** The latest attempt of a message; undefined where there is none. */
export async function latestAttempt(
  message: Message,
  ledger: Pick<Ledger, 'view'>,
): Promise<Attempt | undefined> {
  return (await ledger.view([message])).byKey.get(message.key);
}

/** The fate of a message that another run has claimed. */
export function fateOfTaken(
  attempt: Attempt,
): Extract<
  SendFate,
  { readonly kind: 'already_sent' | 'not_delivered' | 'on_its_way' | 'still_unknown' }
> {
  if (nonDeliveryOf(attempt) !== null) {
    return { kind: 'not_delivered', attempt, because: 'not_sent_again' };
  }
  switch (attempt.state) {
    case 'accepted':
      return { kind: 'already_sent', attempt };
    case 'approved':
      return { kind: 'on_its_way', attempt };
    default:
      return { kind: 'still_unknown', attempt };
  }
}

/** The result of a request that was sent. */
type Answered = { readonly kind: 'answered'; readonly outcome: Outcome } | Unwritten;

/** Twilio answered and the ledger did not record it: the operator must still see the outcome. */
export type Unwritten = {
  readonly kind: 'unwritten';
  readonly outcome: Outcome;
  readonly error: unknown;
};

/**
 * Nothing was sent: the computer slept after the facts were read, so that they are out of date and
 * another run may count the attempt as interrupted; or the caller no longer waits.
 */
type TooLate = {
  readonly kind: 'too_late';
  /** Whether the attempt has ended; otherwise it is unchanged. */
  readonly isStarted: boolean;
};

/** The longest time between reading the facts and the request, in milliseconds. */
const MAX_START_DELAY_MS = 15_000;

/**
 * Returns the hours that a message sent now must keep to; null where it may be sent at any hour, because
 * the hours are not limited or the operator confirmed sending outside them.
 */
export type HoursNow = () => SendHours | null;

/** A recorded attempt, and how to send it. */
type ToSend<NotStarted> = {
  readonly id: AttemptId;
  readonly phone: Phone;
  /** When the facts that allow it were read. */
  readonly lookedAt: Date;
  /** Moves the attempt to `sending`. The request is sent only if this succeeds. */
  readonly start: (at: Date) => Promise<{ readonly kind: 'started' } | NotStarted>;
  readonly send: (validitySeconds: number) => Promise<Outcome>;
};

export type AttemptPorts = {
  readonly optOuts: Pick<OptOuts, 'add'>;
  readonly clock: Clock;
  /** Fires when the run must end without waiting for Twilio's response. */
  readonly stopNow: AbortSignal;
  readonly hoursNow: HoursNow;
};

/**
 * Sends an approved message at most once: it is recorded before the request and after it. Every message
 * to a parent is sent by this function.
 *
 * If the program dies in between, the attempt keeps its state, and the next run finds an attempt
 * without an outcome and settles it.
 *
 * @throws InviteError when the ledger fails before the request: nothing was sent
 */
export async function sendAttempt<NotStarted extends { readonly kind: string }>(
  { id, phone, lookedAt, start, send }: ToSend<NotStarted>,
  log: { readonly advance: Ledger['advance'] },
  { optOuts, clock, stopNow, hoursNow }: AttemptPorts,
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
  // Twilio may queue the message, and must not send it after the hours.
  const validitySeconds = validityPeriod(hoursNow(), clock.now());
  const outcome = await Promise.race([send(validitySeconds), interrupted(stopNow)]);
  try {
    // Where the step is not allowed, a callback or another run has recorded the outcome.
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

/** The result for one message. Nothing was sent unless it is `answered` or `unwritten`. */
export type MessageSent =
  | Answered
  | TooLate
  | Extract<Started, { readonly kind: 'wait' }>
  | Extract<Advanced, { readonly kind: 'not_advanced' }>
  | Extract<Hold, { readonly because: 'daily_limit' }>;

/**
 * Sends an invite or a test message, if the limits allow it.
 *
 * @param at when the facts that allow it were read, and how long the message has waited
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
      send: async (validitySeconds) => await gateway.send(message, validitySeconds, id),
    },
    ledger,
    ports,
  );
  return sent.kind === 'daily_limit'
    ? { kind: 'hold', because: 'daily_limit', room: sent.room }
    : sent;
}

function isTooLate(lookedAt: Date, now: Date): boolean {
  return now.getTime() - lookedAt.getTime() > MAX_START_DELAY_MS;
}

async function interrupted(stopNow: AbortSignal): Promise<Outcome> {
  await aborted(stopNow);
  return { kind: 'unknown', doubt: 'interrupted' };
}
