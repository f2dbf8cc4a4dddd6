import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import { isTwilioOutcome, type SendFate } from '../../domain/delivery/fate.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import {
  faultsInARow,
  nextStepAfter,
  nextStepAfterEndings,
  type Ending,
  type FailureRow,
  type PauseReason,
} from '../../domain/policy/next-step.ts';
import { automaticRetry } from '../../domain/policy/retry.ts';
import { MOST_TRIES } from '../../domain/policy/retry.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import { aborted, type Wait } from '../ports/clock.ts';
import type { Claim } from '../ports/ledger.ts';
import { retry } from '../retry.ts';
import { ownMessages, type OwnMessagePorts } from './own-messages.ts';
import { claimApproved, letLapse } from './send-attempt.ts';
import type { SendChecks } from './send-checks.ts';
import {
  sendOneByOne,
  type LateFailure,
  type SendEvent,
  type SendOneHalt,
  type SendOnePorts,
} from './send-one.ts';

/** Why the queue stopped by itself. */
export type QueueHalt =
  | SendOneHalt
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string }
  /** Twilio accepted a message and could not deliver it, for a reason that applies to every message. */
  | { readonly kind: 'not_delivered'; readonly twilioCode: number }
  /** Something happened that needs a decision, and the operator did not continue. */
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  /** The ledger failed after something was sent. */
  | {
      readonly kind: 'failed';
      readonly problem: StopProblem;
      /** The message whose outcome was not recorded. */
      readonly unwritten: Message | null;
    };

export type QueuePorts = SendOnePorts &
  OwnMessagePorts &
  RetryPorts &
  SendChecks & {
    /** Fires when the run must end after the message that is being sent. */
    readonly stop: AbortSignal;
  };

/** What the queue needs from the approval session. */
export type QueueOwner = {
  readonly confirmContinue: (reason: PauseReason) => Promise<boolean>;
  /** Whether more messages may be added. */
  readonly isMoreToCome: () => boolean;
  /** Asks again about a message whose approval is too old; false where no session is open. */
  readonly askAgain: (key: MessageKey) => boolean;
};

type QueueEnd = {
  /** Only for messages that were sent, or found to be sent. */
  readonly fates: ReadonlyMap<MessageKey, SendFate>;
  /** The accepted messages that Twilio could not deliver, as far as is known. */
  readonly failedLater: ReadonlyMap<MessageKey, LateFailure>;
  readonly halt: QueueHalt | null;
  /** The error that ended the queue, if any. */
  readonly fault: { readonly error: unknown } | null;
};

/** Sends approved messages in order, one at a time, while further questions are asked. */
export type SendQueue = {
  /** Fires when nothing more is sent, for any reason. */
  readonly stopped: AbortSignal;
  /** Checks before a question whether messages can be sent; otherwise stops the queue. */
  readonly check: () => Promise<void>;
  /** @param replaces the attempt that this one replaces */
  readonly add: (message: ApprovedMessage, replaces: Attempt | null) => void;
  /** How many messages are still to be sent. */
  readonly open: () => number;
  /** Stops after the message that is being sent. */
  readonly close: () => void;
  /** Resolves when no message is being sent any more. */
  readonly ended: () => Promise<QueueEnd>;
};

