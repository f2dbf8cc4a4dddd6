import { approvalOf, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import type { Message } from '../../domain/message/message.ts';
import { addPerson, dailyRoom, isNewPerson } from '../../domain/policy/people-counted.ts';
import { SAME_NUMBER_MS } from '../../domain/policy/rate-limit.ts';
import { isWithin, type SendHours } from '../../domain/policy/send-hours.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { aborted } from '../ports/clock.ts';
import type { InviteQueue, EnqueueResult } from '../ports/invite-queue.ts';
import type { Claim, ListSource, Ledger } from '../ports/ledger.ts';
import { fateOfTaken, type SendPorts } from './send-attempt.ts';
import { limitsFor } from './send-when-allowed.ts';

/** Hands an approved message to the worker that sends it. */
export type Outbox = (
  message: ApprovedMessage,
  attempt: AttemptId,
  at: Date,
) => Promise<EnqueueResult>;

/** An outbox that puts the messages of one list on a queue. */
export function outboxOf(
  queue: InviteQueue,
  {
    mode,
    source,
    sendHours,
  }: { readonly mode: Mode; readonly source: ListSource; readonly sendHours: SendHours },
): Outbox {
  const lastDueMs = new Map<string, number>();
  return async (message, attempt, at) => {
    // Delayed, since two workers may process two messages to one family at the same time without
    // knowing of each other.
    const free = (lastDueMs.get(message.to) ?? -Infinity) + SAME_NUMBER_MS;
    const delayMs = Math.max(free - at.getTime(), 0);
    lastDueMs.set(message.to, at.getTime() + delayMs);
    const queued = {
      mode,
      attempt,
      message,
      approval: approvalOf(message),
      source,
      // Outside the hours, only what the operator confirmed comes this far.
      atAnyHour: !isWithin(sendHours, at),
    };
    return await queue.put(queued, Math.ceil(delayMs / 1000));
  };
}

type Queued = Extract<SendFate, { readonly kind: 'queued' }> | ReturnType<typeof fateOfTaken>;

/** The message is not on the queue, and its approval was withdrawn. */
export type NotQueued = { readonly kind: 'not_queued'; readonly reason: QueueReason };

/**
 * Hands a claimed message to the worker. Where it is not certain that the queue took it, the approval
 * is withdrawn, so that a copy on the queue is not sent; a worker that has already started keeps it.
 *
 * @throws InviteError when the ledger fails
 */
export async function queueClaimed(
  message: ApprovedMessage,
  claim: Claim,
  outbox: Outbox,
  { ledger, clock, stopNow }: SendPorts,
): Promise<Queued | NotQueued> {
  if (claim.kind === 'taken') return fateOfTaken(claim.attempt);
  const put = await Promise.race([
    outbox(message, claim.attemptId, clock.now()),
    aborted(stopNow).then((): EnqueueResult => ({ kind: 'not_taken', reason: 'not_clear' })),
  ]);
  if (put.kind === 'taken') return { kind: 'queued' };
  const withdrawal = await ledger.advance(claim.attemptId, { kind: 'lapsed' }, clock.now());
  const hasLapsed = withdrawal.kind === 'advanced' || withdrawal.state === 'lapsed';
  return hasLapsed ? { kind: 'not_queued', reason: put.reason } : { kind: 'queued' };
}

/** The daily limit for a run that queues messages: queued messages count as well. */
type QueueRoom = {
  readonly limitsFor: (to: Message['to'], now: Date) => Promise<NonNullable<SendFacts['limits']>>;
  /** @param lastWrittenTo as returned by `limitsFor` */
  readonly queued: (to: Message['to'], at: Date, lastWrittenTo: Date | null) => void;
};

export function queueRoom(
  ledger: Pick<Ledger, 'people' | 'lastWrittenTo'>,
  dailyLimit: number,
): QueueRoom {
  /** New people with a queued message that, as far as is known, no worker has started. */
  const waiting = new Map<string, Date>();

  const removeSent = async (now: Date): Promise<void> => {
    const last = await ledger.lastWrittenTo([...waiting.keys()]);
    for (const to of last.keys()) {
      if (!isNewPerson(last.get(to) ?? null, now)) waiting.delete(to);
    }
  };

  return {
    limitsFor: async (to, now) => {
      const limitsNow = async () => {
        const limits = await limitsFor(to, ledger, dailyLimit);
        const people = [...waiting.values()].reduce(addPerson, limits.people);
        // A person on the queue counts once. The worker keeps the interval between two messages.
        const lastWrittenTo = waiting.get(to) ?? limits.lastWrittenTo;
        return { ...limits, people, lastWrittenTo, lastAsked: null };
      };
      const limits = await limitsNow();
      if (waiting.size === 0 || dailyRoom(limits.people, now, dailyLimit).fits > 0) return limits;
      // A person whose message the worker has sent meanwhile would count twice.
      await removeSent(now);
      return await limitsNow();
    },
    queued: (to, at, lastWrittenTo) => {
      if (isNewPerson(lastWrittenTo, at)) waiting.set(to, at);
    },
  };
}
