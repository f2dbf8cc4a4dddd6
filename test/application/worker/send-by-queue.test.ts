import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readQueued, writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import { followQueued, type FollowEvent } from '../../../src/application/worker/follow-queued.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type {
  InviteQueue,
  EnqueueResult,
  QueuedMessage,
} from '../../../src/application/ports/invite-queue.ts';
import type { SendReport } from '../../../src/application/send/send-messages.ts';
import { digestOf, type Message } from '../../../src/domain/message/message.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { parseSendHours, type SendHours } from '../../../src/domain/policy/send-hours.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';
import { ACCEPTED, answeringGateway, SID } from '../../support/sending/run-gateway.ts';
import { scriptedOperator } from '../../support/sending/run-operator.ts';
import { NOW, runThrough, statesIn } from '../../support/sending/run-sending.ts';
import { aWorker } from '../../support/sending/run-worker.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const DAYTIME = parseSendHours('08:00-18:00') as SendHours;
const SOURCE = { file: 'players.csv' };
const REFUSED: EnqueueResult = { kind: 'not_taken', reason: 'aws_unreachable' };

/** A queue that is read by hand, and answers what the test says. */
function aQueue(
  answer: (queued: QueuedMessage) => EnqueueResult | Promise<EnqueueResult> = () => ({
    kind: 'taken',
  }),
): InviteQueue & { readonly bodies: readonly string[]; readonly delays: readonly number[] } {
  const bodies: string[] = [];
  const delays: number[] = [];
  return {
    bodies,
    delays,
    put: async (queued, delaySeconds) => {
      delays.push(delaySeconds);
      const put = await answer(queued);
      if (put.kind === 'taken') bodies.push(writeQueued(queued));
      return put;
    },
    close: () => {},
  };
}

function to(queue: InviteQueue, sendHours = ALWAYS) {
  return outboxOf(queue, { mode: 'live', source: SOURCE, sendHours });
}

let files: LedgerFolder;
let ledger: Ledger;
let messages: readonly Message[];
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
  messages = familyMessages(3);
});
afterEach(async () => await files.remove());

