import type { Fate, SendFate } from '../../domain/delivery/fate.ts';
import type { MessageKey } from '../../domain/message/message.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Plan } from '../../domain/message/plan.ts';
import { promptLock, runApprovalSession, type SessionEnd } from './approval-session.ts';
import type { Operator } from '../ports/operator.ts';
import { sendQueue, type QueueHalt, type QueuePorts } from './send-queue.ts';
import type { TestMessage } from '../../domain/message/test-message.ts';

/** Why a run ended before its last question. */
export type Halt = QueueHalt | { readonly kind: 'quit' } | { readonly kind: 'interrupted' };

export type SendReport = {
  readonly fates: ReadonlyMap<MessageKey, Fate>;
  readonly halt: Halt | null;
};

/**
 * `stop` ends the run: no more questions, and no more sends than the one on its way. `emit` is
 * awaited, so that what is told stands on the screen before the run goes on.
 */
export type Sending = QueuePorts & { readonly operator: Operator };

/**
 * The main job: asks for one message after the other, and sends what was approved behind the next
 * question.
 *
 * @throws InviteError when the ledger fails before anything was sent; later, the run ends as `failed`
 */
export async function sendMessages(plan: Plan, sending: Sending): Promise<SendReport> {
  const walk = runApprovalSession(plan.toAsk);
  const queue = sendQueue(sending, {
    confirmContinue: async (reason) => await operator.confirmContinue(reason),
    isMoreToCome: walk.isUnderWay,
    askAgain: walk.askAgain,
  });
  const operator = promptLock(sending.operator, queue.stopped, queue.look);
  let walked: SessionEnd;
  try {
    walked = await walk.through(operator.ask, queue.add);
    const count = queue.open();
    if (count > 0) await sending.emit({ kind: 'waiting', count });
  } catch (error) {
    // The caller closes the ledger next: what became of the message on its way is written down first.
    queue.close();
    await queue.ended();
    throw error;
  }
  const { fates: sent, halt, fault } = await queue.ended();
  if (fault !== null) throw fault.error;
  const fates = fatesOf(plan, walked, sent);
  if (halt?.kind === 'failed') return { fates, halt };
  if (sending.stop.aborted) return { fates, halt: { kind: 'interrupted' } };
  return { fates, halt: halt ?? (walked.quit ? { kind: 'quit' } : null) };
}

/** One fate for every message of the plan. */
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
  return fates;
}

/** Left out or not, nobody knows any better than before whether one of unknown outcome went. */
function unsentFate(replaces: Attempt | null, isSkipped: boolean): Fate {
  if (replaces !== null) return { kind: 'still_unknown', attempt: replaces };
  return { kind: isSkipped ? 'skipped' : 'left' };
}

/** What became of the one message of a test. */
export type SentTest = { readonly fate: Fate; readonly halt: Halt | null };

/**
 * Asks about one test message and sends it on a yes, as any other: approved, written down, paced.
 * There is no way to give it two, nor one for anybody but the operator.
 *
 * @throws InviteError when the ledger fails
 */
export async function sendTestMessage(message: TestMessage, sending: Sending): Promise<SentTest> {
  const planned = { message, remarks: [], siblings: [], replaces: null };
  const plan = { toAsk: [planned], alreadySent: [], onItsWay: [], unknown: [] };
  const { fates, halt } = await sendMessages(plan, sending);
  return { fate: fates.get(message.key) ?? { kind: 'left' }, halt };
}
