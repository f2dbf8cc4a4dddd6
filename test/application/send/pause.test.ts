import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import type { Doubt, Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, manualGateway } from '../../support/sending/fake-gateway.ts';
import { runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';

const FIVE = familyMessages(5) as readonly [Message, Message, Message, Message, Message];
const THREE = FIVE.slice(0, 3);

const refused = (twilioCode: number): Outcome => ({
  kind: 'refused',
  twilioCode,
  twilioText: 'No.',
  retryAfterSeconds: null,
});
const unknown = (doubt: Doubt): Outcome => ({ kind: 'unknown', doubt });

/** A gateway with the outcome of each message, in order. */
function gatewayWith(...outcomes: readonly Outcome[]) {
  return fakeGateway(
    ({ key }) => outcomes[FIVE.findIndex((message) => message.key === key)] ?? ACCEPTED,
  );
}

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

describe('a failure that may affect the next message too', () => {
  it.each([
    [21_656, 'a value that does not fit the template'],
    [63_013, 'a rule of WhatsApp'],
    [99_999, 'an unknown code'],
  ])('withdraws the question and asks whether to continue: %i, %s', async (twilioCode) => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes');
    await gateway.given(1);
    expect(await operator.question()).toBe(2);
    gateway.answer(refused(twilioCode));
    expect(await operator.pause()).toEqual(refused(twilioCode));
    expect(operator.wasWithdrawn()).toBe(true);
    await operator.saysGoOn(true);
    expect(await operator.question()).toBe(2);
    await operator.says('yes');
    await gateway.given(2);
    gateway.answer(ACCEPTED);
    await operator.says('no');
    expect((await run).fates).toEqual(['refused', 'accepted', 'skipped']);
  });

  it('holds back approved messages while it asks, and sends them if the operator continues', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes', 'yes', 'yes');
    await gateway.given(1);
    gateway.answer(refused(21_656));
    await operator.pause();
    await settled();
    expect(gateway.sent).toHaveLength(1);
    await operator.saysGoOn(true);
    for (const count of [2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await gateway.given(count);
      gateway.answer(ACCEPTED);
    }
    expect((await run).fates).toEqual(['refused', 'accepted', 'accepted']);
  });

  it('ends the run when the operator does not continue: the rest waits', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    gateway.answer(refused(21_656));
    await operator.saysGoOn(false);
    const { fates, halt } = await run;
    expect({ fates, halt }).toEqual({
      fates: ['refused', 'left', 'left'],
      halt: { kind: 'paused', reason: refused(21_656) },
    });
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['refused', 'lapsed', undefined]);
  });

  it('asks about no further message when the operator does not continue', async () => {
    const gateway = manualGateway();
    const asked: number[] = [];
    const patient = manualOperator();
    const operator: Operator = {
      ...patient,
      ask: async (question, withdrawn) => {
        asked.push(question.number);
        return await patient.ask(question, withdrawn);
      },
    };
    const run = runSending(THREE, { ledger, operator, gateway });
    await patient.says('yes');
    await gateway.given(1);
    await patient.question();
    gateway.answer(refused(21_656));
    await patient.saysGoOn(false);
    await run;
    expect(asked).toEqual([1, 2]);
  });

  it('asks nothing when no message comes after it', async () => {
    const operator = scriptedOperator(['no', 'no', 'yes'], undefined, false);
    const run = await runSending(THREE, {
      ledger,
      operator,
      gateway: gatewayWith(ACCEPTED, ACCEPTED, refused(21_656)),
    });
    expect(operator.paused).toEqual([]);
    expect(run.fates).toEqual(['skipped', 'skipped', 'refused']);
    expect(run.halt).toBeNull();
  });

  it('is ended by Ctrl-C like any question', async () => {
    const stop = new AbortController();
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway, stop: stop.signal });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    gateway.answer(refused(21_656));
    await operator.pause();
    stop.abort();
    const { fates, halt } = await run;
    expect({ fates, halt }).toEqual({
      fates: ['refused', 'left', 'left'],
      halt: { kind: 'interrupted' },
    });
    expect(gateway.sent).toHaveLength(1);
  });

  it('does not take its yes for a yes to the withdrawn question', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes');
    await gateway.given(1);
    gateway.answer(refused(21_656));
    await operator.saysGoOn(true);
    await operator.question();
    await settled();
    expect(gateway.sent).toHaveLength(1);
    await operator.says('quit');
    expect((await run).fates).toEqual(['refused', 'left', 'left']);
  });
});

describe('three provider faults in a row', () => {
  const YES = ['yes', 'yes', 'yes', 'yes', 'yes'] as const;

  it('pause the run, of whatever kinds they are', async () => {
    const operator = scriptedOperator(YES, undefined, false);
    const gateway = gatewayWith(
      unknown('server_fault'),
      unknown('no_answer_in_time'),
      unknown('connection_lost'),
    );
    const run = await runSending(FIVE, { ledger, operator, gateway });
    expect(run.halt).toEqual({
      kind: 'paused',
      reason: { kind: 'faults_in_a_row', count: 3, doubt: 'connection_lost' },
    });
    expect(run.fates).toEqual(['unknown', 'unknown', 'unknown', 'left', 'left']);
    expect(gateway.sent).toHaveLength(3);
  });

  it.each<readonly [string, Outcome]>([
    ['accepted', ACCEPTED],
    ['refused', refused(21_610)],
  ])('do not count as such with %s in between', async (_what, outcome) => {
    const operator = scriptedOperator(YES, undefined, false);
    const fault = unknown('server_fault');
    const gateway = gatewayWith(fault, fault, outcome, fault, fault);
    const run = await runSending(FIVE, { ledger, operator, gateway });
    expect(operator.paused).toEqual([]);
    expect(run.halt).toBeNull();
  });

  it('are counted anew after the operator continues', async () => {
    const operator = scriptedOperator(YES);
    const gateway = gatewayWith(...YES.map(() => unknown('server_fault')));
    const run = await runSending(FIVE, { ledger, operator, gateway });
    expect(operator.paused).toEqual(['faults_in_a_row']);
    expect(run.fates).toEqual(YES.map(() => 'unknown'));
  });
});
