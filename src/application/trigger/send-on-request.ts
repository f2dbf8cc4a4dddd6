import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { OperatorYes } from '../../domain/approval/operator-yes.ts';
import type { RequestFate } from '../../domain/delivery/fate.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { isOfferedAgain } from '../../domain/delivery/non-delivery.ts';
import type { Attempt, Outcome } from '../../domain/delivery/outcome.ts';
import { allowsNewAttempt } from '../../domain/delivery/state.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { Template } from '../../domain/message/template.ts';
import { lacksMarketingConsent } from '../../domain/policy/marketing-consent.ts';
import { closedUntil, type SendHours } from '../../domain/policy/send-hours.ts';
import type { Hold } from '../../domain/policy/send-policy.ts';
import { sendingHalt } from '../../domain/policy/sending-halt.ts';
import { mayBeAtWork, SERVICE_SOURCE } from '../../domain/policy/service-attempt.ts';
import { latestNow, type LookFirst } from '../follow-up/sending-halt.ts';
import { settleUnknown } from '../follow-up/settle-unknown.ts';
import { aborted, type Wait } from '../ports/clock.ts';
import type { SentMessages } from '../ports/gateway.ts';
import type { Claim } from '../ports/ledger.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import { confirmNonDelivery } from '../send/confirm-non-delivery.ts';
import {
  latestAttempt,
  claimApproved,
  letLapse,
  type SendPorts,
  sendMessageAttempt,
} from '../send/send-attempt.ts';
import { mutexByNumber, limitsFor, sendWhenAllowed } from '../send/send-when-allowed.ts';

export type RequestPorts = Omit<SendPorts, 'source' | 'hoursNow'> & {
  readonly sentMessages: SentMessages;
  readonly wait: Wait;
  /** Null where the states are asked for in the background. */
  readonly lookFirst: LookFirst | null;
  /** Null where messages may be sent at any hour. */
  readonly sendHours: SendHours | null;
  readonly showsUpWithinMs: number;
  /**
   * Makes a signal that fires when the search for an unknown message has taken as long as a caller can
   * wait.
   */
  readonly settleWithin: () => AbortSignal;
  /** Fires when a response from Twilio would be too late for the caller: nothing is sent from then on. */
  readonly tooLate: AbortSignal;
};

/**
 * Sends the message of one request, which is approved by its caller.
 *
 * @throws InviteError when the ledger fails
 */
export type SendOnRequest = (
  message: Message,
  yes: OperatorYes,
  template: Pick<Template, 'category'>,
) => Promise<RequestFate>;

/**
 * Handles concurrent requests and sends each message once. The run lock is not taken, since it would
 * keep `send` out while the service runs. Instead the claim of the message's key decides between two
 * requests for one message, in whichever process they are. A run that starts meanwhile leaves alone
 * what may be in progress here.
 */
export function sendOnRequest(ports: RequestPorts): SendOnRequest {
  const busy = new Set<MessageKey>();
  const inSequence = mutexByNumber();

  return async (message, yes, template) => {
    if (busy.has(message.key)) return { kind: 'on_its_way' };
    busy.add(message.key);
    try {
      return await inSequence(message.to, async () => {
        const earlier = await earlierAttempt(message, ports);
        return earlier.kind === 'free'
          ? await sendNow({ message, yes, template }, earlier.replaces, ports)
          : earlier;
      });
    } finally {
      busy.delete(message.key);
    }
  };
}

/** The message may be sent. `replaces`: the earlier attempt that did not arrive. */
type Free = { readonly kind: 'free'; readonly replaces: AttemptId | null };

const FREE: Free = { kind: 'free', replaces: null };

/** The fate of an earlier attempt, or that none prevents sending. */
async function earlierAttempt(message: Message, ports: RequestPorts): Promise<RequestFate | Free> {
  const { ledger, clock } = ports;
  const { byKey, otherTemplate } = await ledger.view([message]);
  const attempt = byKey.get(message.key);
  if (attempt === undefined || allowsNewAttempt(attempt.state)) {
    return otherTemplate.has(message.inviteeKey) ? { kind: 'other_template' } : FREE;
  }
  if (isOfferedAgain(attempt)) return await afterNonDelivery(attempt, ports);
  if (attempt.state === 'accepted') return fateOfAttempt(attempt);
  const open = (await ledger.open()).find(({ id }) => id === attempt.id);
  if (open === undefined || mayBeAtWork(open, clock.now())) return { kind: 'on_its_way' };
  await settle(attempt, ports);
  const settled = await latestAttempt(message, ledger);
  return settled === undefined || allowsNewAttempt(settled.state) ? FREE : fateOfAttempt(settled);
}

async function afterNonDelivery(
  attempt: Attempt,
  { deliveries }: RequestPorts,
): Promise<RequestFate | Free> {
  const { kind } = await confirmNonDelivery(attempt, deliveries);
  switch (kind) {
    case 'confirmed':
      return { kind: 'free', replaces: attempt.id };
    case 'contradicted':
      return fateOfAttempt(attempt);
    case 'not_asked':
      return { kind: 'unreachable' };
  }
}

