import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import { settleUnknown } from '../../../src/application/follow-up/settle-unknown.ts';
import type { Wait } from '../../../src/application/ports/clock.ts';
import type { MessageGateway, SentMessages } from '../../../src/application/ports/gateway.ts';
import type { InviteQueue } from '../../../src/application/ports/invite-queue.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import { approvalOf } from '../../../src/domain/approval/approval.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { allowsNewAttempt } from '../../../src/domain/delivery/state.ts';
import { parseSendHours, type SendHours } from '../../../src/domain/policy/send-hours.ts';
import { startDynamoServer, type DynamoServer } from '../../support/aws/dynamo-server.ts';
import { aYesTo } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { openDynamoLedger } from '../../support/ledger/ledger-parts.ts';
import { NOW, runSending } from '../../support/sending/run-sending.ts';
import { aWorker } from '../../support/sending/run-worker.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const MINUTE_MS = 60_000;
const MESSAGES = familyMessages(4);

/** Thrown by every port of a process that was killed. */
class Killed extends Error {}

type Kill = { readonly atCall: number; readonly afterCall: boolean };
type KillableProcess = {
  readonly isKilled: () => boolean;
  readonly wrap: <Ports extends object>(ports: Ports) => Ports;
};

/** Wraps ports so that the process is killed before or after one of its calls. */
function killableProcess(kill: Kill | null): KillableProcess {
  let calls = 0;
  let isKilled = false;
  const call = async (work: () => unknown): Promise<unknown> => {
    if (isKilled) throw new Killed();
    calls += 1;
    const isLast = calls === kill?.atCall;
    if (isLast && !kill.afterCall) {
      isKilled = true;
      throw new Killed();
    }
    const result = await work();
    if (isLast) isKilled = true;
    // A process killed meanwhile gets no result, even of a call that was carried out.
    if (isKilled) throw new Killed();
    return result;
  };
  return {
    isKilled: () => isKilled,
    wrap: (ports) =>
      Object.fromEntries(
        Object.entries(ports).map(([name, part]) => [
          name,
          // A stream ends with the calls around it.
          typeof part === 'function' && name !== 'messages'
            ? async (...args: readonly unknown[]) =>
                await call(() => (part as (...given: readonly unknown[]) => unknown)(...args))
            : part,
        ]),
      ) as typeof ports,
  };
}

/** What Twilio does with a request, and whether the response arrives. */
const ANSWERS = [
  'accepted',
  'accepted',
  'accepted',
  'too_many',
  'lost',
  'refused',
  'gone',
] as const;
type Answer = (typeof ANSWERS)[number];

const aKill = fc.option(
  fc.record({ atCall: fc.integer({ min: 1, max: 14 }), afterCall: fc.boolean() }),
  {
    freq: 2,
    nil: null,
  },
);
const aPutResult = fc.constantFrom('taken', 'taken', 'taken', 'taken_and_not_said', 'not_taken');

const anAction = fc.oneof(
  fc.record({
    kind: fc.constant('run' as const),
    kill: aKill,
    puts: fc.array(aPutResult, { maxLength: 4 }),
    byQueue: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('work' as const),
    kill: aKill,
    which: fc.nat({ max: 20 }),
    /** How many workers receive the same message at the same moment. */
    workers: fc.integer({ min: 1, max: 3 }),
    isRedelivered: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('pass' as const),
    minutes: fc.constantFrom(1, 2, 30, 13 * 60),
  }),
);

let files: LedgerFolder;
let dynamo: DynamoServer;
beforeAll(async () => {
  files = aLedgerFolder();
  dynamo = await startDynamoServer();
});
afterAll(async () => {
  await files.remove();
  await dynamo.close();
});

/** Each opens an empty ledger. */
const ENGINES: readonly (readonly [string, number, () => Promise<Ledger>])[] = [
  [
    'a file',
    50,
    async () => {
      await files.remove();
      files = aLedgerFolder();
      return files.open();
    },
  ],
  ['DynamoDB', 15, async () => await openDynamoLedger(await dynamo.table(), 'live')],
];

describe('with processes killed at any call and messages delivered several times,', () => {
  it.each(ENGINES)(
    'nobody gets a message twice, and none is lost: the ledger in %s',
    async (_engine, numRuns, open) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anAction, { minLength: 1, maxLength: 12 }),
          fc.array(fc.constantFrom(...ANSWERS), { maxLength: 8 }),
          async (actions, answers) => {
            const ledger = await open();
            const scenario = aScenario(ledger, answers);
            for (const action of actions) {
              // oxlint-disable-next-line no-await-in-loop -- one action after the other
              await scenario.do(action);
              expect(scenario.sentTwice()).toEqual([]);
            }
            await scenario.settleLater();
            expect(scenario.sentTwice()).toEqual([]);
            expect(await scenario.lost()).toEqual([]);
            await ledger.close();
          },
        ),
        { numRuns },
      );
    },
  );
});

type Action = typeof anAction extends fc.Arbitrary<infer D> ? D : never;

