import { receiveReply } from '../../../src/application/replies/receive-reply.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import { asPhone, type Phone } from '../../../src/domain/record/phone/phone.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { Stage, Taken } from './account.ts';
import { sidBy } from './gateway.ts';
import { userIdOf, type World } from '../world.ts';

const HOUR_MS = 3_600_000;

/** Lets Twilio tell of a message that it took, stage by stage, as well or as badly as the weather has it. */
export function hearOfMessage(world: World, taken: Taken): void {
  const { sim } = world;
  const { chance, scheduler, saw } = sim;
  const trouble = world.now.weather.callbackTrouble;
  let last = 0;
  for (const stage of taken.stages) {
    if (chance.happens(trouble / 2)) {
      saw('Twilio: callback lost');
      continue;
    }
    const isLate = chance.happens(trouble / 2);
    const late = isLate
      ? chance.whole(1000, chance.pick([20_000, 5 * HOUR_MS]))
      : chance.whole(1, 300);
    const at = stage.at + late - scheduler.now();
    if (at < last) saw('Twilio: callback out of order');
    last = Math.max(last, at);
    callBack(world, taken, stage, at);
    if (!chance.happens(trouble / 3)) continue;
    saw('Twilio: callback twice');
    callBack(world, taken, stage, at + chance.whole(0, 10_000));
  }
  if (chance.happens(0.25)) answer(world, taken);
}

function callBack(world: World, { sid, attempt }: Taken, stage: Stage, inMs: number): void {
  const { sim, told } = world;
  sim.scheduler.after(inMs, () => {
    const ref = refOf(world, attempt);
    world.start('a callback', async (process) => {
      const { ledger } = world.open(process);
      const { state, errorCode } = stage;
      sim.note(process.name, `${sid} is ${state}, of ${ref}`);
      const isSending = [...world.records.values()].some(
        (record) => record.attempt.id === attempt && record.attempt.state === 'sending',
      );
      if (isSending) sim.saw('Twilio: callback before the answer');
      await ledger.recordDelivery(sid, state, errorCode, process.clock.now(), ref);
      told.push({ sid, state });
    });
  });
}

/** What Twilio names: the attempt as a rule, else none, or one that is over or never was. */
function refOf({ sim, now }: World, attempt: AttemptId | null): AttemptId | undefined {
  const { chance, saw } = sim;
  if (attempt === null || !chance.happens(now.weather.callbackTrouble / 3)) {
    return attempt ?? undefined;
  }
  if (chance.happens(0.5)) {
    saw('Twilio: callback without an attempt');
    return undefined;
  }
  saw('Twilio: callback with another attempt');
  return 'an-attempt-that-never-was' as AttemptId;
}

const WORDS = [
  'STOP',
  'STOP',
  'stop',
  'Please take me off, wrong number',
  'Thanks',
  'When is training?',
] as const;

/** A parent writes back, sooner or later, under the number or under a user id. */
function answer(world: World, { sid, to }: Taken): void {
  const { sim } = world;
  const { chance, scheduler } = sim;
  const phone = asPhone(to.replace('whatsapp:', ''));
  if (phone === null) return;
  // Now and then before the ledger knows that the message was sent.
  const inMs = chance.happens(0.2) ? chance.whole(1, 2000) : chance.whole(1000, 30 * HOUR_MS);
  scheduler.after(inMs, () => {
    const isHidden = chance.happens(0.3);
    const reply: Reply = {
      sid: sidBy(chance),
      sender: isHidden ? userIdOf(phone) : phone,
      userId: !isHidden && chance.happens(0.5) ? userIdOf(phone) : null,
      text: chance.pick(WORDS),
      button: null,
      media: [],
      answers: isHidden || chance.happens(0.5) ? sid : null,
      at: new Date(scheduler.now()),
    };
    world.account.received.push(reply);
    if (reply.text === 'STOP' && chance.happens(0.8)) world.account.blocked.add(phone);
    const times = chance.pick([0, 1, 1, 1, 2]);
    for (let time = 0; time < times; time += 1) {
      scheduler.after(chance.whole(0, inMs < 2000 ? 50 : 5000), () => hear(world, reply, phone));
    }
  });
}

function hear(world: World, reply: Reply, phone: Phone): void {
  const { sim, promises } = world;
  world.start('a reply', async (process) => {
    const { replies, optOuts } = world.open(process);
    const askedAt = sim.scheduler.steps();
    const received = await receiveReply(reply, { replies, optOuts });
    sim.note(process.name, `${reply.sender}: ${JSON.stringify(received)}`);
    if (received.kind === 'repeat' || received.optOut === null) return;
    const { wish, optOut } = received;
    if (wish === 'perhaps') sim.saw('reply: stop in other words');
    sim.saw(reply.sender === phone ? 'reply: stop by number' : 'reply: stop by user id');
    const { answers } = reply;
    if (optOut !== 'hidden') promises.stopped(phone, askedAt);
    else if (answers !== null) {
      sim.saw('reply: stop by user id before its number is known');
      promises.stoppedHidden({ phone, answers, askedAt });
    }
  });
}