function fateOfAttempt({ state, messageSid, candidate }: Attempt): RequestFate {
  if (state === 'accepted') return { kind: 'already_sent', messageSid };
  return candidate === undefined ? { kind: 'unknown' } : { kind: 'unknown', candidate };
}

/** Searches for this attempt only, for as long as a caller can wait. */
async function settle({ id }: Attempt, ports: RequestPorts): Promise<void> {
  const { ledger, sentMessages, clock, wait, showsUpWithinMs } = ports;
  const stop = ports.settleWithin();
  const settling = settleUnknown({
    ledger: { ...ledger, open: async () => (await ledger.open()).filter((one) => one.id === id) },
    sentMessages,
    clock,
    wait,
    operator: SERVICE_SOURCE,
    showsUpWithinMs,
    stop,
    emit: () => {},
  });
  await Promise.race([settling, aborted(stop)]);
}

/** A message, its approval, and the template that it was just rendered with. */
type Requested = {
  readonly message: Message;
  readonly yes: OperatorYes;
  readonly template: Pick<Template, 'category'>;
};

async function sendNow(
  { message, yes, template }: Requested,
  replaces: AttemptId | null,
  ports: RequestPorts,
): Promise<RequestFate> {
  const { wait, tooLate, sendHours } = ports;
  const approved = approve(message, yes);
  const source = { file: SERVICE_SOURCE };
  const sending: SendPorts = { ...ports, source, hoursNow: () => sendHours };
  let claim: Claim | null = null;
  const sent = await sendWhenAllowed({
    facts: async () => await factsOf(approved, template, ports),
    pause: async (milliseconds) => {
      await wait(milliseconds, tooLate);
      return !tooLate.aborted;
    },
    go: async (at) => {
      if (tooLate.aborted) return { kind: 'no_time' } as const;
      claim ??= await claimApproved(approved, replaces, sending);
      if (claim.kind === 'taken') return claim;
      return await sendMessageAttempt(approved, claim.attemptId, at, sending);
    },
  });
  switch (sent.kind) {
    case 'hold':
    case 'cut_short':
    case 'no_time':
    case 'too_late':
      await letLapse(claim, sending);
      return sent.kind === 'hold' ? heldBy(sent) : { kind: 'no_time' };
    case 'taken':
      // Another process claimed it a moment ago.
      return sent.attempt.state === 'accepted'
        ? fateOfAttempt(sent.attempt)
        : { kind: 'on_its_way' };
    case 'not_advanced':
      return await afterLostRace(message, ports);
    case 'unwritten':
      // Twilio has answered and the ledger did not record it: the next request settles it.
      return { kind: 'unknown' };
    case 'answered':
      return await fateOfOutcome(sent.outcome, message, ports);
  }
}

async function factsOf(
  message: ApprovedMessage,
  current: Pick<Template, 'category'>,
  ports: RequestPorts,
) {
  const { ledger, optOuts, clock, sendHours, dailyLimit } = ports;
  const hasOptedOut = await isOptedOut(message, optOuts);
  const [limits, latest] = await Promise.all([
    limitsFor(message.to, ledger, dailyLimit),
    latestNow(ports),
  ]);
  const now = clock.now();
  const halt = sendingHalt(latest, now);
  const opensAt = closedUntil(sendHours, now);
  // The message was just rendered with the current template.
  const template = 'as_approved' as const;
  return {
    now,
    message,
    hasOptedOut,
    lacksMarketingConsent: lacksMarketingConsent(message, current),
    template,
    opensAt,
    halt,
    limits,
    latest: [],
    // The caller is waiting for the answer.
    first: [],
  };
}

function heldBy(hold: Hold): RequestFate {
  switch (hold.because) {
    case 'opted_out':
      return { kind: 'opted_out' };
    case 'no_marketing_consent':
      return { kind: 'no_marketing_consent' };
    case 'outside_hours':
      return { kind: 'outside_hours', opensAt: hold.opensAt };
    case 'sending_halted':
      return { kind: 'sending_halted', halt: hold.halt };
    case 'daily_limit':
      return { kind: 'daily_limit', freeAt: hold.room.nextFreeAt };
    case 'approval_too_old':
    case 'template_changed':
    case 'template_not_told':
      throw new Error(`A request cannot be held because of ${hold.because}.`);
  }
}

/** Another process has moved the attempt since it was claimed. */
async function afterLostRace(message: Message, { ledger }: RequestPorts): Promise<RequestFate> {
  const attempt = await latestAttempt(message, ledger);
  return attempt?.state === 'accepted' ? fateOfAttempt(attempt) : { kind: 'on_its_way' };
}

async function fateOfOutcome(
  outcome: Outcome,
  message: Message,
  ports: RequestPorts,
): Promise<RequestFate> {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'sent', messageSid: outcome.messageSid };
    case 'unknown':
      return await outcomeOrUnknown(message, ports);
    case 'refused':
    case 'unreachable':
      return outcome;
  }
}

/** A callback may have recorded the outcome meanwhile. */
async function outcomeOrUnknown(message: Message, { ledger }: RequestPorts): Promise<RequestFate> {
  const attempt = await latestAttempt(message, ledger);
  return attempt?.state === 'accepted' && attempt.messageSid !== null
    ? { kind: 'sent', messageSid: attempt.messageSid }
    : { kind: 'unknown' };
}
