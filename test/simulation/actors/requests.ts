import { sendOnRequest } from '../../../src/application/trigger/send-on-request.ts';
import { holderOf } from '../../../src/domain/approval/api-key.ts';
import { yesOfKeyHolder } from '../../../src/domain/approval/operator-yes.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { coveragePoint } from '../checks/coverage.ts';
import { sendCallbacks } from '../twilio/callbacks.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import { deliveriesFor, sentMessagesFor } from '../twilio/lists.ts';
import { SHOWS_UP_WITHIN_MS, type World } from '../world.ts';
import { messagesOf, TEMPLATES } from './families.ts';
import type { Process } from './process.ts';

/** How long a caller waits for one message to be sent, or to be found in Twilio's list. */
const LONGEST_ANSWER_MS = 26_000;

const API_KEY = 'a-key-that-opens-no-door';

/** The service, with up to three concurrent requests. */
export async function serve(world: World, process: Process): Promise<void> {
  const { sim, settings, audit } = world;
  const { random } = sim;
  const { ledger, optOuts } = world.open(process);
  const { clock, wait } = process;
  const isFunction = random.happens(0.5);
  const send = sendOnRequest({
    gateway: gatewayOf(world, process, (taken) => sendCallbacks(world, taken)),
    ledger,
    optOuts,
    sentMessages: sentMessagesFor(world, process),
    deliveries: deliveriesFor(world, process),
    clock,
    wait,
    lookFirst: null,
    sendHours: settings.sendHours,
    dailyLimit: settings.dailyLimit,
    showsUpWithinMs: SHOWS_UP_WITHIN_MS,
    settleWithin: () => process.signal(12_000),
    tooLate: process.signal(isFunction ? random.integer(10, 15_000) : null),
    stopNow: process.signal(isFunction ? LONGEST_ANSWER_MS : null),
  });
  const ask = async (number: number): Promise<void> => {
    await wait(random.integer(0, 2000), new AbortController().signal);
    const { name: template } = await world.templates(process).named();
    const message = messagesOf(template, settings.children)[
      random.integer(0, settings.children - 1)
    ];
    if (message === undefined) return;
    const name = `${process.name}.request-${number}`.replaceAll(' ', '-');
    const holder = holderOf([{ name, key: API_KEY, fillsFromTeams: false }], API_KEY);
    if (holder === null) throw new Error('The key is configured.');
    const [digest, at] = [digestOf(message), clock.now()];
    audit.approved({ digest, key: message.key, operator: name, at, isOnceMore: false });
    const fate = await send(message, yesOfKeyHolder(holder, digest, at), TEMPLATES[template]);
    sim.note(process.name, `answers request ${number}: ${JSON.stringify(fate)}`);
    sim.cover(coveragePoint(`request: ${fate.kind}`));
  };
  const requests = Array.from(
    { length: random.integer(1, 3) },
    async (_, number) => await ask(number),
  );
  const results = await Promise.allSettled(requests);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
