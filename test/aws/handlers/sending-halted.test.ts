import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { approve, type ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import {
  bundleFunctions,
  deployed,
  type Bundles,
  type DeployedService,
} from '../../support/aws/functions.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';
import { aMessage, aYesTo } from '../../support/builders.ts';
import { openDynamoStores } from '../../support/ledger/ledger-parts.ts';
import { API_KEY, exampleRecord } from '../../support/network/service.ts';
import { aQueued } from '../../support/sending/run-worker.ts';
import { SENDER } from '../../support/sending/simulated-twilio.ts';

// Each test starts three processes, beside other tests that do the same.
jest.setTimeout(120_000);

/** Messages were sent a minute ago. */
const AGO_MS = 60_000;

let bundles: Bundles;
let template: CloudTemplate;
let service: DeployedService;
beforeAll(async () => {
  bundles = await bundleFunctions();
  template = synthesise().template ?? {};
});
afterEach(async () => await service.close());
afterAll(() => bundles.remove());

function approvedNow(values: object): ApprovedMessage {
  const message = aMessage(values);
  return approve(message, aYesTo(message, { at: new Date() }));
}

/**
 * A service whose only message Twilio accepted a minute ago. It has failed since, and no callback has said
 * so.
 */
async function afterFailure(): Promise<void> {
  let aheadMs = 0;
  service = await deployed(template, bundles, {
    now: () => new Date(Date.now() + aheadMs),
    faults: () => ({ kind: 'accepted', course: { endsAs: 'undelivered', errorCode: 63_051 } }),
  });
  const { ledger, close } = await openDynamoStores(service.place, 'stand_in');
  const at = new Date(Date.now() - AGO_MS);
  const message = approvedNow({ parent_tel: '07700 900125' });
  const claim = await ledger.claim(message, { file: 'players.csv' }, at, null);
  if (claim.kind !== 'claimed') throw new Error('The invite is new.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
  const outcome = await twilioGateway(service.twilio.connection, SENDER).send(message, 600);
  await ledger.advance(claim.attemptId, outcome, at);
  await close();
  aheadMs = AGO_MS;
}

async function health(): Promise<unknown> {
  return await (await fetch(`${service.url}/health`)).json();
}

function outcomesAtError(): readonly unknown[] {
  return service
    .logs()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly [key: string]: unknown })
    .filter(({ level }) => level === 'ERROR')
    .map(({ outcome, twilio_code }) => [outcome, twilio_code]);
}

describe('the functions after a failure that stops all messages', () => {
  it('ask Twilio before the trigger sends, and send nothing', async () => {
    await afterFailure();
    expect(await health()).toMatchObject({ status: 'ok' });
    const response = await fetch(`${service.url}/trigger`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-api-key': API_KEY },
      body: JSON.stringify(exampleRecord()),
    });
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { status: 'sending_halted', twilio_code: 63_051 },
    ]);
    expect(service.twilio.sent()).toHaveLength(1);
    expect(await health()).toMatchObject({ status: 'degraded', reason: 'sending_halted' });
    expect(outcomesAtError()).toEqual([['sending_halted', 63_051]]);
  });

  it('ask Twilio before the worker sends, and give the message back to the queue', async () => {
    await afterFailure();
    const { ledger, close } = await openDynamoStores(service.place, 'stand_in');
    const body = await aQueued(ledger, approvedNow({}), { mode: 'stand_in' });
    await close();
    expect(await service.work([body])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
    expect(service.twilio.sent()).toHaveLength(1);
    expect(outcomesAtError()).toEqual([['sending_halted', 63_051]]);
  });
});
