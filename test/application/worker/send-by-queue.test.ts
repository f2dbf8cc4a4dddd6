import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readQueued, writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import type {
  InviteQueue,
  EnqueueResult,
  QueuedMessage,
} from '../../../src/application/ports/invite-queue.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { outboxOf } from '../../../src/application/send/outbox.ts';
import type { SendReport } from '../../../src/application/send/send-messages.ts';
import { followQueued, type FollowEvent } from '../../../src/application/worker/follow-queued.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { digestOf, type Message } from '../../../src/domain/message/message.ts';
import { parseSendHours, type SendHours } from '../../../src/domain/policy/send-hours.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, SID } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, statesIn } from '../../support/sending/run-sending.ts';
import { aWorker } from '../../support/sending/run-worker.ts';
import { scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const ALWAYS = parseSendHours('00:00-24:00') as SendHours;
const DAYTIME = parseSendHours('08:00-18:00') as SendHours;
const SOURCE = { file: 'players.csv' };
const REFUSED: EnqueueResult = { kind: 'not_taken', reason: 'aws_unreachable' };

/** A queue without a worker. Each `put` has the result of `answer`. */
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

describe('a run that sends through the queue', () => {
  it('puts approved messages on the queue, claimed in the ledger, and nothing else', async () => {
    const queue = aQueue();
    const gateway = fakeGateway();
    const operator = scriptedOperator(['yes', 'no', 'yes']);
    const run = await runSending(messages, { ledger, gateway, operator, outbox: to(queue) });
    expect(run.fates).toEqual(['queued', 'skipped', 'queued']);
    expect(run.events).toContain('sent 1: queued');
    expect(gateway.sent).toEqual([]);
    expect(await statesIn(ledger, messages)).toEqual(['approved', undefined, 'approved']);
    const queued = queue.bodies.map((body) => readQueued(body)?.message);
    expect(queued.map((message) => message?.key)).toEqual([messages[0]?.key, messages[2]?.key]);
  });

  it('queues the message that was shown, with the operator and time of the approval', async () => {
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const [first] = messages as [Message];
    await runSending([first], {
      ledger,
      gateway: fakeGateway(),
      operator,
      outbox: to(queue),
    });
    const queued = readQueued(queue.bodies[0] ?? '');
    expect(queued?.message).toEqual(first);
    expect(queued?.approval.digest).toBe(digestOf(first));
    expect(queued?.atAnyHour).toBe(false);
  });

  it('records on the queue that the operator typed the hour', async () => {
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: fakeGateway(), operator, outbox: to(queue, DAYTIME) };
    await runSending(messages.slice(0, 1), run);
    expect(readQueued(queue.bodies[0] ?? '')?.atAnyHour).toBe(true);
  });

  it('takes the approval back and stops when the queue accepts nothing', async () => {
    const gateway = fakeGateway();
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const outbox = to(aQueue(() => REFUSED));
    const run = await runSending(messages, { ledger, gateway, operator, outbox });
    expect(run.halt).toEqual({ kind: 'queue', reason: 'aws_unreachable' });
    expect(new Set(run.fates)).toEqual(new Set(['left']));
    const states = await statesIn(ledger, messages);
    expect(states.filter((state) => state !== undefined && state !== 'lapsed')).toEqual([]);
    expect(gateway.sent).toEqual([]);
  });

  it('takes the approval back of a message that the queue accepted without saying so', async () => {
    const taken: string[] = [];
    const outbox = to(
      aQueue((queued) => {
        taken.push(writeQueued(queued));
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const gateway = fakeGateway();
    const first = messages.slice(0, 1);
    const run = await runSending(first, { ledger, gateway, operator, outbox });
    expect(run.fates).toEqual(['left']);
    const worker = aWorker(ledger);
    expect(await worker.handOver(taken[0] ?? '')).toEqual({ kind: 'done_before', state: 'lapsed' });
    expect(worker.gateway.sent).toEqual([]);
  });

  it('ends with the error when the program fails while it takes the approval back', async () => {
    const bug = new TypeError('state is undefined');
    const failing: Ledger = { ...ledger, advance: async () => await Promise.reject(bug) };
    const outbox = to(aQueue(() => ({ kind: 'not_taken', reason: 'not_clear' })));
    const operator = scriptedOperator(['yes']);
    const first = messages.slice(0, 1);
    const run = { ledger: failing, gateway: fakeGateway(), operator, outbox };
    await expect(runSending(first, run)).rejects.toBe(bug);
    expect(await statesIn(ledger, first)).toEqual(['approved']);
  });

  it('does not report as queued what another run took back just before', async () => {
    const outbox = to(
      aQueue(async ({ attempt }) => {
        await ledger.advance(attempt, { kind: 'lapsed' }, NOW);
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: fakeGateway(), operator, outbox };
    expect((await runSending(messages.slice(0, 1), run)).fates).toEqual(['left']);
  });

  it('reports as queued what a worker took before the unclear result of the queue', async () => {
    const worker = aWorker(ledger);
    const outbox = to(
      aQueue(async (queued) => {
        await worker.handOver(writeQueued(queued));
        return { kind: 'not_taken', reason: 'not_clear' };
      }),
    );
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: fakeGateway(), operator, outbox };
    expect((await runSending(messages.slice(0, 1), run)).fates).toEqual(['queued']);
    expect(worker.gateway.sent).toHaveLength(1);
  });

  it('queues nothing for a parent who opts out after the approval', async () => {
    const optOuts = memoryOptOuts();
    const [first] = messages as [Message];
    const optOut = { state: 'stopped', source: 'reply', operator: 'Jane', at: NOW } as const;
    await optOuts.add([first.invite.parent.phone], optOut);
    const queue = aQueue();
    const operator = scriptedOperator(['yes']);
    const run = { ledger, gateway: fakeGateway(), operator, optOuts, outbox: to(queue) };
    expect((await runSending([first], run)).fates).toEqual(['opted_out']);
    expect(queue.bodies).toEqual([]);
  });

  it('counts queued messages towards the daily limit', async () => {
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const queue = aQueue();
    const run = { ledger, gateway: fakeGateway(), operator, outbox: to(queue), dailyLimit: 1 };
    expect((await runSending(messages, run)).halt).toMatchObject({ kind: 'daily_limit', limit: 1 });
    expect(queue.bodies).toHaveLength(1);
  });

  it('counts a message once if a worker has sent it meanwhile', async () => {
    const worker = aWorker(ledger);
    const outbox = to(
      aQueue(async (queued) => {
        await worker.handOver(writeQueued(queued));
        return { kind: 'taken' };
      }),
    );
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = { ledger, gateway: fakeGateway(), operator, outbox, dailyLimit: 3 };
    expect((await runSending(messages, run)).fates).toEqual(['queued', 'queued', 'queued']);
    expect(worker.gateway.sent).toHaveLength(3);
  });

  it('respects the daily places that others have taken', async () => {
    const [first, second] = messages as readonly [Message, Message];
    const claim = await ledger.claim(anApproved(first), SOURCE, NOW, null);
    if (claim.kind === 'taken') throw new Error('The message was taken already.');
    await ledger.startSending(claim.attemptId, NOW, 250);
    const operator = scriptedOperator(['yes', 'yes']);
    const queue = aQueue();
    const run = { ledger, gateway: fakeGateway(), operator, outbox: to(queue), dailyLimit: 1 };
    expect((await runSending([second], run)).halt).toMatchObject({ kind: 'daily_limit', limit: 1 });
    expect(queue.bodies).toEqual([]);
  });

  it('delays messages to one number by six seconds each, and those to others not at all', async () => {
    const queue = aQueue();
    const family = ['John', 'Ann', 'Zoe'].map((name) => aMessage({ player_first_name: name }));
    const other = aMessage({ parent_tel: '07700 900456' });
    const operator = scriptedOperator([], 'yes');
    const run = { ledger, gateway: fakeGateway(), operator, outbox: to(queue) };
    await runSending([...family, other], run);
    expect(queue.delays).toEqual([0, 6, 12, 0]);
  });

  it('does not ask about a message that is queued already', async () => {
    const queue = aQueue();
    const first = {
      ledger,
      gateway: fakeGateway(),
      operator: scriptedOperator(['yes', 'yes', 'yes']),
      outbox: to(queue),
    };
    await runSending(messages, first);
    const again = await runSending(messages, { ...first, operator: scriptedOperator([]) });
    expect(again.fates).toEqual(['on_its_way', 'on_its_way', 'on_its_way']);
    expect(queue.bodies).toHaveLength(3);
  });
});

/** A run that has put three messages on the queue. */
async function queued(): Promise<{
  readonly report: SendReport;
  readonly bodies: readonly string[];
}> {
  const queue = aQueue();
  const operator = scriptedOperator(['yes', 'yes', 'yes']);
  const gateway = fakeGateway();
  const { report } = await runSending(messages, { ledger, gateway, operator, outbox: to(queue) });
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

  it('reports the outcome of each message that the worker records', async () => {
    const { report, bodies } = await queued();
    const answers: Outcome[] = [ACCEPTED, REFUSAL, DOUBT];
    const worker = aWorker(ledger, {
      gateway: fakeGateway(() => answers.shift() ?? ACCEPTED),
    });
    const waiting = [...bodies];
    const events: FollowEvent[] = [];
    const followed = await followQueued(report, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => void (await worker.handOver(waiting.shift() ?? '')),
      stop: new AbortController().signal,
      emit: async (event) => void events.push(event),
    });
    const fates = messages.map(({ key }) => followed.fates.get(key)?.kind);
    expect(fates).toEqual(['accepted', 'refused', 'still_unknown']);
    expect(followed.fates.get(messages[0]?.key ?? ('' as Message['key']))).toEqual({
      kind: 'accepted',
      messageSid: SID,
    });
    const kinds = events.map((event) => (event.kind === 'sent' ? event.fate.kind : event.count));
    expect(kinds).toEqual([3, 'accepted', 'refused', 'still_unknown']);
  });

  it('reports an approval that lapsed', async () => {
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
    ['the run was stopped before', { stop: AbortSignal.abort() }, null],
    [
      'the ledger has failed',
      {},
      {
        kind: 'failed',
        problem: { code: 'ledger_unavailable', file: 'x', reason: 'aws_unreachable' },
        unwritten: null,
      },
    ],
  ] as const)('does not start to wait when %s', async (_why, ports, halt) => {
    const { report } = await queued();
    const events: FollowEvent[] = [];
    await followQueued({ ...report, halt }, messages, {
      ledger,
      clock: { now: () => NOW },
      wait: async () => await Promise.reject(new Error('Nobody was to wait.')),
      stop: new AbortController().signal,
      emit: async (event) => void events.push(event),
      ...ports,
    });
    expect(events).toEqual([]);
  });

  it('stops waiting for a worker after five minutes without an outcome', async () => {
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
