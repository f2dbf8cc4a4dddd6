import { writeQueued, readQueued } from '../../../src/adapters/queue/queued-message.ts';
import type {
  InviteQueue,
  EnqueueResult,
  QueuedMessage,
} from '../../../src/application/ports/invite-queue.ts';
import { processQueued } from '../../../src/application/worker/send-queued.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { coveragePoint } from '../checks/coverage.ts';
import type { FaultRates } from '../fault-rates.ts';
import type { Simulation } from '../simulation.ts';
import { sendCallbacks } from '../twilio/callbacks.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import type { QueuedItem, World } from '../world.ts';
import type { Process } from './process.ts';

/** Messages that an attacker with access to the queue, but not to the ledger, might put on it. */
const FORGERIES = [
  'none',
  'other text',
  'other text and digest',
  'other mode',
  'no claim',
  'no message',
] as const;

/** The queue as one process reaches it. `onArrival` gets each message and its delay in seconds. */
export function queueFor(
  sim: Simulation,
  process: Process,
  faultRates: () => FaultRates,
  onArrival: (body: string, delaySeconds: number) => void,
): InviteQueue {
  const { random } = sim;
  return {
    put: async (queued, delaySeconds): Promise<EnqueueResult> => {
      const isTrouble = random.happens(faultRates().twilioFault / 4);
      const isThere = !isTrouble || random.happens(0.5);
      await process.waitAt('queue', random.integer(5, 300));
      if (isThere) {
        onArrival(writeQueued(queued), delaySeconds);
        if (random.happens(0.1)) onArrival(forged(queued, random.pick(FORGERIES)), 0);
      }
      await process.waitAt('queue', random.integer(5, 300));
      sim.note(
        process.name,
        `puts ${queued.attempt}: ${isThere} ${isTrouble ? 'without an answer' : ''}`,
      );
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

/** The visibility timeout: a message that no worker has finished is delivered again after it. */
const VISIBLE_AGAIN_MS = 150_000;
/** A worker is killed after this time. */
const LONGEST_WORK_MS = 120_000;
const LONGEST_SEND_MS = 45_000;
const MOST_TIMES = 3;

/** Adds a message to the queue, which delivers it to workers until one has finished it. */
export function enqueue(world: World, body: string, inMs: number): void {
  const item: QueuedItem = { body, deliveries: 0, inFlight: 0, isGone: false };
  world.queue.push(item);
  const { random } = world.sim;
  // Occasionally no worker is available for hours.
  const isLate = random.happens(world.now.faultRates.twilioFault / 4);
  const lateMs = isLate ? random.integer(3_600_000, 14 * 3_600_000) : 0;
  deliver(world, item, inMs + lateMs + random.integer(10, 3000));
  // The queue delivers at least once, so sometimes twice.
  if (random.happens(0.15)) deliver(world, item, inMs + random.integer(10, 3000));
}

function deliver(world: World, item: QueuedItem, inMs: number): void {
  const { sim } = world;
  sim.scheduler.after(inMs, () => {
    if (item.isGone) return;
    if (item.deliveries === MOST_TIMES) {
      sim.cover('worker: message dead-lettered');
      item.isGone = true;
      return;
    }
    item.deliveries += 1;
    if (item.deliveries > 1) sim.cover('worker: gets a message again');
    if (item.inFlight > 0) sim.cover('worker: gets a message that another has');
    item.inFlight += 1;
    work(world, item);
  });
}

function work(world: World, item: QueuedItem): void {
  const { sim, settings } = world;
  const { random, scheduler } = sim;
  const endsAt = scheduler.now() + random.pick([LONGEST_WORK_MS, LONGEST_WORK_MS, 50_000]);
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
        gateway: gatewayOf(world, process, (taken) => sendCallbacks(world, taken)),
        clock: process.clock,
        wait: process.wait,
        lookFirst: null,
        random: random.fraction,
        sendHours: settings.sendHours,
        dailyLimit: settings.dailyLimit,
        longestSendMs: LONGEST_SEND_MS,
        log: () => {},
      });
      const fate = await take(item.body, () => endsAt - scheduler.now());
      sim.note(process.name, `is done: ${JSON.stringify(fate)}`);
      sim.cover(coveragePoint(`worker: ${fate.kind === 'lapsed' ? fate.because : fate.kind}`));
    },
    (how) => {
      item.inFlight -= 1;
      if (how === 'dead' || how.error !== null) {
        deliver(world, item, endsAt + VISIBLE_AGAIN_MS - LONGEST_WORK_MS - scheduler.now());
        if (how !== 'dead' && how.error instanceof RetryLater) {
          sim.cover(coveragePoint(`worker: gives back as ${how.error.reason}`));
        }
      } else item.isGone = true;
    },
  );
  scheduler.after(endsAt - scheduler.now(), () => worker.crash('its time is over'));
}
