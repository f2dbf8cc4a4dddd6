import { rememberIfSent } from '../../../src/application/check/compare-with-last.ts';
import { followQueued } from '../../../src/application/worker/follow-queued.ts';
import { sendChecks, watchTemplate } from '../../../src/application/send/send-checks.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import { sendMessages, type SendReport } from '../../../src/application/send/send-messages.ts';
import { settleList } from '../../../src/application/check/settle-list.ts';
import {
  settleUnknown,
  type SettleEvent,
} from '../../../src/application/follow-up/settle-unknown.ts';
import {
  isWithin,
  nextOpening,
  parseSendHours,
  type SendHours,
} from '../../../src/domain/policy/send-hours.ts';
import { loadedOf, messagesOf } from './families.ts';
import { gatewayOf } from '../twilio/gateway.ts';
import { sentMessagesFor } from '../twilio/lists.ts';
import type { Process } from './process.ts';
import { queueFor, handOver } from './queue.ts';
import { sightOf } from '../checks/coverage.ts';
import { hearOfMessage } from '../twilio/callbacks.ts';
import { SHOWS_UP_WITHIN_MS, type World } from '../world.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { yesAtTerminal } from '../../../src/domain/approval/operator-yes.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const SOURCE = { file: 'players.csv' };

export type RunOptions = {
  readonly manner: Manner;
  /** Whether a worker sends what is approved. */
  readonly byQueue: boolean;
  /** When the operator presses Ctrl-C, in milliseconds after the beginning; null for never. */
  readonly stopsAfter: number | null;
  /** And once more. */
  readonly stopsNowAfter: number | null;
};

/** One run of `send`, from the ledger that it holds to what it remembers of the list. */
export async function run(world: World, process: Process, options: RunOptions): Promise<void> {
  const { sim, settings } = world;
  const { chance } = sim;
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
      emit: (event) => seeSettling(world, event),
    });
    if (stop.aborted) return;
    const loaded = loadedOf(messagesOf(name, settings.children));
    const { plan } = await settleList(() => loaded, ledger, optOuts);
    const closedUntil = async (): Promise<Date | null> => {
      const { sendHours } = settings;
      const now = clock.now();
      return sendHours === null || isWithin(sendHours, now) ? null : nextOpening(sendHours, now);
    };
    const sent = await sendMessages(plan, {
      gateway: gatewayOf(world, process, (taken) => hearOfMessage(world, taken)),
      operator: operatorOf(world, process, options.manner),
      ledger,
      optOuts,
      clock,
      source: SOURCE,
      stop,
      stopNow,
      wait: process.wait,
      random: chance.real,
      emit: async (event) => {
        sim.note(
          process.name,
          `tells ${event.kind}${event.kind === 'sent' ? ` ${event.fate.kind}` : ''}`,
        );
        if (event.kind === 'too_old') sim.saw('run: yes too old');
      },
      ...sendChecks(watch, { closedUntil }),
      outbox: options.byQueue
        ? outboxOf(
            queueFor(
              sim,
              process,
              () => world.now.weather,
              (body, delaySeconds) => handOver(world, body, delaySeconds * 1000),
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
      stop: process.signal(chance.whole(1000, 20_000)),
      emit: async () => {},
    });
    const seen = { ...SOURCE, at: clock.now(), operator: process.name };
    see(world, process, await rememberIfSent(report, loaded, ledger, seen));
  } finally {
    await close();
  }
}

function see({ sim }: World, process: Process, { fates, halt }: SendReport): void {
  for (const { kind } of fates.values()) sim.saw(sightOf(`run: ${kind}`));
  if (halt === null) return;
  sim.note(process.name, `halts for ${halt.kind}`);
  sim.saw(sightOf(`run: ends for ${halt.kind}`));
  if (halt.kind === 'failed' && halt.unwritten !== null) sim.saw('run: outcome unwritten');
}

export function seeSettling({ sim }: World, event: SettleEvent): void {
  if (event.kind === 'waiting') sim.saw('settle: waits for Twilio to show it');
  if (event.kind !== 'settled') return;
  sim.saw(sightOf(`settle: ${event.result.kind}`));
  sim.note('settle', `${event.attempt.id} is ${event.result.kind}`);
}

/** How an operator answers. */
type Manner = {
  readonly yes: number;
  /** Of what is no yes. */
  readonly no: number;
  /** Of being away from the desk for hours. */
  readonly leaves: number;
};

const HOUR_MS = 3_600_000;

/** A person at one process, who thinks before each answer. */
function operatorOf(world: World, process: Process, manner: Manner): Operator {
  const { sim, promises } = world;
  const { chance, scheduler } = sim;
  const think = async (withdrawn: AbortSignal): Promise<void> => {
    const milliseconds = chance.happens(manner.leaves)
      ? chance.whole(HOUR_MS, 14 * HOUR_MS)
      : chance.whole(100, 15_000);
    if (!withdrawn.aborted) await process.pass('operator', milliseconds, withdrawn);
  };
  return {
    ask: async ({ planned: { message, replaces } }, withdrawn) => {
      await think(withdrawn);
      if (withdrawn.aborted) return { kind: 'quit' };
      if (!chance.happens(manner.yes)) {
        if (chance.happens(manner.no)) return { kind: 'no' };
        return { kind: chance.pick(['back', 'quit']) };
      }
      const shown = digestOf(message);
      const at = process.clock.now();
      const about = { digest: shown, key: message.key, operator: process.name, at };
      promises.approved({ ...about, isOnceMore: replaces !== null });
      sim.note(process.name, `says yes to ${message.key.slice(0, 8)} at ${scheduler.now()}`);
      if (replaces !== null) sim.saw('run: sends once more what was never found');
      const yes = yesAtTerminal({ shown, key: 'y', operator: process.name, at });
      return { kind: 'yes', yes };
    },
    confirmContinue: async (_reason, withdrawn) => {
      await think(withdrawn);
      return !withdrawn.aborted && chance.happens(0.6);
    },
  };
}
