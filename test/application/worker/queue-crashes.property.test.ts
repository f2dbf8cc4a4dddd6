import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openDynamoLedger } from '../../support/ledger/ledger-parts.ts';
import { writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Wait } from '../../../src/application/ports/clock.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import type { MessageGateway, SentMessages } from '../../../src/application/ports/gateway.ts';
import type { InviteQueue } from '../../../src/application/ports/invite-queue.ts';
import { settleUnknown } from '../../../src/application/follow-up/settle-unknown.ts';
import { approvalOf } from '../../../src/domain/approval/approval.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import { parseSendHours, type SendHours } from '../../../src/domain/policy/send-hours.ts';
import { allowsNewAttempt } from '../../../src/domain/delivery/state.ts';
import { aYesTo } from '../../support/builders.ts';
import { startDynamoServer, type DynamoServer } from '../../support/aws/dynamo-server.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';
import { NOW, runThrough } from '../../support/sending/run-sending.ts';
import { aWorker } from '../../support/sending/run-worker.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const MINUTE_MS = 60_000;
const MESSAGES = familyMessages(4);

/** A program that is killed: no call of its own comes about any more. */
class Killed extends Error {}

type Death = { readonly atCall: number; readonly afterIt: boolean };
type Mortal = {
  readonly isDead: () => boolean;
  readonly lives: <Ports extends object>(ports: Ports) => Ports;
};

/** Everything a program does to the world goes through here, and ends at one call. */
function mortal(death: Death | null): Mortal {
  let calls = 0;
  let isDead = false;
  const call = async (work: () => unknown): Promise<unknown> => {
    if (isDead) throw new Killed();
    calls += 1;
    const isLast = calls === death?.atCall;
    if (isLast && !death.afterIt) {
      isDead = true;
      throw new Killed();
    }
    const result = await work();
    if (isLast) isDead = true;
    // What was done by others while this one was already dead is not this one's to hear.
    if (isDead) throw new Killed();
    return result;
  };
  return {
    isDead: () => isDead,
    lives: (ports) =>
      Object.fromEntries(
        Object.entries(ports).map(([name, part]) => [
          name,
          typeof part === 'function'
            ? async (...args: readonly unknown[]) =>
                await call(() => (part as (...given: readonly unknown[]) => unknown)(...args))
            : part,
        ]),
      ) as typeof ports,
  };
}

/** What Twilio makes of a request, and what is heard of it. */
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

const aDeath = fc.option(
  fc.record({ atCall: fc.integer({ min: 1, max: 14 }), afterIt: fc.boolean() }),
  {
    freq: 2,
    nil: null,
  },
);
const aPut = fc.constantFrom('taken', 'taken', 'taken', 'taken_and_not_said', 'not_taken');

const aDeed = fc.oneof(
  fc.record({
    kind: fc.constant('run' as const),
    death: aDeath,
    puts: fc.array(aPut, { maxLength: 4 }),
    byQueue: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('work' as const),
    death: aDeath,
    which: fc.nat({ max: 20 }),
    /** How many workers are handed the same message at the same moment. */
    workers: fc.integer({ min: 1, max: 3 }),
    isHandedOverAgain: fc.boolean(),
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

/** Empty ones. */
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

describe('whoever dies at whatever moment, and whatever is handed over how often,', () => {
  it.each(ENGINES)(
    'nobody gets a message twice, and none is lost: the ledger in %s',
    async (_engine, numRuns, open) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aDeed, { minLength: 1, maxLength: 12 }),
          fc.array(fc.constantFrom(...ANSWERS), { maxLength: 8 }),
          async (deeds, answers) => {
            const ledger = await open();
            const scene = aScene(ledger, answers);
            for (const deed of deeds) {
              // oxlint-disable-next-line no-await-in-loop -- one deed after the other
              await scene.do(deed);
              expect(scene.sentTwice()).toEqual([]);
            }
            await scene.atLast();
            expect(scene.sentTwice()).toEqual([]);
            expect(await scene.lost()).toEqual([]);
            await ledger.close();
          },
        ),
        { numRuns },
      );
    },
  );
});

