import { writeQueued, readQueued } from '../../../src/adapters/queue/queued-message.ts';
import type {
  InviteQueue,
  EnqueueResult,
  QueuedMessage,
} from '../../../src/application/ports/invite-queue.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import type { Process } from './process.ts';
import type { Simulation } from '../simulation.ts';
import type { Weather } from '../fault-rates.ts';
import { processQueued } from '../../../src/application/worker/send-queued.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { hearOfMessage } from '../twilio/callbacks.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import type { HandedOver, World } from '../world.ts';
import { sightOf } from '../checks/coverage.ts';

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

/** From when on the queue hands a message over again that no worker is done with. */
const VISIBLE_AGAIN_MS = 150_000;
/** A worker is ended by then. */
const LONGEST_WORK_MS = 120_000;
const LONGEST_SEND_MS = 45_000;
const MOST_TIMES = 3;

/** A message has come to the queue, and is handed to a worker as often as it takes. */
export function handOver(world: World, body: string, inMs: number): void {
  const handed: HandedOver = { body, times: 0, inHand: 0, isGone: false };
  world.queue.push(handed);
  const { chance } = world.sim;
  // Now and then there is no worker for hours.
  const isLate = chance.happens(world.now.weather.twilioTrouble / 4);
  const lateMs = isLate ? chance.whole(3_600_000, 14 * 3_600_000) : 0;
  handAgain(world, handed, inMs + lateMs + chance.whole(10, 3000));
  // At least once is not once.
  if (chance.happens(0.15)) handAgain(world, handed, inMs + chance.whole(10, 3000));
}

function handAgain(world: World, handed: HandedOver, inMs: number): void {
  const { sim } = world;
  sim.scheduler.after(inMs, () => {
    if (handed.isGone) return;
    if (handed.times === MOST_TIMES) {
      sim.saw('worker: message laid aside');
      handed.isGone = true;
      return;
    }
    handed.times += 1;
    if (handed.times > 1) sim.saw('worker: handed a message again');
    if (handed.inHand > 0) sim.saw('worker: handed a message that another has');
    handed.inHand += 1;
    work(world, handed);
  });
}

function work(world: World, handed: HandedOver): void {
  const { sim, settings } = world;
  const { chance, scheduler } = sim;
  const endsAt = scheduler.now() + chance.pick([LONGEST_WORK_MS, LONGEST_WORK_MS, 50_000]);
  const worker = world.start(
    'a worker',
    async (process) => {
      const { ledger, optOuts, tagOf } = world.open(process);
      const take = processQueued({
        mode: 'live',
        read: readQueued,
        ledger,
        optOuts,
        tagOf,
        templates: world.templates(process),
        gateway: gatewayOf(world, process, (taken) => hearOfMessage(world, taken)),
        clock: process.clock,
        wait: process.wait,
        random: chance.real,
        sendHours: settings.sendHours,
        dailyLimit: settings.dailyLimit,
        longestSendMs: LONGEST_SEND_MS,
        log: () => {},
      });
      const fate = await take(handed.body, () => endsAt - scheduler.now());
      sim.note(process.name, `is done: ${JSON.stringify(fate)}`);
      sim.saw(sightOf(`worker: ${fate.kind === 'lapsed' ? fate.because : fate.kind}`));
    },
    (how) => {
      handed.inHand -= 1;
      if (how === 'dead' || how.error !== null) {
        handAgain(world, handed, endsAt + VISIBLE_AGAIN_MS - LONGEST_WORK_MS - scheduler.now());
        if (how !== 'dead' && how.error instanceof RetryLater) {
          sim.saw(sightOf(`worker: gives back as ${how.error.reason}`));
        }
      } else handed.isGone = true;
    },
  );
  scheduler.after(endsAt - scheduler.now(), () => worker.die('its time is over'));
}
