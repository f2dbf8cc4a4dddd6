import type { MessageGateway } from '../../../src/application/ports/gateway.ts';
import type { ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import { asMessageSid, type AttemptId, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Process } from '../actors/process.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import type { Stage, TwilioMessage } from './account.ts';

/** How Twilio handles one request. */
type Plan = { readonly isTaken: boolean; readonly outcome: 'as taken' | Outcome };

/** The timeout of a request. */
const GIVEN_UP_MS = 36_000;

/**
 * The gateway of one process.
 *
 * @param onTaken called with each message that Twilio accepts
 */
export function gatewayOf(
  world: World,
  process: Process,
  onTaken: (taken: TwilioMessage, message: ApprovedMessage) => void,
): MessageGateway {
  const { sim, audit } = world;
  const { random, scheduler } = sim;
  return {
    send: async (message, _validitySeconds, attempt) => {
      await process.waitAt('asked', random.integer(0, 30));
      if (attempt === undefined) throw new Error('A request has an attempt.');
      audit.request(process.name, message, attempt);
      const plan = planOf(world, message);
      const sid = randomSid(random);
      const arrivesIn = random.integer(10, random.happens(0.1) ? 15_000 : 600);
      if (plan.isTaken) {
        scheduler.after(arrivesIn, () => {
          const taken = twilioMessageOf(world, sid, message, attempt);
          world.account.taken.push(taken);
          audit.taken(message);
          sim.note('Twilio', `takes ${attempt} as ${sid}`);
          if (!process.isAlive()) sim.cover('Twilio: took it after the process died');
          onTaken(taken, message);
        });
      }
      const { outcome } = plan;
      const isGivenUp = outcome !== 'as taken' && isTooLate(outcome);
      const answersIn = isGivenUp
        ? GIVEN_UP_MS
        : arrivesIn + random.integer(10, random.happens(0.2) ? 12_000 : 400);
      await process.waitAt('answered', answersIn);
      const outcomeSeen: Outcome =
        outcome === 'as taken' ? { kind: 'accepted', messageSid: sid } : outcome;
      sim.note(process.name, `hears from Twilio of ${attempt}: ${JSON.stringify(outcomeSeen)}`);
      return outcomeSeen;
    },
  };
}

function isTooLate(outcome: Outcome): boolean {
  return outcome.kind === 'unknown' && outcome.doubt === 'no_answer_in_time';
}

const REFUSED_FOR_EVER = [63_024, 63_024, 21_211, 63_007, 99_999] as const;

function planOf({ sim, account, now }: World, message: ApprovedMessage): Plan {
  const { random, cover } = sim;
  if (account.blocked.has(message.invite.parent.phone) && random.happens(0.7)) {
    cover('Twilio: refuses after an opt-out');
    return { isTaken: false, outcome: refused(21_610) };
  }
  if (!random.happens(now.faultRates.twilioFault)) {
    cover('Twilio: accepts');
    return { isTaken: true, outcome: 'as taken' };
  }
  switch (random.integer(0, 5)) {
    case 0:
      cover('Twilio: refuses for ever');
      return { isTaken: false, outcome: refused(random.pick(REFUSED_FOR_EVER)) };
    case 1:
      cover('Twilio: refuses for now');
      return { isTaken: false, outcome: refused(20_429, random.pick([null, null, 3, 600])) };
    case 2:
      cover('Twilio: unreachable');
      return { isTaken: false, outcome: { kind: 'unreachable' } };
    case 3:
    case 4:
      cover('Twilio: took it, answer lost');
      return { isTaken: true, outcome: { kind: 'unknown', doubt: random.pick(DOUBTS) } };
    default:
      cover('Twilio: did not take it, no answer');
      return { isTaken: false, outcome: { kind: 'unknown', doubt: random.pick(DOUBTS) } };
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

export function randomSid(random: Random): MessageSid {
  const sid = asMessageSid(`SM${random.hex(32)}`);
  if (sid === null) throw new Error('These are hex digits.');
  return sid;
}

function twilioMessageOf(
  { sim, settings }: World,
  sid: MessageSid,
  { to, body, key }: ApprovedMessage,
  attempt: AttemptId,
): TwilioMessage {
  const { random, scheduler, cover } = sim;
  const at = scheduler.now();
  const lag = random.happens(0.3) ? random.integer(500, 30_000) : 0;
  const isMissed = settings.listMissesSome && random.happens(0.5);
  if (lag > 0) cover('Twilio: list lags');
  if (isMissed) cover('Twilio: list misses a message');
  const shownFrom = isMissed ? Infinity : at + lag;
  return { sid, to, body, key, attempt, at, shownFrom, stages: randomStages(random, at) };
}

/**
 * Error codes of a failed delivery. 63014 and 21610 mean an opt-out; 63016 and 63018 let the message be
 * offered again; 63012 does not prove that it did not arrive.
 */
const FAILURES = [63_016, 63_018, 63_024, 63_014, 63_012, 21_610] as const;

function randomStages(random: Random, from: number): readonly Stage[] {
  let at = from;
  const stage = (state: Stage['state'], errorCode: number | null = null): Stage => {
    at += random.integer(1, 4000);
    return { state, errorCode, at };
  };
  const failure = (): Stage =>
    stage(random.pick(['failed', 'undelivered', 'canceled']), random.pick(FAILURES));
  const first = random.pick(['accepted', 'queued', 'scheduled'] as const);
  const begun = [stage(first), stage('sending')];
  if (random.happens(0.15)) return [...begun, failure()];
  const sent = [...begun, stage('sent')];
  if (random.happens(0.15)) return [...sent, failure()];
  if (random.happens(0.1)) return sent;
  const delivered = [...sent, stage('delivered')];
  return random.happens(0.4) ? [...delivered, stage('read')] : delivered;
}
