import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import { isOfferedAgain } from '../../domain/delivery/non-delivery.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import { allowsNewAttempt } from '../../domain/delivery/state.ts';
import type { Message } from '../../domain/message/message.ts';
import { withDeparture, type Departures } from '../../domain/policy/rate-limit.ts';
import type { Hold, SendFacts } from '../../domain/policy/send-policy.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import { aborted, type Wait } from '../ports/clock.ts';
import type { Claim } from '../ports/ledger.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import { confirmNonDelivery } from './confirm-non-delivery.ts';
import { queueClaimed, type Outbox, queueRoom } from './outbox.ts';
import {
  latestAttempt,
  claimApproved,
  fateOfTaken,
  letLapse,
  type SendPorts,
  sendMessageAttempt,
  type Unwritten,
} from './send-attempt.ts';
import type { SendChecks, SendBlock } from './send-checks.ts';
import { limitsFor, sendWhenAllowed } from './send-when-allowed.ts';

/** An event of a run. */
export type SendEvent =
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: SendFate }
  /** Twilio did not process the message; it is retried after `seconds`. */
  | {
      readonly kind: 'retrying';
      readonly message: Message;
      readonly seconds: number;
      /** The number of the next try. */
      readonly tryNumber: number;
      readonly of: number;
    }
  /**
   * Nothing was sent, since the approval is too old. The message is asked about again, in this run or a
   * later one.
   */
  | { readonly kind: 'too_old'; readonly message: Message; readonly isRepeated: boolean }
  /** The next message waits, since its number was just written to. */
  | { readonly kind: 'waiting_for_pace'; readonly message: Message; readonly seconds: number }
  /** The next message waits until one of the first ones has left Twilio, or for `seconds`. */
  | { readonly kind: 'waiting_for_first'; readonly seconds: number }
  /** Twilio accepted the message and could not deliver it. */
  | {
      readonly kind: 'not_delivered';
      readonly message: Message;
      readonly failure: LateFailure;
    }
  /** All questions are answered, and `count` messages are still to be sent. */
  | { readonly kind: 'waiting'; readonly count: number };

export type SendOnePorts = SendPorts &
  Pick<SendChecks, 'checkBeforeSend'> & {
    readonly wait: Wait;
    readonly emit: (event: SendEvent) => Promise<void>;
    /** Hands messages to the worker; null where this run sends them itself. */
    readonly outbox: Outbox | null;
  };

/** A message that Twilio accepted in this run and could not deliver. */
export type LateFailure = {
  readonly messageSid: MessageSid;
  readonly state: 'failed' | 'undelivered' | 'canceled';
  /** Null where Twilio gives no code. */
  readonly twilioCode: number | null;
  /** Twilio's or WhatsApp's own words; null where there are none. */
  readonly twilioText: string | null;
};

/** Why no more messages may be sent. */
export type SendOneHalt =
  | SendBlock
  /** The queue does not take messages. */
  | { readonly kind: 'queue'; readonly reason: QueueReason }
  /** The daily limit of people is reached. */
  | { readonly kind: 'daily_limit'; readonly limit: number; readonly freeAt: Date };

/** The result for one message. Nothing was sent, unless it has a fate or is `unwritten`. */
type SendOneResult =
  | SendFate
  | Unwritten
  /** The approval is too old, or was withdrawn. */
  | { readonly kind: 'too_old' }
  | { readonly kind: 'cut_short' }
  | { readonly kind: 'halt'; readonly halt: SendOneHalt };

/** An approval, and its claim where it was recorded as it was given. */
type GivenApproval = {
  readonly claimed: Claim | null;
  /** The attempt that this one replaces. */
  readonly replaces: Attempt | null;
};

export type SendOne = {
  readonly send: (message: ApprovedMessage, approval: GivenApproval) => Promise<SendOneResult>;
  /** Whether a request to Twilio or the queue has no response yet. */
  readonly isOnItsWay: () => boolean;
};

/** Shorter waits are not reported. */
const MIN_REPORTED_WAIT_MS = 1000;

/**
 * Sends the approved messages of one run, or queues them, in order and as the limits allow.
 *
 * @param mayLeave resolves when the run lets the next message leave, or when `stopped` fires
 */