describe('a run that sends by the queue', () => {
  it('puts there what is approved, claimed in the ledger, and nothing else', async () => {
    const queue = aQueue();
    const gateway = answeringGateway();
    const operator = scriptedOperator(['yes', 'no', 'yes']);
    const run = await runThrough(messages, { ledger, gateway, operator, outbox: to(queue) });
    expect(run.fates).toEqual(['queued', 'skipped', 'queued']);
    expect(run.told).toContain('sent 1: queued');
    expect(gateway.sent).toEqual([]);
    expect(await statesIn(ledger, messages)).toEqual(['approved', undefined, 'approved']);
    const queued = queue.bodies.map((body) => readQueued(body)?.message);
    expect(queued.map((message) => message?.key)).toEqual([messages[0]?.key, messages[2]?.key]);
  });

  it('carries the very message that was shown, and whose yes it is', async () => {
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const [first] = messages as [Message];
    await runThrough([first], {
      ledger,
      gateway: answeringGateway(),
      operator,
      outbox: to(queue),
    });
    const queued = readQueued(queue.bodies[0] ?? '');
    expect(queued?.message).toEqual(first);
    expect(queued?.approval.digest).toBe(digestOf(first));
    expect(queued?.atAnyHour).toBe(false);
  });

  it('says so where the operator typed the hour', async () => {
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: answeringGateway(), operator, outbox: to(queue, DAYTIME) };
    await runThrough(messages.slice(0, 1), run);
    expect(readQueued(queue.bodies[0] ?? '')?.atAnyHour).toBe(true);
  });

  it('takes the yes back and stops where the queue takes nothing', async () => {
    const gateway = answeringGateway();
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const outbox = to(aQueue(() => REFUSED));
    const run = await runThrough(messages, { ledger, gateway, operator, outbox });
    expect(run.halt).toEqual({ kind: 'queue', reason: 'aws_unreachable' });
    expect(new Set(run.fates)).toEqual(new Set(['left']));
    const states = await statesIn(ledger, messages);
    expect(states.filter((state) => state !== undefined && state !== 'lapsed')).toEqual([]);
    expect(gateway.sent).toEqual([]);
  });

  it('does not lose what the queue took and did not say so: its yes is taken back', async () => {
    const taken: string[] = [];
    const outbox = to(
      aQueue((queued) => {
        taken.push(writeQueued(queued));
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const gateway = answeringGateway();
    const first = messages.slice(0, 1);
    const run = await runThrough(first, { ledger, gateway, operator, outbox });
    expect(run.fates).toEqual(['left']);
    const worker = aWorker(ledger);
    expect(await worker.handOver(taken[0] ?? '')).toEqual({ kind: 'done_before', state: 'lapsed' });
    expect(worker.gateway.sent).toEqual([]);
  });

  it('ends with the fault where the tool itself fails as the yes is taken back', async () => {
    const bug = new TypeError('state is undefined');
    const failing: Ledger = { ...ledger, advance: async () => await Promise.reject(bug) };
    const outbox = to(aQueue(() => ({ kind: 'not_taken', reason: 'not_clear' })));
    const operator = scriptedOperator(['yes']);
    const first = messages.slice(0, 1);
    const run = { ledger: failing, gateway: answeringGateway(), operator, outbox };
    await expect(runThrough(first, run)).rejects.toBe(bug);
    expect(await statesIn(ledger, first)).toEqual(['approved']);
  });

  it('does not call queued what another run took back a moment before', async () => {
    const outbox = to(
      aQueue(async ({ attempt }) => {
        await ledger.advance(attempt, { kind: 'lapsed' }, NOW);
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: answeringGateway(), operator, outbox };
    expect((await runThrough(messages.slice(0, 1), run)).fates).toEqual(['left']);
  });

  it('knows that it is queued where a worker was quicker than the doubt', async () => {
    const worker = aWorker(ledger);
    const outbox = to(
      aQueue(async (queued) => {
        await worker.handOver(writeQueued(queued));
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: answeringGateway(), operator, outbox };
    expect((await runThrough(messages.slice(0, 1), run)).fates).toEqual(['queued']);
    expect(worker.gateway.sent).toHaveLength(1);
  });

  it('puts nothing there for a parent who said stop after the yes', async () => {
    const optOuts = memoryOptOuts();
    const [first] = messages as [Message];
    const said = { state: 'stopped', source: 'reply', operator: 'Jane', at: NOW } as const;
    await optOuts.add([first.invite.parent.phone], said);
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: answeringGateway(), operator, optOuts, outbox: to(queue) };
    expect((await runThrough([first], run)).fates).toEqual(['opted_out']);
    expect(queue.bodies).toEqual([]);
  });

  it('counts what is queued among the people of the day', async () => {
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const queue = aQueue();
    const run = { ledger, gateway: answeringGateway(), operator, outbox: to(queue), dailyLimit: 1 };
    expect((await runThrough(messages, run)).halt).toMatchObject({ kind: 'daily_limit', limit: 1 });
    expect(queue.bodies).toHaveLength(1);
  });

  it('counts once what a worker has sent meanwhile', async () => {
    const worker = aWorker(ledger);
    const outbox = to(
      aQueue(async (queued) => {
        await worker.handOver(writeQueued(queued));
        return { kind: 'taken' };
      }),
    );
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = { ledger, gateway: answeringGateway(), operator, outbox, dailyLimit: 3 };
    expect((await runThrough(messages, run)).fates).toEqual(['queued', 'queued', 'queued']);
    expect(worker.gateway.sent).toHaveLength(3);
  });

  it('leaves the places that others have taken', async () => {
    const [first, second] = messages as readonly [Message, Message];
    const claim = await ledger.claim(anApproved(first), SOURCE, NOW, null);
    if (claim.kind === 'taken') throw new Error('The message was taken already.');
    await ledger.startSending(claim.attemptId, NOW, 250);
    const operator = scriptedOperator(['yes', 'yes']);
    const queue = aQueue();
    const run = { ledger, gateway: answeringGateway(), operator, outbox: to(queue), dailyLimit: 1 };
    expect((await runThrough([second], run)).halt).toMatchObject({ kind: 'daily_limit', limit: 1 });
    expect(queue.bodies).toEqual([]);
  });

  it('has the workers see messages to one number six seconds apart, and those to others at once', async () => {
    const queue = aQueue();
    const family = ['John', 'Ann', 'Zoe'].map((name) => aMessage({ player_first_name: name }));
    const other = aMessage({ parent_tel: '07700 900456' });
    const operator = scriptedOperator([], 'yes');
    const run = { ledger, gateway: answeringGateway(), operator, outbox: to(queue) };
    await runThrough([...family, other], run);
    expect(queue.delays).toEqual([0, 6, 12, 0]);
  });

  it('does not ask about what is on its way already', async () => {
    const queue = aQueue();
    const first = {
      ledger,
      gateway: answeringGateway(),
      operator: scriptedOperator(['yes', 'yes', 'yes']),
      outbox: to(queue),
    };
    await runThrough(messages, first);
    const again = await runThrough(messages, { ...first, operator: scriptedOperator([]) });
    expect(again.fates).toEqual(['on_its_way', 'on_its_way', 'on_its_way']);
    expect(queue.bodies).toHaveLength(3);
  });
});

/** A run that has put its three messages on the queue. */
async function queued(): Promise<{
  readonly report: SendReport;
  readonly bodies: readonly string[];
}> {
  const queue = aQueue();
  const operator = scriptedOperator(['yes', 'yes', 'yes']);
  const gateway = answeringGateway();
  const { report } = await runThrough(messages, { ledger, gateway, operator, outbox: to(queue) });
  return { report, bodies: queue.bodies };
}

describe('a run that waits for the worker', () => {
  const REFUSAL: Outcome = {
    kind: 'refused',
    twilioCode: 63_024,
    twilioText: 'Invalid recipient',
    retryAfterSeconds: null,
  };
  const DOUBT: Outcome = { kind: 'unknown', doubt: 'no_answer_in_time' };

  it('tells what came of each, as the worker has had it', async () => {
    const { report, bodies } = await queued();
    const answers: Outcome[] = [ACCEPTED, REFUSAL, DOUBT];
    const worker = aWorker(ledger, {
      gateway: answeringGateway(() => answers.shift() ?? ACCEPTED),
    });
    const waiting = [...bodies];
    const told: FollowEvent[] = [];
    const followed = await followQueued(report, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => void (await worker.handOver(waiting.shift() ?? '')),
      stop: new AbortController().signal,
      emit: async (event) => void told.push(event),
    });
    const fates = messages.map(({ key }) => followed.fates.get(key)?.kind);
    expect(fates).toEqual(['accepted', 'refused', 'still_unknown']);
    expect(followed.fates.get(messages[0]?.key ?? ('' as Message['key']))).toEqual({
      kind: 'accepted',
      messageSid: SID,
    });
    const kinds = told.map((event) => (event.kind === 'sent' ? event.fate.kind : event.count));
    expect(kinds).toEqual([3, 'accepted', 'refused', 'still_unknown']);
  });

  it('tells that a yes counted no more', async () => {
    const { report, bodies } = await queued();
    const worker = aWorker(ledger, { sendHours: DAYTIME });
    for (const body of bodies) await worker.handOver(body);
    const followed = await followQueued(report, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => {},
      stop: new AbortController().signal,
      emit: async () => {},
    });
    expect([...followed.fates.values()].map(({ kind }) => kind)).toEqual([
      'lapsed',
      'lapsed',
      'lapsed',
    ]);
  });

  it('leaves the rest to the worker when it is stopped', async () => {
    const { report, bodies } = await queued();
    const worker = aWorker(ledger);
    const stopping = new AbortController();
    const followed = await followQueued(report, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => {
        await worker.handOver(bodies[0] ?? '');
        stopping.abort();
      },
      stop: stopping.signal,
      emit: async () => {},
    });
    expect(followed.fates).toEqual(report.fates);
    expect(await statesIn(ledger, messages)).toEqual(['accepted', 'approved', 'approved']);
  });

  it.each([
    ['it was stopped before', { stop: AbortSignal.abort() }, null],
    [
      'the ledger has failed',
      {},
      {
        kind: 'failed',
        problem: { code: 'ledger_unavailable', file: 'x', reason: 'aws_unreachable' },
        unwritten: null,
      },
    ],
  ] as const)('does not begin to wait where %s', async (_why, ports, halt) => {
    const { report } = await queued();
    const told: FollowEvent[] = [];
    await followQueued({ ...report, halt }, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => await Promise.reject(new Error('Nobody was to wait.')),
      stop: new AbortController().signal,
      emit: async (event) => void told.push(event),
      ...ports,
    });
    expect(told).toEqual([]);
  });

  it('waits no longer for a worker that has told nothing for five minutes', async () => {
    const { report } = await queued();
    let at = NOW.getTime();
    const followed = await followQueued(report, messages, {
      ledger,
      clock: { now: () => new Date(at) },
      wait: async (milliseconds) => void (at += milliseconds),
      stop: new AbortController().signal,
      emit: async () => {},
    });
    expect(followed.fates).toEqual(report.fates);
    expect(at - NOW.getTime()).toBeGreaterThan(5 * 60_000);
    expect(at - NOW.getTime()).toBeLessThan(6 * 60_000);
  });
});
