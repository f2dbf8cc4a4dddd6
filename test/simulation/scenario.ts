import { parseSendHours } from '../../src/domain/policy/send-hours.ts';
import { hearOfMessage } from './twilio/callbacks.ts';
import type { Chance } from './random.ts';
import { messagesOf, MOST_CHILDREN, type TemplateName } from './actors/families.ts';
import { sidBy } from './twilio/gateway.ts';
import { forgetSomebody, letGoAgain, stopSomebody } from './actors/people.ts';
import { serve } from './actors/requests.ts';
import { run } from './actors/run.ts';
import { status } from './actors/status.ts';
import type { Settings, World } from './world.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export function settingsBy({ happens, whole, pick }: Chance): Settings {
  return {
    isShared: happens(0.6),
    children: whole(1, MOST_CHILDREN),
    dailyLimit: pick([1, 2, 3, 250, 250]),
    sendHours: happens(0.3) ? parseSendHours('08:00-20:30') : null,
    hidesTexts: happens(0.2),
    missesSome: happens(0.08),
  };
}

type Actor = (world: World) => void;

const send =
  (byQueue: boolean): Actor =>
  (world) => {
    const { chance } = world.sim;
    const manner = {
      yes: chance.pick([1, 0.9, 0.6]),
      no: chance.pick([1, 0.7]),
      leaves: chance.pick([0, 0, 0.05]),
    };
    const stopsAfter = chance.happens(0.15) ? chance.whole(0, 90 * SECOND_MS) : null;
    const stopsNowAfter =
      stopsAfter !== null && chance.happens(0.5) ? stopsAfter + chance.whole(0, 2000) : null;
    world.start(byQueue ? 'a run by queue' : 'a run', async (process) => {
      await run(world, process, { manner, byQueue, stopsAfter, stopsNowAfter });
    });
  };

const start =
  (name: string, work: (...about: Parameters<typeof serve>) => Promise<void>): Actor =>
  (world) =>
    void world.start(name, async (process) => await work(world, process));

/** The template is another from now on, or cannot be sent for a while. */
const changeTemplate: Actor = ({ sim, now }) => {
  const { chance, scheduler } = sim;
  if (chance.happens(0.5)) {
    now.template = chance.pick<TemplateName>([
      'first',
      'other text',
      'other category',
      'other template',
    ]);
    return sim.note('WhatsApp', `has ${now.template} from now on`);
  }
  now.templateFault = chance.pick(['unreachable', 'paused']);
  sim.note('WhatsApp', `the template is ${now.templateFault}`);
  scheduler.after(chance.whole(SECOND_MS, 5 * HOUR_MS), () => {
    now.templateFault = null;
  });
};

/** Somebody at the club writes to a parent by hand. */
const writeByHand: Actor = (world) => {
  const { sim, account, settings } = world;
  const { chance, scheduler } = sim;
  const message = messagesOf('first', settings.children)[chance.whole(0, settings.children - 1)];
  if (message === undefined) return;
  sim.saw('Twilio: list holds a message sent by hand');
  const at = scheduler.now();
  const taken = {
    sid: sidBy(chance),
    to: message.to,
    // Now and then with the very words of the invite.
    body: chance.happens(0.3) ? message.body : 'Training is at six today.',
    key: null,
    attempt: null,
    at,
    shownFrom: at,
    stages: [{ state: 'delivered' as const, errorCode: null, at: at + SECOND_MS }],
  };
  account.taken.push(taken);
  hearOfMessage(world, taken);
};

/** Each as often as it stands here. */
const ALONE: readonly [Actor, ...Actor[]] = [
  send(false),
  send(false),
  send(false),
  send(false),
  start('a service', serve),
  start('a service', serve),
  start('a service', serve),
  start('a status', status),
  start('a status', status),
  start('an erasure', forgetSomebody),
  start('a letting go', letGoAgain),
  start('a stop', stopSomebody),
  changeTemplate,
  writeByHand,
];
const SHARED: readonly [Actor, ...Actor[]] = [
  ...ALONE,
  send(true),
  send(true),
  send(true),
  send(true),
];

/** Who is at work when: a few bursts, in each of which up to eight are at work at once. */
export function planScenario(world: World): void {
  const { chance, scheduler } = world.sim;
  // Somebody has told WhatsApp at some time that they want nothing of the club.
  const [first] = messagesOf('first', 1);
  if (first !== undefined && chance.happens(0.1)) {
    world.account.blocked.add(first.invite.parent.phone);
  }
  const actors = world.settings.isShared ? SHARED : ALONE;
  let at = 0;
  const bursts = chance.whole(1, 4);
  for (let burst = 0; burst < bursts; burst += 1) {
    const spread = chance.pick([20, SECOND_MS, 20 * SECOND_MS, 2 * MINUTE_MS]);
    const count = chance.whole(1, 8);
    for (let one = 0; one < count; one += 1) {
      const actor = chance.pick(actors);
      scheduler.after(at + chance.whole(0, spread), () => actor(world));
    }
    at += chance.pick([SECOND_MS, MINUTE_MS, 3 * MINUTE_MS, HOUR_MS, 13 * HOUR_MS, 26 * HOUR_MS]);
  }
}

/** When it begins: within the hours, near their end, or at night. */
export function startBy({ pick }: Chance): Date {
  const hour = pick(['09:00', '12:00', '18:00', '19:28', '02:00']);
  return new Date(`2026-07-15T${hour}:00Z`);
}
