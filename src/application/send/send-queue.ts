import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import { isTwilioOutcome, type SendFate } from '../../domain/delivery/fate.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { faultsInARow, nextStepAfter, type PauseReason } from '../../domain/policy/next-step.ts';
import { automaticRetry } from '../../domain/policy/retry.ts';
import { aborted, type Wait } from '../ports/clock.ts';
import type { SendChecks } from './send-checks.ts';
import type { Claim } from '../ports/ledger.ts';
import { claimApproved, letLapse } from './send-attempt.ts';
import { sendOneByOne, type SendOneHalt, type SendOnePorts, type SendEvent } from './send-one.ts';
import { MOST_TRIES } from '../../domain/policy/retry.ts';
import { retry } from '../retry.ts';

/** Why a queue ended by itself. */
export type QueueHalt =
  | SendOneHalt
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string }
  /** Something happened that a person should look into, and nobody said to go on. */
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  /** The ledger failed after something had been sent. */
  | {
      readonly kind: 'failed';
      readonly problem: StopProblem;
      /** Whose outcome the ledger did not take. */
      readonly unwritten: Message | null;
    };

export type QueuePorts = SendOnePorts &
  RetryPorts &
  SendChecks & {
    /** Fires when no more than the message on its way is to go. */
    readonly stop: AbortSignal;
  };

/** What the queue asks of those who fill it. */
export type QueueOwner = {
  readonly confirmContinue: (reason: PauseReason) => Promise<boolean>;
  /** Whether more messages may still come. */
  readonly isMoreToCome: () => boolean;
  /** Asks about a message again whose yes is too old; says whether there is anybody who can. */
  readonly askAgain: (key: MessageKey) => boolean;
};

type QueueEnd = {
  /** Of what was sent, or found to be sent; the rest was approved and has not left. */
  readonly fates: ReadonlyMap<MessageKey, SendFate>;
  readonly halt: QueueHalt | null;
  /** What was thrown on the way; nothing was sent after that. */
  readonly fault: { readonly error: unknown } | null;
};

/** What was approved, on its way to Twilio behind the questions: one at a time and in order. */
export type SendQueue = {
  /** Fires when nothing more goes, whoever wanted it so. */
  readonly stopped: AbortSignal;
  /** Looks, before a question, whether anything may leave at all; ends the queue where nothing may. */
  readonly look: () => Promise<void>;
  /** @param replaces the attempt of unknown outcome that this one is to stand for */
  readonly add: (message: ApprovedMessage, replaces: AttemptId | null) => void;
  /** How many messages have yet to be waited for. */
  readonly open: () => number;
  /** Sends no more than the message on its way. */
  readonly close: () => void;
  /** Resolves when nothing is on its way any more. */
  readonly ended: () => Promise<QueueEnd>;
};

