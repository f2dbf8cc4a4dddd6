import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { withDeparture, type Departures } from '../../domain/policy/rate-limit.ts';
import type { Hold, SendFacts } from '../../domain/policy/send-policy.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import { allowsNewAttempt } from '../../domain/delivery/state.ts';
import { aborted, type Wait } from '../ports/clock.ts';
import type { SendChecks, SendBlock } from './send-checks.ts';
import { limitsFor, sendWhenAllowed } from './send-when-allowed.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import { queueClaimed, type Outbox, queueRoom } from './outbox.ts';
import type { Claim } from '../ports/ledger.ts';
import {
  claimApproved,
  fateOfTaken,
  letLapse,
  type SendPorts,
  sendMessageAttempt,
  type Unwritten,
} from './send-attempt.ts';

/** What is told while messages go out. */
export type SendEvent =
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: SendFate }
  /** Twilio did not process the message, and it is tried again after so many seconds. */
  | {
      readonly kind: 'retrying';
      readonly message: Message;
      readonly seconds: number;
      /** The number of the try to come. */
      readonly tryNumber: number;
      readonly of: number;
    }
  /** Nothing went, since the yes is too old: it is asked for again, in this run or in another. */
  | { readonly kind: 'too_old'; readonly message: Message; readonly isAskedAgain: boolean }
  /** The next message may not go any sooner, since it is for a number that was just written to. */
  | { readonly kind: 'waiting_for_pace'; readonly message: Message; readonly seconds: number }
  /** Every question is answered, and this many messages are still on their way. */
  | { readonly kind: 'waiting'; readonly count: number };

export type SendOnePorts = SendPorts &
  Pick<SendChecks, 'checkBeforeSend'> & {
    readonly wait: Wait;
    readonly emit: (event: SendEvent) => Promise<void>;
    /** Where a worker finds what is approved; null where this run sends it by itself. */
    readonly outbox: Outbox | null;
  };

/** Why nothing may leave any more, whatever was approved. */
export type SendOneHalt =
  | SendBlock
  /** Nothing can be handed over to the worker. */
  | { readonly kind: 'queue'; readonly reason: QueueReason }
  /** As many people were written to in 24 hours as may be. */
  | { readonly kind: 'daily_limit'; readonly limit: number; readonly freeAt: Date };

/** What came of one message; nothing went, unless it has a fate or is `unwritten`. */
type SendOneResult =
  | SendFate
  | Unwritten
  /** The yes is too old, or was taken back. */
  | { readonly kind: 'too_old' }
  | { readonly kind: 'cut_short' }
  | { readonly kind: 'halt'; readonly halt: SendOneHalt };

/** A yes, and whether it was written down as it was given. */
type Yes = {
  readonly claimed: Claim | null;
  /** The attempt of unknown outcome that this one is to stand for. */
  readonly replaces: AttemptId | null;
};

export type SendOne = {
  readonly send: (message: ApprovedMessage, yes: Yes) => Promise<SendOneResult>;
  /** Whether Twilio or the queue has been asked and has not answered. */
  readonly isOnItsWay: () => boolean;
};

/** Waits shorter than this are not worth a word. */
const UNTOLD_MS = 1000;

/** Sends the approved messages of one run, or puts them on the queue: one after the other, as they may go. */
export function sendOneByOne(ports: SendOnePorts, stopped: AbortSignal): SendOne {
  const { clock, ledger, outbox, optOuts, emit, wait, dailyLimit } = ports;
  const room = queueRoom(ledger, dailyLimit);
  let latest: Departures = [];
  let isOnItsWay = false;

  const lookNow = async (): Promise<SendBlock | null> =>
    (await Promise.race([ports.checkBeforeSend(), aborted(stopped)])) ?? null;

  const limitsNow = async ({ to }: ApprovedMessage, { replaces }: Yes, now: Date) => {
    if (outbox !== null) return await room.limitsFor(to, now);
    // An attempt that may have gone gives way to this one only where this one can go. All else the ledger
    // asks with the step itself.
    return replaces === null ? null : await limitsFor(to, ledger, dailyLimit);
  };

  const answerOf = async (
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

  /** Somebody else has moved the attempt since the yes. */
  const afterLostRace = async (message: ApprovedMessage): Promise<SendOneResult> => {
    const known = (await ledger.view([message])).byKey.get(message.key);
    return known === undefined || allowsNewAttempt(known.state)
      ? { kind: 'too_old' }
      : fateOfTaken(known);
  };

  const send: SendOne['send'] = async (message, yes) => {
    let claim = yes.claimed;
    let block: SendBlock | null = null;
    let limits: SendFacts['limits'] = null;
    const sent = await sendWhenAllowed({
      facts: async () => {
        block = stopped.aborted ? null : await lookNow();
        if (stopped.aborted) return null;
        const hasOptedOut = await isOptedOut(message, optOuts);
        limits = await limitsNow(message, yes, clock.now());
        return {
          // Last, since a computer may have slept in any of the waits.
          now: clock.now(),
          message,
          hasOptedOut,
          template: block?.kind === 'template' ? 'changed' : 'as_approved',
          opensAt: block?.kind === 'hours_over' ? block.opensAt : null,
          limits,
          latest,
        };
      },
      pause: async (milliseconds) => {
        if (milliseconds > UNTOLD_MS) {
          const seconds = Math.ceil(milliseconds / 1000);
          await emit({ kind: 'waiting_for_pace', message, seconds });
        }
        await wait(milliseconds, stopped);
        return !stopped.aborted;
      },
      go: async (at) => {
        isOnItsWay = true;
        try {
          claim ??= await claimApproved(message, yes.replaces, ports);
          if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
          if (outbox === null) return await answerOf(message, claim, at);
          const queuedAt = clock.now();
          const put = await queueClaimed(message, claim, outbox, ports);
          if (put.kind === 'queued')
            room.queued(message.to, queuedAt, limits?.lastWrittenTo ?? null);
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
    case 'template_changed':
    case 'template_not_told':
      if (block?.kind !== 'template') throw new Error('Nothing was told of the template.');
      return { kind: 'halt', halt: block };
  }
}
