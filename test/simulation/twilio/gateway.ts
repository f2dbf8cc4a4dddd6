import type { MessageGateway } from '../../../src/application/ports/gateway.ts';
import type { ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Stage, Taken } from './account.ts';
import type { Chance } from '../random.ts';
import type { Process } from '../actors/process.ts';
import type { World } from '../world.ts';

/** What Twilio makes of one request. */
type Plan = { readonly isTaken: boolean; readonly outcome: 'as taken' | Outcome };

/** Twilio is given up after so long. */
const GIVEN_UP_MS = 36_000;

/**
 * The road to Twilio of one process.
 *
 * @param told happens with each message that Twilio takes
 */
export function gatewayOf(
  world: World,
  process: Process,
  told: (taken: Taken, message: ApprovedMessage) => void,
): MessageGateway {
  const { sim, promises } = world;
  const { chance, scheduler } = sim;
  return {
    send: async (message, attempt) => {
      await process.pass('asked', chance.whole(0, 30));
      if (attempt === undefined) throw new Error('Twilio is to name the attempt.');
      promises.request(process.name, message, attempt);
      const plan = planOf(world, message);
      const sid = sidBy(chance);
      const arrivesIn = chance.whole(10, chance.happens(0.1) ? 15_000 : 600);
      if (plan.isTaken) {
        scheduler.after(arrivesIn, () => {
          const taken = takenOf(world, sid, message, attempt);
          world.account.taken.push(taken);
          promises.taken(message);
          sim.note('Twilio', `takes ${attempt} as ${sid}`);
          if (!process.isAlive()) sim.saw('Twilio: took it after the process died');
          told(taken, message);
        });
      }
      const { outcome } = plan;
      const isGivenUp = outcome !== 'as taken' && isTooLate(outcome);
      const answersIn = isGivenUp
        ? GIVEN_UP_MS
        : arrivesIn + chance.whole(10, chance.happens(0.2) ? 12_000 : 400);
      await process.pass('answered', answersIn);
      const heard: Outcome =
        outcome === 'as taken' ? { kind: 'accepted', messageSid: sid } : outcome;
      sim.note(process.name, `hears from Twilio of ${attempt}: ${JSON.stringify(heard)}`);
      return heard;
    },
  };
}

function isTooLate(outcome: Outcome): boolean {
  return outcome.kind === 'unknown' && outcome.doubt === 'no_answer_in_time';
}

const REFUSED_FOR_EVER = [63_024, 63_024, 21_211, 63_007, 99_999] as const;

function planOf({ sim, account, now }: World, message: ApprovedMessage): Plan {
  const { chance, saw } = sim;
  if (account.blocked.has(message.invite.parent.phone) && chance.happens(0.7)) {
    saw('Twilio: refuses after an opt-out');
    return { isTaken: false, outcome: refused(21_610) };
  }
  if (!chance.happens(now.weather.twilioTrouble)) {
    saw('Twilio: accepts');
    return { isTaken: true, outcome: 'as taken' };
  }
  switch (chance.whole(0, 5)) {
    case 0:
      saw('Twilio: refuses for ever');
      return { isTaken: false, outcome: refused(chance.pick(REFUSED_FOR_EVER)) };
    case 1:
      saw('Twilio: refuses for now');
      return { isTaken: false, outcome: refused(20_429, chance.pick([null, null, 3, 600])) };
    case 2:
      saw('Twilio: unreachable');
      return { isTaken: false, outcome: { kind: 'unreachable' } };
    case 3:
    case 4:
      saw('Twilio: took it, answer lost');
      return { isTaken: true, outcome: { kind: 'unknown', doubt: chance.pick(DOUBTS) } };
    default:
      saw('Twilio: did not take it, no answer');
      return { isTaken: false, outcome: { kind: 'unknown', doubt: chance.pick(DOUBTS) } };
  }
}

const DOUBTS = [
  'no_answer_in_time',
  'connection_lost',
  'server_fault',
  'answer_unreadable',
] as const;

function refused(twilioCode: number, retryAfterSeconds: number | null = null): Outcome {
  return { kind: 'refused', twilioCode, twilioText: '', retryAfterSeconds };
}

export function sidBy(chance: Chance): MessageSid {
  const sid = asMessageSid(`SM${chance.hex(32)}`);
  if (sid === null) throw new Error('These are hex digits.');
  return sid;
}

function takenOf(
  { sim, settings }: World,
  sid: MessageSid,
  { to, body, key }: ApprovedMessage,
  attempt: AttemptId,
): Taken {
  const { chance, scheduler, saw } = sim;
  const at = scheduler.now();
  const lag = chance.happens(0.3) ? chance.whole(500, 30_000) : 0;
  const isMissed = settings.missesSome && chance.happens(0.5);
  if (lag > 0) saw('Twilio: list lags');
  if (isMissed) saw('Twilio: list misses a message');
  const shownFrom = isMissed ? Infinity : at + lag;
  return { sid, to, body, key, attempt, at, shownFrom, stages: stagesBy(chance, at) };
}

/** Codes that WhatsApp gives after Twilio has taken a message; two of them tell of an opt-out. */
const FAILURES = [63_016, 63_024, 63_014, 21_610] as const;

function stagesBy(chance: Chance, from: number): readonly Stage[] {
  let at = from;
  const stage = (state: Stage['state'], errorCode: number | null = null): Stage => {
    at += chance.whole(1, 4000);
    return { state, errorCode, at };
  };
  const failure = (): Stage =>
    stage(chance.pick(['failed', 'undelivered', 'canceled']), chance.pick(FAILURES));
  const first = chance.pick(['accepted', 'queued', 'scheduled'] as const);
  const begun = [stage(first), stage('sending')];
  if (chance.happens(0.15)) return [...begun, failure()];
  const sent = [...begun, stage('sent')];
  if (chance.happens(0.15)) return [...sent, failure()];
  if (chance.happens(0.1)) return sent;
  const delivered = [...sent, stage('delivered')];
  return chance.happens(0.4) ? [...delivered, stage('read')] : delivered;
}
