import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aborted } from '../../../src/application/ports/clock.ts';
import type { DeliveryReport } from '../../../src/application/ports/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { manualWait, virtualTime } from '../../support/sending/virtual-time.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const SIX = familyMessages(6);
const sidOf = (number: number): MessageSid =>
  asMessageSid(`MM${String(number).padStart(32, '0')}`) as MessageSid;

const report = (number: number, state: DeliveryState, errorCode: number | null = null) => ({
  sid: sidOf(number),
  state,
  errorCode,
  errorText: null,
  at: NOW,
});

/** A gateway that accepts every message, with a SID for each, counted from 1. */
function numbering() {
  return fakeGateway(({ key }) => ({
    kind: 'accepted',
    messageSid: sidOf(SIX.findIndex((message) => message.key === key) + 1),
  }));
}

/** Twilio's list, as the test has it, and the looks at it. */
function aLog() {
  const wait = manualWait();
  let looks = 0;
  let answer: readonly DeliveryReport[] | Error | 'none' = [];
  return {
    log: {
      sentSince: () => async () => {
        looks += 1;
        if (answer instanceof Error) throw answer;
        return answer === 'none' ? await NEVER : answer;
      },
    },
    lookWait: wait.wait,
    looks: () => looks,
    /** Waits for the wait before the next look, and ends it. Resolves to its length in seconds. */
    look: async (...reports: readonly DeliveryReport[]): Promise<number> => {
      const milliseconds = await wait.begun();
      // What was approved has left by then, unless it is held back.
      await settled();
      answer = reports.toReversed();
      wait.over();
      await settled();
      return milliseconds / 1000;
    },
    /** As `look`, with a request that fails or is not answered. */
    looksInVain: async (why: Error | 'none'): Promise<void> => {
      await wait.begun();
      answer = why;
      wait.over();
      await settled();
    },
    begun: wait.begun,
  };
}

const NEVER = new Promise<never>(() => {});

/** A wait that never ends by itself. */
const forEver = {
  clock: { now: () => NOW },
  wait: async (_milliseconds: number, ended: AbortSignal) => void (await aborted(ended)),
};

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

const started = (parts: Partial<Parameters<typeof runSending>[1]> = {}) => {
  const operator = manualOperator();
  const gateway = numbering();
  const log = aLog();
  const run = runSending(SIX, { ledger, operator, gateway, ...log, ...forEver, ...parts });
  return { operator, gateway, log, run };
};

const YES = ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'] as const;

describe('the first messages of a run', () => {
  it('are three, while the operator goes on approving, until one of them is sent', async () => {
    const { operator, gateway, log, run } = started();
    await operator.says(...YES.slice(0, 5));
    expect(await operator.question()).toBe(6);
    await settled();
    expect(gateway.sent).toHaveLength(3);
    await log.look(report(1, 'queued'), report(2, 'sending'), report(3, 'queued'));
    expect(gateway.sent).toHaveLength(3);
    await log.look(report(1, 'queued'), report(2, 'sent'), report(3, 'queued'));
    expect(gateway.sent).toHaveLength(5);
    await operator.says('yes');
    const { fates, halt, events } = await run;
    expect({ fates, halt }).toEqual({ fates: SIX.map(() => 'accepted'), halt: null });
    expect(events).toContain('first messages: 20 s');
  });

  it('are waited for 20 s at most', async () => {
    const time = virtualTime(NOW);
    const operator = scriptedOperator(YES);
    const gateway = numbering();
    const run = await runSending(SIX, { ledger, operator, gateway, ...time });
    expect(run.fates).toEqual(SIX.map(() => 'accepted'));
    expect(time.waits).toEqual([20_000]);
    expect(run.events.indexOf('first messages: 20 s')).toBeGreaterThan(
      run.events.indexOf('sent 3: accepted'),
    );
  });

  it('end a run of three at once', async () => {
    const time = virtualTime(NOW);
    const operator = scriptedOperator(YES.slice(0, 3));
    const gateway = numbering();
    await runSending(SIX.slice(0, 3), { ledger, operator, gateway, ...time });
    expect(time.waits).toEqual([]);
  });

  it('are no longer waited for when the run is stopped', async () => {
    const stop = new AbortController();
    const { operator, gateway, run } = started({ stop: stop.signal });
    await operator.says(...YES);
    await settled();
    stop.abort();
    expect((await run).fates).toEqual([
      ...SIX.slice(0, 3).map(() => 'accepted'),
      ...SIX.slice(3).map(() => 'left'),
    ]);
    expect(gateway.sent).toHaveLength(3);
  });
});

