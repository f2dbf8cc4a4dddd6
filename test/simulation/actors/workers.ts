import { readQueued } from '../../../src/adapters/queue/queued-message.ts';
import { processQueued } from '../../../src/application/worker/send-queued.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { hearOfMessage } from '../twilio/callbacks.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import type { HandedOver } from './queue.ts';
import { sightOf } from '../checks/sights.ts';
import type { World } from '../world.ts';

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