export function sendQueue(ports: QueuePorts, owner: QueueOwner): SendQueue {
  const { emit } = ports;
  const closing = new AbortController();
  const stopped = AbortSignal.any([ports.stop, closing.signal]);
  const oneByOne = sendOneByOne(ports, stopped);
  const fates = new Map<MessageKey, SendFate>();
  let halt: QueueHalt | null = null;
  let fault: QueueEnd['fault'] = null;
  let unwritten: Message | null = null;
  let waiting = 0;
  let faults = 0;
  let sends = Promise.resolve();

  const haltFor = (reason: QueueHalt): void => {
    halt = reason;
    closing.abort();
  };

  const failWith = (error: unknown): void => {
    fault ??= { error };
    closing.abort();
  };

  const look = async (): Promise<void> => {
    const block = await Promise.race([ports.checkBeforeQuestion(), aborted(stopped)]);
    if (block !== null) haltFor(block);
  };

  /** Null where the message has not gone, and does not go for this yes. */
  const sendOnce = async (
    message: ApprovedMessage,
    yes: Parameters<typeof oneByOne.send>[1],
  ): Promise<SendFate | null> => {
    const sent = await oneByOne.send(message, yes);
    switch (sent.kind) {
      case 'halt':
        haltFor(sent.halt);
        return null;
      case 'too_old':
      case 'cut_short':
        return null;
      case 'unwritten':
        unwritten = message;
        fates.set(message.key, sent.outcome);
        await emit({ kind: 'sent', message, fate: sent.outcome });
        throw sent.error;
      default:
        return sent;
    }
  };

  const drawConclusions = async (fate: SendFate): Promise<void> => {
    if (!isTwilioOutcome(fate)) return;
    faults = faultsInARow(faults, fate);
    const next = nextStepAfter(fate, faults);
    if (next.kind === 'stop') {
      const { because } = next;
      haltFor(because.kind === 'refused' ? refusedFor(because) : because);
    }
    const isMoreToCome = waiting > 0 || owner.isMoreToCome();
    if (next.kind !== 'pause' || stopped.aborted || !isMoreToCome) return;
    if (await owner.confirmContinue(next.reason)) faults = 0;
    else haltFor({ kind: 'paused', reason: next.reason });
  };

  const sendInTurn = async (
    message: ApprovedMessage,
    firstClaim: Claim | null,
    replaces: AttemptId | null,
  ): Promise<void> => {
    // What was approved before a halt and has not left waits for another run, and another yes.
    if (stopped.aborted) return await letLapse(firstClaim, ports);
    let yes = { claimed: firstClaim, replaces };
    const send = async (): Promise<SendFate | null> => {
      const own = yes;
      yes = { claimed: null, replaces: null };
      return await sendOnce(message, own);
    };
    const fate = await tryAgain(message, send, ports, stopped);
    if (stopped.aborted && fate === null) return;
    waiting -= 1;
    if (fate === null) {
      await emit({ kind: 'too_old', message, isAskedAgain: owner.askAgain(message.key) });
      return;
    }
    fates.set(message.key, fate);
    await emit({ kind: 'sent', message, fate });
    await drawConclusions(fate);
  };

  return {
    stopped,
    look,
    add: (message, replaces) => {
      waiting += 1;
      // A yes is written down as it is given, and not first when its turn comes. But until one goes
      // out in its place, an attempt of unknown outcome is still to be looked for at Twilio.
      const claim = replaces === null ? claimApproved(message, null, ports) : null;
      claim?.catch(failWith);
      sends = sends
        .then(async () => await sendInTurn(message, await claim, replaces))
        .catch(failWith);
    },
    open: () => (stopped.aborted ? Number(oneByOne.isOnItsWay()) : waiting),
    close: () => closing.abort(),
    ended: async () => {
      await sends;
      // What was sent before the ledger failed must still be summed up.
      if (fates.size > 0 && fault?.error instanceof InviteError) {
        const { problem } = fault.error;
        return { fates, halt: { kind: 'failed', problem, unwritten }, fault: null };
      }
      return { fates, halt, fault };
    },
  };
}

function refusedFor({
  kind,
  twilioCode,
  twilioText,
}: Extract<PauseReason, { readonly kind: 'refused' }>): QueueHalt {
  return { kind, twilioCode, twilioText };
}

type RetryPorts = {
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly emit: (event: SendEvent) => Promise<void>;
};

/**
 * Tries a message until Twilio has processed it, or has refused to five times. Each try is an
 * attempt of its own with the same approval: a refusal of this kind proves that nothing went.
 *
 * @param attempt one try; null where the message is not to go any more
 * @param stopped ends a wait at once: nothing is on its way then
 * @returns null where there is no last word of Twilio's: the message has not gone, and waits
 */
async function tryAgain(
  message: Message,
  attempt: () => Promise<SendFate | null>,
  { wait, random, emit }: RetryPorts,
  stopped: AbortSignal,
): Promise<SendFate | null> {
  const { result, isCutShort } = await retry(attempt, {
    again: (fate) => (fate === null ? null : automaticRetry(fate, { isAttended: true })),
    pause: async (milliseconds, tryNumber) => {
      if (stopped.aborted) return false;
      const seconds = Math.ceil(milliseconds / 1000);
      await emit({ kind: 'retrying', message, seconds, tryNumber, of: MOST_TRIES });
      await wait(milliseconds, stopped);
      return !stopped.aborted;
    },
    random,
  });
  return isCutShort ? null : result;
}