export function sendQueue(ports: QueuePorts, owner: QueueOwner): SendQueue {
  const { emit } = ports;
  const closing = new AbortController();
  const stopped = AbortSignal.any([ports.stop, closing.signal]);
  const own = ownMessages(ports, stopped, {
    ended: async (endings) => await applyEndings(endings),
    failed: (error) => failWith(error),
  });
  const oneByOne = sendOneByOne(ports, stopped, async () => await mayLeave());
  const fates = new Map<MessageKey, SendFate>();
  let halt: QueueHalt | null = null;
  let fault: QueueEnd['fault'] = null;
  let unwritten: Message | null = null;
  let waiting = 0;
  let faults = 0;
  let failures: FailureRow | null = null;
  let sends = Promise.resolve();
  let pauses: Promise<unknown> = Promise.resolve();

  /** The first reason counts: a look at the messages of the run may find another one meanwhile. */
  const haltWith = (reason: QueueHalt): void => {
    halt ??= reason;
    closing.abort();
  };

  const failWith = (error: unknown): void => {
    fault ??= { error };
    closing.abort();
  };

  const check = async (): Promise<void> => {
    const block = await Promise.race([ports.checkBeforeQuestion(), aborted(stopped)]);
    if (block !== null) haltWith(block);
  };

  /** Null where the message was not sent and this approval no longer applies. */
  const sendOnce = async (
    message: ApprovedMessage,
    approval: Parameters<typeof oneByOne.send>[1],
  ): Promise<SendFate | null> => {
    const sent = await oneByOne.send(message, approval);
    switch (sent.kind) {
      case 'halt':
        haltWith(sent.halt);
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

  const applyFate = async (fate: SendFate): Promise<void> => {
    if (!isTwilioOutcome(fate)) return;
    faults = faultsInARow(faults, fate);
    const next = nextStepAfter(fate, faults);
    if (next.kind === 'stop') {
      const { because } = next;
      haltWith(because.kind === 'refused' ? refusedHalt(because) : because);
    }
    if (next.kind === 'pause' && (await continuesAfter(next.reason))) faults = 0;
  };

  /** Asks after an earlier pause. False where nothing more is sent, or nothing more is to be sent. */
  const pauseAfter = async (earlier: Promise<unknown>, reason: PauseReason): Promise<boolean> => {
    await earlier;
    if (stopped.aborted || !(waiting > 0 || owner.isMoreToCome())) return false;
    const continues = await owner.confirmContinue(reason);
    if (!continues) haltWith({ kind: 'paused', reason });
    return continues;
  };

  const continuesAfter = async (reason: PauseReason): Promise<boolean> => {
    const pause = pauseAfter(pauses, reason);
    pauses = pause.catch(failWith);
    return await pause;
  };

  const applyEndings = async (endings: readonly Ending[]): Promise<void> => {
    const { next, row } = nextStepAfterEndings(failures, endings);
    failures = row;
    if (next.kind === 'stop') haltWith({ kind: 'not_delivered', twilioCode: next.twilioCode });
    if (next.kind === 'pause' && (await continuesAfter(next.reason))) failures = null;
  };

  /** Resolves when no pause is open and the first messages have left, or when the queue has stopped. */
  const mayLeave = async (): Promise<void> => {
    for (let seen = null; seen !== pauses && !stopped.aborted;) {
      seen = pauses;
      // oxlint-disable-next-line no-await-in-loop -- another pause may open meanwhile
      await Promise.race([Promise.all([seen, own.firstMessagesLeft()]), aborted(stopped)]);
    }
  };

  const sendNext = async (
    message: ApprovedMessage,
    firstClaim: Claim | null,
    replaces: Attempt | null,
  ): Promise<void> => {
    // Messages approved before a halt are asked about again in a later run.
    if (stopped.aborted) return await letLapse(firstClaim, ports);
    let approval = { claimed: firstClaim, replaces };
    const send = async (): Promise<SendFate | null> => {
      const own = approval;
      approval = { claimed: null, replaces: null };
      return await sendOnce(message, own);
    };
    const fate = await sendWithRetries(message, send, ports, stopped);
    if (stopped.aborted && fate === null) return;
    waiting -= 1;
    if (fate === null) {
      await emit({ kind: 'too_old', message, isRepeated: owner.askAgain(message.key) });
      return;
    }
    fates.set(message.key, fate);
    own.add(message, fate);
    await emit({ kind: 'sent', message, fate });
    await applyFate(fate);
  };

  return {
    stopped,
    check,
    add: (message, replaces) => {
      waiting += 1;
      // An approval is recorded as it is given, not when its turn comes. An attempt that is replaced
      // stays the current one until its replacement is sent, so that Twilio can still be asked about it.
      const claim = replaces === null ? claimApproved(message, null, ports) : null;
      claim?.catch(failWith);
      sends = sends
        .then(async () => await sendNext(message, await claim, replaces))
        .catch(failWith);
    },
    open: () => (stopped.aborted ? Number(oneByOne.isOnItsWay()) : waiting),
    close: () => closing.abort(),
    ended: async () => {
      await sends;
      await pauses;
      await own.close();
      const { failedLater } = own;
      // Messages sent before the ledger failed must be reported.
      if (fates.size > 0 && fault?.error instanceof InviteError) {
        const { problem } = fault.error;
        return { fates, failedLater, halt: { kind: 'failed', problem, unwritten }, fault: null };
      }
      return { fates, failedLater, halt, fault };
    },
  };
}

function refusedHalt({
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
 * Retries a message until Twilio has processed it, at most `MOST_TRIES` times. Each try is a new
 * attempt with the same approval: this kind of refusal proves that nothing was sent.
 *
 * @param attempt one try; null where the message is no longer to be sent
 * @param stopped ends a wait at once
 * @returns null where the message was not sent
 */
async function sendWithRetries(
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