function aScenario(real: Ledger, given: readonly Answer[]) {
  // A shared ledger, in which attempts of other processes are not treated as cut off at once.
  const ledger: Ledger = { ...real, isShared: true };
  const answers = [...given];
  const created: { readonly sid: MessageSid; readonly to: string; readonly at: Date }[] = [];
  const queue: { readonly body: string; times: number }[] = [];
  let at = NOW.getTime();
  const clock = { now: () => new Date(at) };
  const wait: Wait = async (milliseconds) => void (at += milliseconds);

  const operator: Operator = {
    confirmContinue: async () => true,
    ask: async ({ planned: { message } }) => {
      return { kind: 'yes', yes: aYesTo(message, { at: clock.now() }) };
    },
  };
  const gateway: MessageGateway = {
    send: async (message): Promise<Outcome> => {
      approvalOf(message);
      const answer = answers.shift() ?? 'accepted';
      if (answer === 'too_many') return refused(20_429);
      if (answer === 'refused') return refused(63_024);
      if (answer === 'gone') return { kind: 'unknown', doubt: 'connection_lost' };
      const sid = asMessageSid(`MM${String(created.length).padStart(32, '0')}`) as MessageSid;
      created.push({ sid, to: message.to, at: clock.now() });
      return answer === 'lost'
        ? { kind: 'unknown', doubt: 'connection_lost' }
        : { kind: 'accepted', messageSid: sid };
    },
  };
  const sentMessages: SentMessages = {
    search: async ({ to, since }) => ({
      kind: 'asked',
      sids: created.filter((sent) => sent.to === to && sent.at >= since).map(({ sid }) => sid),
    }),
  };

  const run = async ({ kill, puts, byQueue }: Extract<Action, { kind: 'run' }>): Promise<void> => {
    const { wrap } = killableProcess(kill);
    const left = [...puts];
    const inviteQueue: InviteQueue = {
      put: async (queued) => {
        const put = left.shift() ?? 'taken';
        if (put !== 'not_taken') queue.push({ body: writeQueued(queued), times: 0 });
        return put === 'taken' ? { kind: 'taken' } : { kind: 'not_taken', reason: 'not_clear' };
      },
      close: () => {},
    };
    const own = wrap(ledger);
    const outbox = outboxOf(
      { ...wrap({ put: inviteQueue.put }), close: () => {} },
      { mode: 'live', source: { file: 'players.csv' }, sendHours: ALWAYS },
    );
    try {
      await settle(own);
      await runSending(MESSAGES, {
        ledger: own,
        gateway: wrap(gateway),
        operator,
        clock,
        wait,
        outbox: byQueue ? outbox : null,
        optOuts: memoryOptOuts(),
      });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  };

  const settle = async (own: Ledger): Promise<void> =>
    await settleUnknown({
      ledger: own,
      sentMessages,
      clock,
      wait,
      operator: 'Robin Green',
      showsUpWithinMs: 1000,
      stop: new AbortController().signal,
      emit: () => {},
    });

  const work = async (action: Extract<Action, { kind: 'work' }>): Promise<void> => {
    const queued = queue[action.which % Math.max(queue.length, 1)];
    if (queued === undefined) return;
    queued.times += 1;
    const isDone = await Promise.all(
      Array.from({ length: action.workers }, async (_, number) => {
        const program = killableProcess(number === 0 ? action.kill : null);
        const { take } = aWorker(program.wrap(ledger), {
          gateway: { sent: [], periods: [], ...program.wrap(gateway) },
          clock,
          wait,
        });
        try {
          await take(queued.body, () => 100_000);
          return !program.isKilled();
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          return false;
        }
      }),
    );
    const isDeleted = isDone.includes(true) && !action.isRedelivered;
    if (isDeleted || queued.times >= 3) queue.splice(queue.indexOf(queued), 1);
  };

  return {
    do: async (action: Action): Promise<void> => {
      if (action.kind === 'pass') at += action.minutes * MINUTE_MS;
      else if (action.kind === 'run') await run(action);
      else await work(action);
    },
    /** Settles the ledger a day later, when no request can be in progress. */
    settleLater: async () => {
      at += 24 * 60 * MINUTE_MS;
      await settle(ledger);
    },
    sentTwice: () =>
      created.map(({ to }) => to).filter((to, index, all) => all.indexOf(to) < index),
    /** Messages for which the ledger and Twilio disagree. */
    lost: async () => {
      const { byKey } = await ledger.view(MESSAGES);
      return MESSAGES.filter(({ key, to }) => {
        const attempt = byKey.get(key);
        const went = created.find((sent) => sent.to === to);
        if (went !== undefined) return attempt?.messageSid !== went.sid;
        // A message that was not sent is offered again: no attempt, an ended one, or one not found.
        const isOffered = attempt === undefined || allowsNewAttempt(attempt.state);
        return !isOffered && !(attempt.state === 'unknown' && attempt.soughtAt !== null);
      });
    },
  };
}

function refused(twilioCode: number): Outcome {
  return { kind: 'refused', twilioCode, twilioText: '', retryAfterSeconds: null };
}
