import type { Fate, SendFate } from '../../domain/delivery/fate.ts';
import { isOfferedAgain } from '../../domain/delivery/non-delivery.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { MessageKey } from '../../domain/message/message.ts';
import type { Plan } from '../../domain/message/plan.ts';
import type { TestMessage } from '../../domain/message/test-message.ts';
import type { Operator } from '../ports/operator.ts';
import { promptLock, approvalSession, type SessionEnd } from './approval-session.ts';
import type { LateFailure } from './send-one.ts';
import { sendQueue, type QueueHalt, type QueuePorts } from './send-queue.ts';

/** Why a run ended early. */
export type Halt = QueueHalt | { readonly kind: 'quit' } | { readonly kind: 'interrupted' };

export type SendReport = {
  readonly fates: ReadonlyMap<MessageKey, Fate>;
  /** Those of the accepted messages that Twilio could not deliver, as far as this run found out. */
  readonly failedLater: ReadonlyMap<MessageKey, LateFailure>;
  readonly halt: Halt | null;
};

/**
 * `stop` ends the run after the message that is being sent. `emit` is awaited, so that each event is
 * shown before the run continues.
 */
export type Sending = QueuePorts & { readonly operator: Operator };

/**
 * Asks about one message after the other, and sends approved ones while the next question is open.
 *
 * @throws InviteError when the ledger fails before anything was sent; after that, the run ends as
 *   `failed`
 */
export async function sendMessages(plan: Plan, sending: Sending): Promise<SendReport> {
  const session = approvalSession(plan.toAsk);
  const queue = sendQueue(sending, {
    confirmContinue: async (reason) => await operator.confirmContinue(reason),
    isMoreToCome: session.isUnderWay,
    askAgain: session.askAgain,
  });
  const operator = promptLock(sending.operator, queue.stopped, queue.check);
  let sessionEnd: SessionEnd;
  try {
    sessionEnd = await session.run(operator.ask, queue.add);
    const count = queue.open();
    if (count > 0) await sending.emit({ kind: 'waiting', count });
  } catch (error) {
    // The outcome of the message being sent is recorded before the caller closes the ledger.
    queue.close();
    await queue.ended();
    throw error;
  }
  const { fates: sent, failedLater, halt, fault } = await queue.ended();
  if (fault !== null) throw fault.error;
  const known = { fates: fatesOf(plan, sessionEnd, sent), failedLater };
  if (halt?.kind === 'failed') return { ...known, halt };
  if (sending.stop.aborted) return { ...known, halt: { kind: 'interrupted' } };
  return { ...known, halt: halt ?? (sessionEnd.quit ? { kind: 'quit' } : null) };
}

/** One fate for each message of the plan. */
function fatesOf(
  plan: Plan,
  { skipped }: SessionEnd,
  sent: ReadonlyMap<MessageKey, SendFate>,
): ReadonlyMap<MessageKey, Fate> {
  const isSkipped = new Set(skipped);
  const fates = new Map<MessageKey, Fate>(
    plan.toAsk.map(({ message, replaces }) => [
      message.key,
      sent.get(message.key) ?? unsentFate(replaces, isSkipped.has(message)),
    ]),
  );
  for (const { message, attempt } of plan.alreadySent) {
    fates.set(message.key, { kind: 'already_sent', attempt });
  }
  for (const { message, attempt } of plan.onItsWay) {
    fates.set(message.key, { kind: 'on_its_way', attempt });
  }
  for (const { message, attempt } of plan.unknown) {
    fates.set(message.key, { kind: 'still_unknown', attempt });
  }
  for (const { message, attempt } of plan.undeliverable) {
    fates.set(message.key, { kind: 'not_delivered', attempt, because: 'not_sent_again' });
  }
  return fates;
}

/** A skipped message stays what its earlier attempt made it: of unknown outcome, or not delivered. */
function unsentFate(replaces: Attempt | null, isSkipped: boolean): Fate {
  if (replaces !== null) {
    return isOfferedAgain(replaces)
      ? { kind: 'not_delivered', attempt: replaces, because: 'not_sent_again' }
      : { kind: 'still_unknown', attempt: replaces };
  }
  return { kind: isSkipped ? 'skipped' : 'left' };
}

/** The result of a test message. */
export type SentTest = { readonly fate: Fate; readonly halt: Halt | null };

/**
 * Asks about one test message and sends it when approved, in the same way as any other message. It
 * takes one message, for the operator's own number.
 *
 * @throws InviteError when the ledger fails
 */
export async function sendTestMessage(message: TestMessage, sending: Sending): Promise<SentTest> {
  const planned = { message, remarks: [], siblings: [], replaces: null };
  const plan = { toAsk: [planned], alreadySent: [], onItsWay: [], unknown: [], undeliverable: [] };
  const { fates, halt } = await sendMessages(plan, sending);
  return { fate: fates.get(message.key) ?? { kind: 'left' }, halt };
}
