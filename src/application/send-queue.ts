import { isApprovalStale, type ApprovedMessage } from '../domain/approval.ts';
import type { MessageKey } from '../domain/message.ts';
import { faultsInARow, whatNext, type PauseReason } from '../domain/what-next.ts';
import { sendApproved, UnwrittenOutcome, type SendFate, type SendPorts } from './send-approved.ts';
import { tryAgain, type RetryPorts } from './try-again.ts';
import { turnstile, type TurnstilePorts } from './turnstile.ts';

/** Why a queue ended by itself. */
export type QueueHalt =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string }
  /** Something happened that a person should look into, and nobody said to go on. */
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  /** As many people were written to in 24 hours as may be. */
  | { readonly kind: 'daily_limit'; readonly limit: number; readonly freeAt: Date };

export type QueuePorts = SendPorts &
  RetryPorts &
  TurnstilePorts & {
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
  readonly add: (message: ApprovedMessage) => void;
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
  let waiting = 0;
  let faults = 0;
  let isOnItsWay = false;
  let sends = Promise.resolve();

  const haltFor = (reason: QueueHalt): void => {
    halt = reason;
    closing.abort();
  };

  const sendOnce = async (message: ApprovedMessage): Promise<SendFate | null> => {
    // The clock is asked right before, since a computer may have slept in any of the waits.
    const now = clock.now();
    if (isApprovalStale(message, now)) return null;
    isOnItsWay = true;
    try {
      const fate = await sendApproved(message, ports);
      gate.went(message, now, fate);
      return fate;
    } catch (error) {
      if (!(error instanceof UnwrittenOutcome)) throw error;
      await tell({ kind: 'sent', message, fate: error.outcome });
      throw error.cause;
    } finally {
      isOnItsWay = false;
    }
  };

  const drawConclusions = async (fate: SendFate): Promise<void> => {
    if (fate.kind === 'already_sent' || fate.kind === 'still_unknown') return;
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

  const sendInTurn = async (message: ApprovedMessage): Promise<void> => {
    // What was approved before a halt and has not left waits for another run, and another yes.
    if (stopped.aborted) return;
    const full = gate.isClosedTo(message);
    if (full !== null) {
      haltFor({ kind: 'daily_limit', limit: full.limit, freeAt: full.nextFreeAt });
      return;
    }
    await gate.letThrough(message, stopped);
    if (stopped.aborted) return;
    const fate = await tryAgain(message, async () => await sendOnce(message), ports, stopped);
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
    add: (message) => {
      waiting += 1;
      sends = sends
        .then(async () => await sendInTurn(message))
        .catch((error: unknown) => {
          fault ??= { error };
          closing.abort();
        });
    },
    open: () => (stopped.aborted ? Number(isOnItsWay) : waiting),
    close: () => closing.abort(),
    ended: async () => {
      await sends;
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