describe('a look at the messages of a run', () => {
  it('records their states and opt-outs, and shows what failed above the question', async () => {
    const optOuts = memoryOptOuts();
    const { operator, log, run } = started({ optOuts });
    await operator.says('yes', 'yes');
    await operator.question();
    await log.look(report(1, 'undelivered', 63_014), report(2, 'delivered'));
    expect(operator.wasWithdrawn()).toBe(false);
    await operator.says('quit');
    const { events, report: sent } = await run;
    expect(events).toContain('not delivered 1: 63014');
    const failure = {
      messageSid: sidOf(1),
      state: 'undelivered',
      twilioCode: 63_014,
      twilioText: null,
    };
    expect([...sent.failedLater]).toEqual([[SIX[0]?.key, failure]]);
    const bySid = await ledger.bySids([sidOf(1), sidOf(2)]);
    expect(bySid.get(sidOf(1))).toMatchObject({ delivery: 'undelivered', deliveryCode: 63_014 });
    expect(bySid.get(sidOf(2))).toMatchObject({ delivery: 'delivered' });
    expect(await optOuts.list()).toMatchObject([{ phone: SIX[0]?.invite.parent.phone }]);
  });

  it('comes 3 s after the first message, then every 10 s, until all have arrived', async () => {
    const { operator, log, run } = started();
    await operator.says('yes');
    expect(await log.look(report(1, 'sent'))).toBe(3);
    expect(await log.look(report(1, 'sent'))).toBe(10);
    expect(await log.look(report(1, 'delivered'))).toBe(10);
    expect(log.looks()).toBe(3);
    await operator.says('yes');
    expect(await log.begun()).toBe(10_000);
    await operator.says('quit');
    await run;
    expect(log.looks()).toBe(3);
  });

  it('that fails is made again, and does not end the run', async () => {
    const { operator, log, run } = started();
    await operator.says('yes');
    await log.looksInVain(new InviteError({ code: 'twilio_unreachable' }));
    expect(await log.look(report(1, 'failed', 63_024))).toBe(10);
    await operator.says('quit');
    expect(await run).toMatchObject({ halt: { kind: 'quit' } });
  });

  it('is not waited for at the end of the run', async () => {
    const { operator, log, run } = started();
    await operator.says('yes');
    await log.looksInVain('none');
    await operator.says('no', 'no', 'no', 'no', 'no');
    expect((await run).fates).toEqual(['accepted', ...SIX.slice(1).map(() => 'skipped')]);
  });

  it('stops the run also where the ledger cannot record the state', async () => {
    const broken: Ledger = {
      ...ledger,
      recordDelivery: async () => {
        throw new InviteError({ code: 'ledger_unavailable', file: 'x', reason: 'disk_full' });
      },
    };
    const { operator, log, run } = started({ ledger: broken });
    await operator.says('yes');
    await operator.question();
    await log.look(report(1, 'failed', 63_051));
    expect(await run).toMatchObject({ halt: { kind: 'not_delivered', twilioCode: 63_051 } });
  });
});

describe('a failure that becomes known later', () => {
  it('stops the run if it applies to every message; held messages are asked about again', async () => {
    const { operator, gateway, log, run } = started();
    await operator.says(...YES.slice(0, 5));
    await operator.question();
    await log.look(report(1, 'undelivered', 63_051), report(2, 'sent'));
    const { fates, halt } = await run;
    expect({ fates, halt }).toEqual({
      fates: ['accepted', 'accepted', 'accepted', 'left', 'left', 'left'],
      halt: { kind: 'not_delivered', twilioCode: 63_051 },
    });
    expect(gateway.sent).toHaveLength(3);
    expect(await statesIn(ledger, SIX)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'lapsed',
      'lapsed',
      undefined,
    ]);
  });

  it('pauses the run if three in a row have the same reason, and no message leaves meanwhile', async () => {
    const { operator, gateway, log, run } = started();
    await operator.says(...YES.slice(0, 4));
    await operator.question();
    await log.look(report(1, 'delivered'), report(2, 'failed', 63_018), report(3, 'sent'));
    expect(gateway.sent).toHaveLength(4);
    await operator.says('yes');
    await settled();
    await operator.question();
    await log.look(report(3, 'failed', 63_018), report(4, 'failed', 63_018));
    expect(await operator.pause()).toEqual({ kind: 'not_delivered', count: 3, twilioCode: 63_018 });
    expect(operator.wasWithdrawn()).toBe(true);
    await operator.saysGoOn(true);
    expect(await operator.question()).toBe(6);
    await operator.says('yes');
    const { fates, halt } = await run;
    expect({ fates, halt }).toEqual({ fates: SIX.map(() => 'accepted'), halt: null });
  });

  it('holds back approved messages during the pause, and ends the run at a no', async () => {
    const { operator, gateway, log, run } = started();
    await operator.says(...YES.slice(0, 5));
    await operator.question();
    await log.look(...[1, 2, 3].map((number) => report(number, 'undelivered', 63_018)));
    await operator.pause();
    await settled();
    expect(gateway.sent).toHaveLength(3);
    await operator.saysGoOn(false);
    const { fates, halt } = await run;
    expect({ fates, halt }).toMatchObject({
      fates: ['accepted', 'accepted', 'accepted', 'left', 'left', 'left'],
      halt: { kind: 'paused', reason: { kind: 'not_delivered' } },
    });
  });

  it('asks nothing when no message comes after it', async () => {
    const { operator, log, run } = started();
    await operator.says('no', 'no', 'no', 'no', 'yes');
    await operator.question();
    await log.look(report(5, 'failed', 63_024));
    await operator.says('no');
    expect(await run).toMatchObject({ halt: null });
  });
});
