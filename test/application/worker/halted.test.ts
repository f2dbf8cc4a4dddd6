import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, statesIn } from '../../support/sending/run-sending.ts';
import { aQueued, aWorker, type RunWorker } from '../../support/sending/run-worker.ts';
import {
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/simulated-twilio.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';

const MESSAGES = familyMessages(4).map(anApproved);

let files: LedgerFolder;
let ledger: Ledger;
let twilio: SimulatedTwilio;
let worker: RunWorker;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  twilio = await simulatedTwilio();
  const { send } = twilioGateway(twilio.connection, SENDER);
  worker = aWorker(ledger, { gateway: { ...fakeGateway(), send } });
});
afterEach(async () => {
  await twilio.close();
  await files.remove();
});

/** Puts all messages on the queue, as their operator has approved them. */
async function allQueued(): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (const message of MESSAGES) {
    // oxlint-disable-next-line no-await-in-loop -- the ledger has them in this order
    bodies.push(await aQueued(ledger, message));
  }
  return bodies;
}

/** What a callback reports of the message that Twilio accepted last. */
async function reported(state: DeliveryState, errorCode: number | null = null): Promise<void> {
  const sids = (await Array.fromAsync(ledger.messages())).flatMap((one) => one.messageSid ?? []);
  const last = twilio.sent().at(-1)?.sid;
  const sid = sids.find((one) => one === last);
  if (sid === undefined) throw new Error('No message was sent.');
  await ledger.recordDelivery({ sid, state, errorCode, at: NOW });
}

describe('a worker after a failure that stops all messages', () => {
  it('gives the next message back, and logs why', async () => {
    const [first = '', second = ''] = await allQueued();
    await worker.handOver(first);
    await reported('undelivered', 63_051);
    await expect(worker.handOver(second)).rejects.toMatchObject({
      name: 'RetryLater',
      reason: 'sending_halted',
    });
    expect(twilio.sent()).toHaveLength(1);
    expect(worker.logged.at(-1)).toEqual({
      level: 'error',
      event: 'queue',
      outcome: 'sending_halted',
      twilio_code: 63_051,
      message_tag: expect.any(String),
      person_tag: expect.any(String),
    });
  });

  it('sends it when a later message is on its way', async () => {
    const [first = '', second = '', third = ''] = await allQueued();
    await worker.handOver(first);
    await worker.handOver(second);
    await reported('failed', 63_051);
    await expect(worker.handOver(third)).rejects.toThrow('sending_halted');
    expect(await statesIn(ledger, MESSAGES)).toEqual([
      'accepted',
      'accepted',
      'approved',
      'approved',
    ]);
    await byAnOperator();
    await reported('sent');
    await worker.handOver(third);
    expect(twilio.sent()).toHaveLength(4);
  });

  it('goes on after failures that are about a recipient', async () => {
    for (const body of await allQueued()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await worker.handOver(body);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await reported('undelivered', 63_024);
    }
    expect(twilio.sent()).toHaveLength(4);
  });

  it('stops after three in a row for a reason that may apply to all', async () => {
    const [first = '', second = '', third = '', last = ''] = await allQueued();
    for (const body of [first, second, third]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await worker.handOver(body);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await reported('undelivered', 63_018);
    }
    await expect(worker.handOver(last)).rejects.toThrow('sending_halted');
    expect(worker.logged.at(-1)).toMatchObject({ twilio_code: 63_018 });
  });
});

/** Sends three messages, and returns the fourth. */
async function begun(): Promise<string> {
  const bodies = await allQueued();
  for (const body of bodies.slice(0, 3)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await worker.handOver(body);
  }
  return bodies[3] ?? '';
}

describe('a worker with the first messages at Twilio', () => {
  it('holds the fourth until one of them is on its way, for 20 seconds at most', async () => {
    const fourth = await begun();
    const time = virtualTime(NOW);
    const { send } = twilioGateway(twilio.connection, SENDER);
    const gateway = { ...fakeGateway(), send };
    await aWorker(ledger, { gateway, clock: time.clock, wait: time.wait }).handOver(fourth);
    expect(time.waits).toEqual(Array.from({ length: 10 }, () => 2000));
    expect(twilio.sent()).toHaveLength(4);
  });

  it('sends the fourth as soon as one of them is on its way', async () => {
    const fourth = await begun();
    const { send } = twilioGateway(twilio.connection, SENDER);
    const waits: number[] = [];
    const wait = async (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      await reported('sent');
    };
    await aWorker(ledger, { gateway: { ...fakeGateway(), send }, wait }).handOver(fourth);
    expect(waits).toEqual([2000]);
  });

  it('gives the fourth back when there is too little time to wait', async () => {
    const fourth = await begun();
    await expect(worker.take(fourth, () => 21_000)).rejects.toThrow('too_little_time');
    expect(twilio.sent()).toHaveLength(3);
  });
});

/** Sends an invite from a later approval, past the worker. */
async function byAnOperator(): Promise<void> {
  const [message] = familyMessages(1, 'Ava').map(anApproved);
  if (message === undefined) throw new Error('There is one.');
  const claim = await ledger.claim(message, { file: 'players.csv' }, NOW, null);
  if (claim.kind !== 'claimed') throw new Error('The invite is new.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, NOW);
  const { send } = twilioGateway(twilio.connection, SENDER);
  const outcome = await send(message, 600);
  await ledger.advance(claim.attemptId, outcome, NOW);
}
