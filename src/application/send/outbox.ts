import { approvalOf, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { SAME_NUMBER_MS } from '../../domain/policy/rate-limit.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import { isWithin, type SendHours } from '../../domain/policy/send-hours.ts';
import { aborted } from '../ports/clock.ts';
import type { Claim, ListSource, Ledger } from '../ports/ledger.ts';
import type { InviteQueue, EnqueueResult } from '../ports/invite-queue.ts';
import { fateOfTaken, type SendPorts } from './send-attempt.ts';
import type { Message } from '../../domain/message/message.ts';
import { addPerson, dailyRoom, isNewPerson } from '../../domain/policy/people-counted.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import { limitsFor } from './send-when-allowed.ts';

/** Where approved messages go when another machine sends them. */
export type Outbox = (
  message: ApprovedMessage,
  attempt: AttemptId,
  at: Date,
) => Promise<EnqueueResult>;

/** The queue, as the place for the messages of one list. */
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
    // Two workers may take two messages to one family at one moment, each without knowing of the other.
    const free = (lastDueMs.get(message.to) ?? -Infinity) + SAME_NUMBER_MS;
    const delayMs = Math.max(free - at.getTime(), 0);
    lastDueMs.set(message.to, at.getTime() + delayMs);
    const queued = {
      mode,
      attempt,
      message,
      approval: approvalOf(message),
      source,
      // Nothing comes this far outside the hours unless the operator typed the hour.
      atAnyHour: !isWithin(sendHours, at),
    };
    return await queue.put(queued, Math.ceil(delayMs / 1000));
  };
}

type Queued = Extract<SendFate, { readonly kind: 'queued' }> | ReturnType<typeof fateOfTaken>;

/** The message is not on the queue, and the yes to it was taken back. */
export type NotQueued = { readonly kind: 'not_queued'; readonly reason: QueueReason };

/**
 * Hands one claimed message over to the worker. Where it is not clear that the queue took it, the yes is
 * taken back, so that whatever stands on the queue after all finds none; a worker that was quicker has it.
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
  const takenBack = await ledger.advance(claim.attemptId, { kind: 'lapsed' }, clock.now());
  const hasLapsed = takenBack.kind === 'advanced' || takenBack.state === 'lapsed';
  return hasLapsed ? { kind: 'not_queued', reason: put.reason } : { kind: 'queued' };
}

/** The day's room for a run that sends nothing by itself: what it has queued takes a place, too. */
type QueueRoom = {
  readonly limitsFor: (to: Message['to'], now: Date) => Promise<NonNullable<SendFacts['limits']>>;
  /** @param lastWrittenTo as the limits had it */
  readonly queued: (to: Message['to'], at: Date, lastWrittenTo: Date | null) => void;
};

export function queueRoom(
  ledger: Pick<Ledger, 'people' | 'lastWrittenTo'>,
  dailyLimit: number,
): QueueRoom {
  /** New people with a message on the queue that no worker has begun to send, as far as is known. */
  const waiting = new Map<string, Date>();

  const forgetWritten = async (now: Date): Promise<void> => {
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
        // Who has a place on the queue takes no other; the worker minds the seconds between two messages.
        const lastWrittenTo = waiting.get(to) ?? limits.lastWrittenTo;
        return { ...limits, people, lastWrittenTo, lastAsked: null };
      };
      const limits = await limitsNow();
      if (waiting.size === 0 || dailyRoom(limits.people, now, dailyLimit).fits > 0) return limits;
      // A worker may have sent some of them, who would be counted twice.
      await forgetWritten(now);
      return await limitsNow();
    },
    queued: (to, at, lastWrittenTo) => {
      if (isNewPerson(lastWrittenTo, at)) waiting.set(to, at);
    },
  };
}
