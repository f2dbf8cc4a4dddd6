import type { ApprovedMessage } from '../domain/approval.ts';
import type { MessageKey } from '../domain/message.ts';
import { refusalOf } from '../domain/refusal.ts';
import { sendApproved, UnwrittenOutcome, type SendFate, type SendPorts } from './send-approved.ts';
import type { SendEvent } from './send-event.ts';

/** Why a queue ended by itself. */
export type QueueHalt =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly twilioCode: number; readonly twilioText: string };

export type QueuePorts = SendPorts & {
  /** Fires when no more than the message on its way is to go. */
  readonly stop: AbortSignal;
  readonly tell: (event: SendEvent) => Promise<void>;
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

export function sendQueue(ports: QueuePorts): SendQueue {
  const closing = new AbortController();
  const stopped = AbortSignal.any([ports.stop, closing.signal]);
  const fates = new Map<MessageKey, SendFate>();
  let halt: QueueHalt | null = null;
  let fault: QueueEnd['fault'] = null;
  let waiting = 0;
  let isOnItsWay = false;
  let sends = Promise.resolve();

  const haltFor = (reason: QueueHalt): void => {
    halt = reason;
    closing.abort();
  };
  const sendInTurn = async (message: ApprovedMessage): Promise<void> => {
    // What was approved before a halt and has not left waits for another run, and another yes.
    if (stopped.aborted) return;
    isOnItsWay = true;
    const fate = await sendAndTellWhatIsUnwritten(message, ports).finally(() => {
      isOnItsWay = false;
    });
    waiting -= 1;
    fates.set(message.key, fate);
    await ports.tell({ kind: 'sent', message, fate });
    if (fate.kind === 'unreachable') haltFor({ kind: 'unreachable' });
    if (fate.kind === 'refused' && refusalOf(fate.twilioCode)?.stops === 'run') haltFor(fate);
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

async function sendAndTellWhatIsUnwritten(
  message: ApprovedMessage,
  ports: QueuePorts,
): Promise<SendFate> {
  try {
    return await sendApproved(message, ports);
  } catch (error) {
    if (!(error instanceof UnwrittenOutcome)) throw error;
    await ports.tell({ kind: 'sent', message, fate: error.outcome });
    throw error.cause;
  }
}
