import { rememberIfSent } from '../../../src/application/check/compare-with-last.ts';
import { settleList } from '../../../src/application/check/settle-list.ts';
import {
  settleUnknown,
  type SettleEvent,
} from '../../../src/application/follow-up/settle-unknown.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import { sendChecks, watchTemplate } from '../../../src/application/send/send-checks.ts';
import { sendMessages, type SendReport } from '../../../src/application/send/send-messages.ts';
import { followQueued } from '../../../src/application/worker/follow-queued.ts';
import { yesAtTerminal } from '../../../src/domain/approval/operator-yes.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import {
  isWithin,
  nextOpening,
  parseSendHours,
  type SendHours,
} from '../../../src/domain/policy/send-hours.ts';
import { coveragePoint } from '../checks/coverage.ts';
import { sendCallbacks } from '../twilio/callbacks.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import { deliveriesFor, messageLogFor, sentMessagesFor } from '../twilio/lists.ts';
import { SHOWS_UP_WITHIN_MS, type World } from '../world.ts';
import { loadedOf, messagesOf } from './families.ts';
import type { Process } from './process.ts';
import { queueFor, enqueue } from './queue.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const SOURCE = { file: 'players.csv' };

export type RunOptions = {
  readonly answerRates: AnswerRates;
  /** Whether approved messages go to the queue, for a worker to send. */
  readonly byQueue: boolean;
  /** When the operator presses Ctrl-C, in milliseconds after the start; null means never. */
  readonly stopsAfter: number | null;
  /** When the operator presses Ctrl-C a second time. */
  readonly stopsNowAfter: number | null;
};

/** One run of `send`, from taking the run lock to storing which list was sent. */
export async function run(world: World, process: Process, options: RunOptions): Promise<void> {
  const { sim, settings } = world;
  const { random } = sim;
  const { clock } = process;
  const { ledger, optOuts, close } = world.open(process);
  const stop = process.signal(options.stopsAfter);
  const stopNow = process.signal(options.stopsNowAfter);
  try {
    await ledger.hold(process.name, clock.now());
    const templates = world.templates(process);
    const { template, name } = await templates.named();
    const watch = watchTemplate(template, clock.now(), { templates, clock });
    await settleUnknown({
      ledger,
      sentMessages: sentMessagesFor(world, process),
      clock,
      wait: process.wait,
      operator: process.name,
      showsUpWithinMs: SHOWS_UP_WITHIN_MS,
      stop,
      emit: (event) => coverSettling(world, event),
    });
    if (stop.aborted) return;
    const loaded = loadedOf(messagesOf(name, settings.children));
    const { plan } = await settleList(() => loaded, ledger, optOuts);
    const { sendHours } = settings;
    const closedUntil = async (): Promise<Date | null> => {
      const now = clock.now();
      return sendHours === null || isWithin(sendHours, now) ? null : nextOpening(sendHours, now);
    };
    const sent = await sendMessages(plan, {
      gateway: gatewayOf(world, process, (taken) => sendCallbacks(world, taken)),
      operator: operatorOf(world, process, options.answerRates),
      log: messageLogFor(world, process),
      ledger,
      optOuts,
      deliveries: deliveriesFor(world, process),
      clock,
      source: SOURCE,
      stop,
      stopNow,
      hoursNow: () => sendHours,
      wait: process.wait,
      lookWait: process.wait,
      random: random.fraction,
      emit: async (event) => {
        sim.note(
          process.name,
          `emits ${event.kind}${event.kind === 'sent' ? ` ${event.fate.kind}` : ''}`,
        );
        if (event.kind === 'too_old') sim.cover('run: yes too old');
      },
      ...sendChecks(watch, { closedUntil }),
      outbox: options.byQueue
        ? outboxOf(
            queueFor(
              sim,
              process,
              () => world.now.faultRates,
              (body, delaySeconds) => enqueue(world, body, delaySeconds * 1000),
            ),
            { mode: 'live', source: SOURCE, sendHours: settings.sendHours ?? ALWAYS },
          )
        : null,
      dailyLimit: settings.dailyLimit,
    });
    const report = await followQueued(sent, loaded.messages, {
      ledger,
      clock,
      wait: process.wait,
      stop: process.signal(random.integer(1000, 20_000)),
      emit: async () => {},
    });
    const seen = { ...SOURCE, at: clock.now(), operator: process.name };
    coverReport(world, process, await rememberIfSent(report, loaded, ledger, seen));
  } finally {
    await close();
  }
}

function coverReport(
  { sim }: World,
  process: Process,
  { fates, failedLater, halt }: SendReport,
): void {
  if (failedLater.size > 0) sim.cover('run: not_delivered');
  for (const { kind } of fates.values()) sim.cover(coveragePoint(`run: ${kind}`));
  if (halt === null) return;
  sim.note(process.name, `halts for ${halt.kind}`);
  sim.cover(coveragePoint(`run: ends for ${halt.kind}`));
  if (halt.kind === 'failed' && halt.unwritten !== null) sim.cover('run: outcome unwritten');
}

export function coverSettling({ sim }: World, event: SettleEvent): void {
  if (event.kind === 'waiting') sim.cover('settle: waits for Twilio to show it');
  if (event.kind !== 'settled') return;
  sim.cover(coveragePoint(`settle: ${event.result.kind}`));
  sim.note('settle', `${event.attempt.id} is ${event.result.kind}`);
}

/** Probabilities with which an operator gives each answer. */
type AnswerRates = {
  readonly yes: number;
  /** The share of no among the answers other than yes. */
  readonly no: number;
  /** The probability of leaving a question for hours. */
  readonly away: number;
};

const HOUR_MS = 3_600_000;

/** The operator of one process, who waits before each answer. */
function operatorOf(world: World, process: Process, answerRates: AnswerRates): Operator {
  const { sim, audit } = world;
  const { random, scheduler } = sim;
  const think = async (withdrawn: AbortSignal): Promise<void> => {
    const milliseconds = random.happens(answerRates.away)
      ? random.integer(HOUR_MS, 14 * HOUR_MS)
      : random.integer(100, 15_000);
    if (!withdrawn.aborted) await process.waitAt('operator', milliseconds, withdrawn);
  };
  return {
    ask: async ({ planned: { message, replaces } }, withdrawn) => {
      await think(withdrawn);
      if (withdrawn.aborted) return { kind: 'quit' };
      if (!random.happens(answerRates.yes)) {
        if (random.happens(answerRates.no)) return { kind: 'no' };
        return { kind: random.pick(['back', 'quit']) };
      }
      const shown = digestOf(message);
      const at = process.clock.now();
      const about = { digest: shown, key: message.key, operator: process.name, at };
      const isUnknown = replaces?.state === 'unknown';
      audit.approved({ ...about, isOnceMore: isUnknown });
      sim.note(process.name, `says yes to ${message.key.slice(0, 8)} at ${scheduler.now()}`);
      if (isUnknown) sim.cover('run: sends once more what was never found');
      else if (replaces !== null) sim.cover('run: sends once more what did not arrive');
      const yes = yesAtTerminal({ shown, key: 'y', operator: process.name, at });
      return { kind: 'yes', yes };
    },
    confirmContinue: async (_reason, withdrawn) => {
      await think(withdrawn);
      return !withdrawn.aborted && random.happens(0.6);
    },
  };
}