export function sendOneByOne(
  ports: SendOnePorts,
  stopped: AbortSignal,
  mayLeave: () => Promise<void>,
): SendOne {
  const { clock, ledger, outbox, optOuts, emit, wait, dailyLimit } = ports;
  const queuedPeople = queueRoom(ledger, dailyLimit);
  let latest: Departures = [];
  let isOnItsWay = false;

  const checkNow = async (): Promise<SendBlock | null> =>
    (await Promise.race([ports.checkBeforeSend(), aborted(stopped)])) ?? null;

  const limitsNow = async ({ to }: ApprovedMessage, { replaces }: GivenApproval, now: Date) => {
    if (outbox !== null) return await queuedPeople.limitsFor(to, now);
    // An attempt is replaced only where the new one can be sent. All other limits are checked by
    // `startSending`.
    return replaces === null ? null : await limitsFor(to, ledger, dailyLimit);
  };

  const sendClaimed = async (
    message: ApprovedMessage,
    { attemptId }: Extract<Claim, { readonly kind: 'claimed' }>,
    at: { readonly lookedAt: Date; readonly waitedMs: number },
  ) => {
    const begun = clock.now();
    const sent = await sendMessageAttempt(message, attemptId, at, ports);
    if (sent.kind === 'answered' || sent.kind === 'unwritten')
      latest = withDeparture(latest, begun);
    return sent;
  };

  /** Another process has moved the attempt since the approval. */
  const afterLostRace = async (message: ApprovedMessage): Promise<SendOneResult> => {
    const known = await latestAttempt(message, ledger);
    return known === undefined || allowsNewAttempt(known.state)
      ? { kind: 'too_old' }
      : fateOfTaken(known);
  };

  /** The fate of a message that was to replace one that did not arrive, where Twilio does not confirm that. */
  const fateUnlessConfirmed = async ({ replaces }: GivenApproval): Promise<SendFate | null> => {
    if (replaces === null || !isOfferedAgain(replaces)) return null;
    const answer = await confirmNonDelivery(replaces, ports.deliveries);
    switch (answer.kind) {
      case 'confirmed':
        return null;
      case 'not_asked':
        return { kind: 'not_delivered', attempt: replaces, because: 'not_confirmed' };
      case 'contradicted': {
        const { state: delivery, errorCode: deliveryCode } = answer.delivery;
        return { kind: 'already_sent', attempt: { ...replaces, delivery, deliveryCode } };
      }
    }
  };

  const send: SendOne['send'] = async (message, approval) => {
    if (stopped.aborted) return { kind: 'cut_short' };
    const known = await fateUnlessConfirmed(approval);
    if (known !== null) return known;
    let claim = approval.claimed;
    let block: SendBlock | null = null;
    let limits: SendFacts['limits'] = null;
    const sent = await sendWhenAllowed({
      facts: async () => {
        await mayLeave();
        block = stopped.aborted ? null : await checkNow();
        if (stopped.aborted) return null;
        const hasOptedOut = await isOptedOut(message, optOuts);
        limits = await limitsNow(message, approval, clock.now());
        return {
          // Read last, since the computer may have slept in any of the waits.
          now: clock.now(),
          message,
          hasOptedOut,
          // The plan left these out, and a change of the category is a block.
          lacksMarketingConsent: false,
          template: block?.kind === 'template' ? 'changed' : 'as_approved',
          opensAt: block?.kind === 'hours_over' ? block.opensAt : null,
          // The run follows its own messages.
          halt: null,
          first: [],
          limits,
          latest,
        };
      },
      pause: async (milliseconds) => {
        if (milliseconds > MIN_REPORTED_WAIT_MS) {
          const seconds = Math.ceil(milliseconds / 1000);
          await emit({ kind: 'waiting_for_pace', message, seconds });
        }
        await wait(milliseconds, stopped);
        return !stopped.aborted;
      },
      go: async (at) => {
        isOnItsWay = true;
        try {
          claim ??= await claimApproved(message, approval.replaces?.id ?? null, ports);
          if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
          if (outbox === null) return await sendClaimed(message, claim, at);
          const queuedAt = clock.now();
          const put = await queueClaimed(message, claim, outbox, ports);
          if (put.kind === 'queued')
            queuedPeople.queued(message.to, queuedAt, limits?.lastWrittenTo ?? null);
          return put;
        } finally {
          isOnItsWay = false;
        }
      },
    });
    switch (sent.kind) {
      case 'hold':
      case 'cut_short':
        await letLapse(claim, ports);
        return sent.kind === 'hold' ? heldBy(sent, block) : sent;
      case 'too_late':
        await letLapse(claim, ports);
        return { kind: 'too_old' };
      case 'answered':
        return sent.outcome;
      case 'not_advanced':
        return await afterLostRace(message);
      case 'not_queued':
        return { kind: 'halt', halt: { kind: 'queue', reason: sent.reason } };
      default:
        return sent;
    }
  };

  return { send, isOnItsWay: () => isOnItsWay };
}

function heldBy(hold: Hold, block: SendBlock | null): SendOneResult {
  switch (hold.because) {
    case 'approval_too_old':
      return { kind: 'too_old' };
    case 'opted_out':
      return { kind: 'opted_out' };
    case 'daily_limit': {
      const { limit, nextFreeAt: freeAt } = hold.room;
      return { kind: 'halt', halt: { kind: 'daily_limit', limit, freeAt } };
    }
    case 'outside_hours':
      return { kind: 'halt', halt: { kind: 'hours_over', opensAt: hold.opensAt } };
    case 'sending_halted':
    case 'no_marketing_consent':
      throw new Error(`A run is not held because of ${hold.because}.`);
    case 'template_changed':
    case 'template_not_told':
      if (block?.kind !== 'template') throw new Error('The change of the template is missing.');
      return { kind: 'halt', halt: block };
  }
}
