import { parseSendHours } from '../../src/domain/policy/send-hours.ts';
import { messagesOf, MOST_CHILDREN, type TemplateName } from './actors/families.ts';
import { eraseFamily, removeOptOut, addOptOut } from './actors/people.ts';
import { serve } from './actors/requests.ts';
import { run } from './actors/run.ts';
import { status } from './actors/status.ts';
import type { Random } from './random.ts';
import { sendCallbacks } from './twilio/callbacks.ts';
import { randomSid } from './twilio/gateway.ts';
import type { Settings, World } from './world.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export function randomSettings({ happens, integer, pick }: Random): Settings {
  return {
    isShared: happens(0.6),
    children: integer(1, MOST_CHILDREN),
    dailyLimit: pick([1, 2, 3, 250, 250]),
    sendHours: happens(0.3) ? parseSendHours('08:00-20:30') : null,
    hidesTexts: happens(0.2),
    listMissesSome: happens(0.08),
  };
}

type Actor = (world: World) => void;

const send =
  (byQueue: boolean): Actor =>
  (world) => {
    const { random } = world.sim;
    const answerRates = {
      yes: random.pick([1, 0.9, 0.6]),
      no: random.pick([1, 0.7]),
      away: random.pick([0, 0, 0.05]),
    };
    const stopsAfter = random.happens(0.15) ? random.integer(0, 90 * SECOND_MS) : null;
    const stopsNowAfter =
      stopsAfter !== null && random.happens(0.5) ? stopsAfter + random.integer(0, 2000) : null;
    world.start(byQueue ? 'a run by queue' : 'a run', async (process) => {
      await run(world, process, { answerRates, byQueue, stopsAfter, stopsNowAfter });
    });
  };

const start =
  (name: string, work: (...about: Parameters<typeof serve>) => Promise<void>): Actor =>
  (world) =>
    void world.start(name, async (process) => await work(world, process));

/** Changes the template, or makes it unavailable for a while. */
const changeTemplate: Actor = ({ sim, now }) => {
  const { random, scheduler } = sim;
  if (random.happens(0.5)) {
    now.template = random.pick<TemplateName>([
      'first',
      'other text',
      'other category',
      'other template',
    ]);
    return sim.note('WhatsApp', `has ${now.template} from now on`);
  }
  now.templateFault = random.pick(['unreachable', 'paused']);
  sim.note('WhatsApp', `the template is ${now.templateFault}`);
  scheduler.after(random.integer(SECOND_MS, 5 * HOUR_MS), () => {
    now.templateFault = null;
  });
};

/** The club sends a parent a message by hand. */
const writeByHand: Actor = (world) => {
  const { sim, account, settings } = world;
  const { random, scheduler } = sim;
  const message = messagesOf('first', settings.children)[random.integer(0, settings.children - 1)];
  if (message === undefined) return;
  sim.cover('Twilio: list holds a message sent by hand');
  const at = scheduler.now();
  const taken = {
    sid: randomSid(random),
    to: message.to,
    // Sometimes with the exact text of the invite.
    body: random.happens(0.3) ? message.body : 'Training is at six today.',
    key: null,
    attempt: null,
    at,
    shownFrom: at,
    stages: [{ state: 'delivered' as const, errorCode: null, at: at + SECOND_MS }],
  };
  account.taken.push(taken);
  sendCallbacks(world, taken);
};

/** An actor that is listed n times is n times as likely. */
const LOCAL_ACTORS: readonly [Actor, ...Actor[]] = [
  send(false),
  send(false),
  send(false),
  send(false),
  start('a service', serve),
  start('a service', serve),
  start('a service', serve),
  start('a status', status),
  start('a status', status),
  start('an erasure', eraseFamily),
  start('a letting go', removeOptOut),
  start('a stop', addOptOut),
  changeTemplate,
  writeByHand,
];
const SHARED_ACTORS: readonly [Actor, ...Actor[]] = [
  ...LOCAL_ACTORS,
  send(true),
  send(true),
  send(true),
  send(true),
];

/** Schedules up to four bursts of up to eight actors each. */
export function planScenario(world: World): void {
  const { random, scheduler } = world.sim;
  // A parent may have blocked the club on WhatsApp before.
  const [first] = messagesOf('first', 1);
  if (first !== undefined && random.happens(0.1)) {
    world.account.blocked.add(first.invite.parent.phone);
  }
  const actors = world.settings.isShared ? SHARED_ACTORS : LOCAL_ACTORS;
  let at = 0;
  const bursts = random.integer(1, 4);
  for (let burst = 0; burst < bursts; burst += 1) {
    const spread = random.pick([20, SECOND_MS, 20 * SECOND_MS, 2 * MINUTE_MS]);
    const count = random.integer(1, 8);
    for (let one = 0; one < count; one += 1) {
      const actor = random.pick(actors);
      scheduler.after(at + random.integer(0, spread), () => actor(world));
    }
    at += random.pick([SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, HOUR_MS, 13 * HOUR_MS, 26 * HOUR_MS]);
  }
}

/** Within the send hours, near their end, or at night. */
export function randomStart({ pick }: Random): Date {
  const hour = pick(['09:00', '12:00', '18:00', '19:28', '02:00']);
  return new Date(`2026-07-15T${hour}:00Z`);
}
