import { isApprovalStale, type ApprovedMessage } from '../domain/approval.ts';
import { isAnswerOfTwilio, type SendFate } from '../domain/fate.ts';
import type { Message, MessageKey } from '../domain/message.ts';
import { InviteError, type QueueReason, type StopProblem } from '../domain/problem.ts';
import type { AttemptId } from '../domain/outcome.ts';
import { faultsInARow, whatNext, type PauseReason } from '../domain/what-next.ts';
import { aborted } from './aborted.ts';
import type { Look, Looks, NotNow } from './last-look.ts';
import { queueClaimed, type Outbox } from './outbox.ts';
import type { Claim } from './ports.ts';
import {
  claimApproved,
  letLapse,
  sendClaimed,
  UnwrittenOutcome,
  type SendPorts,
} from './send-approved.ts';
import { tryAgain, type RetryPorts } from './try-again.ts';
import { turnstile, type TurnstilePorts } from './turnstile.ts';

/** Why a queue ended by itself. */
export type QueueHalt =
  | NotNow
  | { readonly kind: 'unreachable' }
  /** Nothing can be handed over to the worker. */
  | { readonly kind: 'queue'; readonly reason: QueueReason }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string }
  /** Something happened that a person should look into, and nobody said to go on. */
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  /** As many people were written to in 24 hours as may be. */
  | { readonly kind: 'daily_limit'; readonly limit: number; readonly freeAt: Date }
  /** The ledger failed after something had been sent. */
  | {
      readonly kind: 'failed';
      readonly problem: StopProblem;
      /** Whose outcome the ledger did not take. */
      readonly unwritten: Message | null;
    };

export type QueuePorts = SendPorts &
  RetryPorts &
  TurnstilePorts &
  Looks & {
    /** Where a worker finds what is approved; null where this run sends it by itself. */
    readonly outbox: Outbox | null;
    /** Fires when no more than the message on its way is to go. */
    readonly stop: AbortSignal;
  };

/** What the queue asks of those who fill it. */
export type QueueOwner = {
  readonly goOn: (reason: PauseReason) => Promise<boolean>;
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
  const { clock, tell } = ports;
  const gate = turnstile(ports);
  const closing = new AbortController();
  const stopped = AbortSignal.any([ports.stop, closing.signal]);
  const fates = new Map<MessageKey, SendFate>();
  let halt: QueueHalt | null = null;
  let fault: QueueEnd['fault'] = null;
  let unwritten: Message | null = null;
  let waiting = 0;
  let faults = 0;
  let isOnItsWay = false;
  let sends = Promise.resolve();

  const haltFor = (reason: QueueHalt): void => {
    halt = reason;
    closing.abort();
  };

  const failWith = (error: unknown): void => {
    fault ??= { error };
    closing.abort();
  };

  const heed = async (look: Look): Promise<void> => {
    const notNow = await Promise.race([look(), aborted(stopped)]);
    if (notNow !== null) haltFor(notNow);
  };

  const sendOnce = async (message: ApprovedMessage, claim: Claim): Promise<SendFate | null> => {
    await heed(ports.lastLook);
    if (stopped.aborted) {
      await letLapse(claim, ports);
      return null;
    }
    // The clock is asked right before, since a computer may have slept in any of the waits.
    const now = clock.now();
    if (isApprovalStale(message, now)) {
      await letLapse(claim, ports);
      return null;
    }
    isOnItsWay = true;
    try {
      const fate =
        ports.outbox === null
          ? await sendClaimed(message, claim, ports)
          : await queueClaimed(message, claim, ports.outbox, ports);
      if (fate?.kind === 'not_queued') {
        haltFor({ kind: 'queue', reason: fate.reason });
        return null;
      }
      if (fate !== null) gate.went(message, now, fate);
      return fate;
    } catch (error) {
      if (!(error instanceof UnwrittenOutcome)) throw error;
      unwritten = message;
      fates.set(message.key, error.outcome);
      await tell({ kind: 'sent', message, fate: error.outcome });
      throw error.cause;
    } finally {
      isOnItsWay = false;
    }
  };

  const drawConclusions = async (fate: SendFate): Promise<void> => {
    if (!isAnswerOfTwilio(fate)) return;
    faults = faultsInARow(faults, fate);
    const next = whatNext(fate, faults);
    if (next.kind === 'stop') {
      const { because } = next;
      haltFor(because.kind === 'refused' ? refusedFor(because) : because);
    }
    const isMoreToCome = waiting > 0 || owner.isMoreToCome();
    if (next.kind !== 'pause' || stopped.aborted || !isMoreToCome) return;
    if (await owner.goOn(next.reason)) faults = 0;
    else haltFor({ kind: 'paused', reason: next.reason });
  };

  const sendInTurn = async (
    message: ApprovedMessage,
    firstClaim: Claim | null,
    replaces: AttemptId | null,
  ): Promise<void> => {
    // What was approved before a halt and has not left waits for another run, and another yes.
    if (stopped.aborted) return await letLapse(firstClaim, ports);
    const full = gate.isClosedTo(message);
    if (full !== null) {
      haltFor({ kind: 'daily_limit', limit: full.limit, freeAt: full.nextFreeAt });
      return await letLapse(firstClaim, ports);
    }
    // The worker waits by itself, for what all operators send.
    if (ports.outbox === null) await gate.letThrough(message, stopped);
    if (stopped.aborted) return await letLapse(firstClaim, ports);
    let next = { claimed: firstClaim, replaces };
    const send = async (): Promise<SendFate | null> => {
      const claim = next.claimed ?? (await claimApproved(message, next.replaces, ports));
      next = { claimed: null, replaces: null };
      return await sendOnce(message, claim);
    };
    const fate = await tryAgain(message, send, ports, stopped);
    if (stopped.aborted && fate === null) return;
    waiting -= 1;
    if (fate === null) {
      await tell({ kind: 'too_old', message, isAskedAgain: owner.askAgain(message.key) });
      return;
    }
    fates.set(message.key, fate);
    await tell({ kind: 'sent', message, fate });
    await drawConclusions(fate);
  };

  return {
    stopped,
    look: async () => await heed(ports.firstLook),
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
    open: () => (stopped.aborted ? Number(isOnItsWay) : waiting),
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
