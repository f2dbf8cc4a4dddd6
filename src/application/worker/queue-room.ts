import type { Message } from '../../domain/message/message.ts';
import { addPerson, dailyRoom, isNewPerson } from '../../domain/policy/people-counted.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import { limitsFor } from '../send/limits.ts';
import type { Ledger } from '../ports/ports.ts';

/** The day's room for a run that sends nothing by itself: what it has queued takes a place, too. */
export type QueueRoom = {
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
