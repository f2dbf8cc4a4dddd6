import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { twilioMessageLog } from '../../../src/adapters/twilio/message-log.ts';
import {
  followLatest,
  type LatestFollower,
} from '../../../src/application/follow-up/follow-latest.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { waitBy } from '../../../src/cli/terminal/wait.ts';
import { anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import {
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/simulated-twilio.ts';
import { virtualTime, type VirtualTime } from '../../support/sending/virtual-time.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';
import { manualTimers, type ManualTimers } from '../../support/terminal/fake-shell.ts';

const START = new Date('2026-07-15T18:42:00Z');

let files: LedgerFolder;
let ledger: Ledger;
let time: VirtualTime;
let twilio: SimulatedTwilio;
let follower: LatestFollower;
let faults: unknown[];
let lists: number;
let timers: ManualTimers;
let recorded: PromiseWithResolvers<void>;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  time = virtualTime(START);
  twilio = await simulatedTwilio({
    now: time.clock.now,
    faults: () => ({ kind: 'accepted', course: { endsAs: 'undelivered', errorCode: 63_051 } }),
  });
  timers = manualTimers();
  recorded = Promise.withResolvers();
  faults = [];
  lists = 0;
  const { sentSince } = twilioMessageLog(twilio.connection, SENDER);
  follower = followLatest({
    log: {
      sentSince: (since) => {
        lists += 1;
        return sentSince(since);
      },
    },
    ledger: {
      ...ledger,
      recordDelivery: async (...reported) => {
        await ledger.recordDelivery(...reported);
        recorded.resolve();
      },
    },
    optOuts: memoryOptOuts(),
    clock: time.clock,
    wait: waitBy(timers),
    onFault: (error) => faults.push(error),
  });
});
afterEach(async () => {
  await follower.close();
  expect(faults).toEqual([]);
  await twilio.close();
  await files.remove();
});

const MESSAGES = familyMessages(2).map(anApproved);

async function send(index: number): Promise<void> {
  const message = MESSAGES[index] ?? anApproved();
  const { now } = time.clock;
  const claim = await ledger.claim(message, { file: 'POST /trigger' }, now(), null);
  if (claim.kind !== 'claimed') throw new Error('The invite is new.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, now());
  const outcome = await twilioGateway(twilio.connection, SENDER).send(message, 600);
  await ledger.advance(claim.attemptId, outcome, now());
}

async function deliveries(): Promise<readonly unknown[]> {
  const messages = await Array.fromAsync(ledger.messages());
  return messages.map(({ delivery, deliveryCode }) => [delivery, deliveryCode]);
}

describe('a process that sends', () => {
  it('asks for what became of its messages, at most every ten seconds, until all are final', async () => {
    await send(0);
    follower.begin();
    await timers.hasWait(3000);
    time.pass(2500);
    await send(1);
    follower.begin();
    time.pass(500);
    await timers.elapse();
    // The second message is still queued at Twilio.
    await timers.hasWait(10_000);
    expect(await deliveries()).toEqual([
      ['undelivered', 63_051],
      ['queued', null],
    ]);
    time.pass(10_000);
    recorded = Promise.withResolvers();
    await timers.elapse();
    await recorded.promise;
    await follower.close();
    expect(await deliveries()).toEqual([
      ['undelivered', 63_051],
      ['undelivered', 63_051],
    ]);
    expect(lists).toBe(2);
  });

  it('asks nothing while no message of the last hour is open', async () => {
    await send(0);
    time.pass(3_600_001);
    follower.begin();
    await follower.close();
    expect(timers.waits()).toEqual([]);
    expect(lists).toBe(0);
  });

  it('asks again where Twilio did not answer', async () => {
    await send(0);
    await twilio.close();
    follower.begin();
    await timers.hasWait(3000);
    time.pass(3000);
    await timers.elapse();
    await timers.hasWait(10_000);
    expect(lists).toBe(1);
  });
});
