import { receiveReply } from '../../../src/application/replies/receive-reply.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import { asPhone, type Phone } from '../../../src/domain/record/phone/phone.ts';
import { userIdOf, type World } from '../world.ts';
import type { Stage, TwilioMessage } from './account.ts';
import { randomSid } from './gateway.ts';

const HOUR_MS = 3_600_000;

/** Sends the status callbacks of a message, which may be late, repeated or lost. */
export function sendCallbacks(world: World, taken: TwilioMessage): void {
  const { sim } = world;
  const { random, scheduler, cover } = sim;
  const trouble = world.now.faultRates.callbackFault;
  let last = 0;
  for (const stage of taken.stages) {
    if (random.happens(trouble / 2)) {
      cover('Twilio: callback lost');
      continue;
    }
    const isLate = random.happens(trouble / 2);
    const late = isLate
      ? random.integer(1000, random.pick([20_000, 5 * HOUR_MS]))
      : random.integer(1, 300);
    const at = stage.at + late - scheduler.now();
    if (at < last) cover('Twilio: callback out of order');
    last = Math.max(last, at);
    callBack(world, taken, stage, at);
    if (!random.happens(trouble / 3)) continue;
    cover('Twilio: callback twice');
    callBack(world, taken, stage, at + random.integer(0, 10_000));
  }
  if (random.happens(0.25)) replyLater(world, taken);
}

function callBack(world: World, { sid, attempt }: TwilioMessage, stage: Stage, inMs: number): void {
  const { sim, confirmed } = world;
  sim.scheduler.after(inMs, () => {
    const ref = refOf(world, attempt);
    world.start('a callback', async (process) => {
      const { ledger } = world.open(process);
      const { state, errorCode } = stage;
      sim.note(process.name, `${sid} is ${state}, of ${ref}`);
      const isSending = [...world.records.values()].some(
        (record) => record.attempt.id === attempt && record.attempt.state === 'sending',
      );
      if (isSending) sim.cover('Twilio: callback before the answer');
      await ledger.recordDelivery({ sid, state, errorCode, at: process.clock.now() }, ref);
      confirmed.push({ sid, state });
    });
  });
}

/** The attempt id in a callback: usually the right one, sometimes none or an unknown one. */
function refOf({ sim, now }: World, attempt: AttemptId | null): AttemptId | undefined {
  const { random, cover } = sim;
  if (attempt === null || !random.happens(now.faultRates.callbackFault / 3)) {
    return attempt ?? undefined;
  }
  if (random.happens(0.5)) {
    cover('Twilio: callback without an attempt');
    return undefined;
  }
  cover('Twilio: callback with another attempt');
  return 'an-attempt-that-never-was' as AttemptId;
}

const REPLY_TEXTS = [
  'STOP',
  'STOP',
  'stop',
  'Please take me off, wrong number',
  'Thanks',
  'When is training?',
] as const;

/** Schedules a reply of the parent, under the number or under a user id. */
function replyLater(world: World, { sid, to }: TwilioMessage): void {
  const { sim } = world;
  const { random, scheduler } = sim;
  const phone = asPhone(to.replace('whatsapp:', ''));
  if (phone === null) return;
  // Sometimes before the ledger has the outcome of the message.
  const inMs = random.happens(0.2) ? random.integer(1, 2000) : random.integer(1000, 30 * HOUR_MS);
  scheduler.after(inMs, () => {
    const isHidden = random.happens(0.3);
    const reply: Reply = {
      sid: randomSid(random),
      sender: isHidden ? userIdOf(phone) : phone,
      userId: !isHidden && random.happens(0.5) ? userIdOf(phone) : null,
      text: random.pick(REPLY_TEXTS),
      button: null,
      media: [],
      answers: isHidden || random.happens(0.5) ? sid : null,
      at: new Date(scheduler.now()),
    };
    world.account.received.push(reply);
    if (reply.text === 'STOP' && random.happens(0.8)) world.account.blocked.add(phone);
    const times = random.pick([0, 1, 1, 1, 2]);
    for (let time = 0; time < times; time += 1) {
      scheduler.after(random.integer(0, inMs < 2000 ? 50 : 5000), () =>
        receiveAt(world, reply, phone),
      );
    }
  });
}

function receiveAt(world: World, reply: Reply, phone: Phone): void {
  const { sim, audit } = world;
  world.start('a reply', async (process) => {
    const { replies, optOuts } = world.open(process);
    const askedAt = sim.scheduler.steps();
    const received = await receiveReply(reply, { replies, optOuts });
    sim.note(process.name, `${reply.sender}: ${JSON.stringify(received)}`);
    if (received.kind === 'repeat' || received.optOut === null) return;
    const { wish, optOut } = received;
    if (wish === 'perhaps') sim.cover('reply: stop in other words');
    sim.cover(reply.sender === phone ? 'reply: stop by number' : 'reply: stop by user id');
    const { answers } = reply;
    if (optOut !== 'hidden') audit.optedOut(phone, askedAt);
    else if (answers !== null) {
      sim.cover('reply: stop by user id before its number is known');
      audit.hiddenOptOut({ phone, answers, askedAt });
    }
  });
}