type Deed = typeof aDeed extends fc.Arbitrary<infer D> ? D : never;

function aScene(real: Ledger, given: readonly Answer[]) {
  // One that operators share, in which nobody takes what others do for cut off at once.
  const ledger: Ledger = { ...real, isShared: true };
  const answers = [...given];
  const books: { readonly sid: MessageSid; readonly to: string; readonly at: Date }[] = [];
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
      const sid = asMessageSid(`MM${String(books.length).padStart(32, '0')}`) as MessageSid;
      books.push({ sid, to: message.to, at: clock.now() });
      return answer === 'lost'
        ? { kind: 'unknown', doubt: 'connection_lost' }
        : { kind: 'accepted', messageSid: sid };
    },
  };
  const sentMessages: SentMessages = {
    search: async ({ to, since }) => ({
      kind: 'asked',
      sids: books.filter((sent) => sent.to === to && sent.at >= since).map(({ sid }) => sid),
    }),
  };

  const run = async ({ death, puts, byQueue }: Extract<Deed, { kind: 'run' }>): Promise<void> => {
    const { lives } = mortal(death);
    const left = [...puts];
    const inviteQueue: InviteQueue = {
      put: async (queued) => {
        const put = left.shift() ?? 'taken';
        if (put !== 'not_taken') queue.push({ body: writeQueued(queued), times: 0 });
        return put === 'taken' ? { kind: 'taken' } : { kind: 'not_taken', reason: 'not_clear' };
      },
      close: () => {},
    };
    const own = lives(ledger);
    const outbox = outboxOf(
      { ...lives({ put: inviteQueue.put }), close: () => {} },
      { mode: 'live', source: { file: 'players.csv' }, sendHours: ALWAYS },
    );
    try {
      await settle(own);
      await runThrough(MESSAGES, {
        ledger: own,
        gateway: lives(gateway),
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

  const work = async (deed: Extract<Deed, { kind: 'work' }>): Promise<void> => {
    const handed = queue[deed.which % Math.max(queue.length, 1)];
    if (handed === undefined) return;
    handed.times += 1;
    const isDone = await Promise.all(
      Array.from({ length: deed.workers }, async (_, number) => {
        const program = mortal(number === 0 ? deed.death : null);
        const { take } = aWorker(program.lives(ledger), {
          gateway: { sent: [], ...program.lives(gateway) },
          clock,
          wait,
        });
        try {
          await take(handed.body, () => 100_000);
          return !program.isDead();
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          return false;
        }
      }),
    );
    const isTakenOff = isDone.includes(true) && !deed.isHandedOverAgain;
    if (isTakenOff || handed.times >= 3) queue.splice(queue.indexOf(handed), 1);
  };

  return {
    do: async (deed: Deed): Promise<void> => {
      if (deed.kind === 'pass') at += deed.minutes * MINUTE_MS;
      else if (deed.kind === 'run') await run(deed);
      else await work(deed);
    },
    /** A day later nobody is at anything any more, and the next run looks what there is. */
    atLast: async () => {
      at += 24 * 60 * MINUTE_MS;
      await settle(ledger);
    },
    sentTwice: () => books.map(({ to }) => to).filter((to, index, all) => all.indexOf(to) < index),
    /** Those of which the ledger does not know what Twilio's books say. */
    lost: async () => {
      const { byKey } = await ledger.view(MESSAGES);
      return MESSAGES.filter(({ key, to }) => {
        const attempt = byKey.get(key);
        const went = books.find((sent) => sent.to === to);
        if (went !== undefined) return attempt?.messageSid !== went.sid;
        // What did not go is offered again: unasked, ended, or sought in vain.
        const isOffered = attempt === undefined || allowsNewAttempt(attempt.state);
        return !isOffered && !(attempt.state === 'unknown' && attempt.soughtAt !== null);
      });
    },
  };
}

function refused(twilioCode: number): Outcome {
  return { kind: 'refused', twilioCode, twilioText: '', retryAfterSeconds: null };
}
