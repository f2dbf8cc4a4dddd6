import { writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import type {
  InviteQueue,
  EnqueueResult,
  QueuedMessage,
} from '../../../src/application/ports/invite-queue.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import type { Process } from './process.ts';
import type { Simulation } from '../simulation.ts';
import type { Weather } from '../twilio/weather.ts';

/** A message on the queue. */
export type HandedOver = {
  readonly body: string;
  /** How often it was handed to a worker. */
  times: number;
  /** How many workers have it now. */
  inHand: number;
  isGone: boolean;
};

/** What somebody who can write to the queue, and not to the ledger, might put there. */
const FORGERIES = [
  'none',
  'other text',
  'other text and digest',
  'other mode',
  'no claim',
  'no message',
] as const;

/** One process's way to the queue. `arrived` is told of each message on it, and after how long it is seen. */
export function queueFor(
  sim: Simulation,
  process: Process,
  weather: () => Weather,
  arrived: (body: string, delaySeconds: number) => void,
): InviteQueue {
  const { chance } = sim;
  return {
    put: async (queued, delaySeconds): Promise<EnqueueResult> => {
      const isTrouble = chance.happens(weather().twilioTrouble / 4);
      const isThere = !isTrouble || chance.happens(0.5);
      await process.pass('queue', chance.whole(5, 300));
      if (isThere) {
        arrived(writeQueued(queued), delaySeconds);
        if (chance.happens(0.1)) arrived(forged(queued, chance.pick(FORGERIES)), 0);
      }
      await process.pass('queue', chance.whole(5, 300));
      sim.note(process.name, `puts ${queued.attempt}: ${isThere} ${isTrouble ? 'not told' : ''}`);
      return isTrouble ? { kind: 'not_taken', reason: 'not_clear' } : { kind: 'taken' };
    },
    close: () => {},
  };
}

function forged(queued: QueuedMessage, how: (typeof FORGERIES)[number]): string {
  const { message } = queued;
  switch (how) {
    case 'none':
      return writeQueued(queued);
    case 'other text':
      return writeQueued({
        ...queued,
        message: { ...message, body: `${message.body} Pay today.` },
      });
    case 'other text and digest': {
      const other = { ...message, body: `${message.body} Pay today.` };
      const approval = { ...queued.approval, digest: digestOf(other) };
      return writeQueued({ ...queued, message: other, approval });
    }
    case 'other mode':
      return writeQueued({ ...queued, mode: 'stand_in' });
    case 'no claim': {
      const key = 'f'.repeat(64) as typeof message.key;
      return writeQueued({ ...queued, message: { ...message, key, inviteeKey: key as never } });
    }
    case 'no message':
      return '{"version":2}';
  }
}
