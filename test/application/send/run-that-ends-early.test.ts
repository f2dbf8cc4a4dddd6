import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, manualGateway } from '../../support/sending/fake-gateway.ts';
import { runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import {
  manualOperator,
  scriptedOperator,
  type Word,
} from '../../support/sending/scripted-operator.ts';

const THREE = familyMessages(3) as readonly [Message, Message, Message];

const NO_SENDER: Outcome = {
  kind: 'refused',
  twilioCode: 63_007,
  twilioText: 'No such channel',
  retryAfterSeconds: null,
};

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

describe('a failure that would affect every message', () => {
  it.each<readonly [string, Outcome, object]>([
    [
      'a sender that is not set up',
      NO_SENDER,
      {
        kind: 'refused',
        twilioCode: 63_007,
        twilioText: 'No such channel',
      },
    ],
    ['no connection to Twilio', { kind: 'unreachable' }, { kind: 'unreachable' }],
  ])('withdraws the open question and leaves the rest: %s', async (_what, outcome, halt) => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes');
    await gateway.given(1);
    expect(await operator.question()).toBe(2);
    gateway.answer(outcome);
    const { fates, halt: found, events } = await run;
    expect(operator.wasWithdrawn()).toBe(true);
    expect({ fates, halt: found, events }).toEqual({
      fates: [outcome.kind, 'left', 'left'],
      halt,
      events: [`sent 1: ${outcome.kind}`],
    });
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual([outcome.kind, undefined, undefined]);
  });

  it('holds back approved messages that were not sent, and waits for nothing', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    expect(await operator.question()).toBe(3);
    gateway.answer(NO_SENDER);
    const { fates, events } = await run;
    expect(fates).toEqual(['refused', 'left', 'left']);
    expect(events).toEqual(['sent 1: refused']);
    expect(gateway.sent).toHaveLength(1);
  });

  it.each<[Word]>([['yes'], ['no']])(
    'ignores a %s that was given as the question was withdrawn',
    async (word) => {
      const gateway = manualGateway();
      const first = manualOperator();
      const operator: Operator = {
        confirmContinue: async () => false,
        ask: async (question, withdrawn) => {
          const answer = await first.ask(question, withdrawn);
          const late = scriptedOperator([word]);
          return withdrawn.aborted ? await late.ask(question, withdrawn) : answer;
        },
      };
      const run = runSending(THREE, { ledger, operator, gateway });
      await first.says('yes');
      await gateway.given(1);
      await first.question();
      gateway.answer(NO_SENDER);
      expect((await run).fates).toEqual(['refused', 'left', 'left']);
      expect(gateway.sent).toHaveLength(1);
    },
  );

  it('is offered again by the next run', async () => {
    const unreachable = fakeGateway(() => ({ kind: 'unreachable' }));
    await runSending(THREE, {
      ledger,
      gateway: unreachable,
      operator: scriptedOperator(['yes'], 'quit'),
    });
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = await runSending(THREE, { ledger, operator, gateway: fakeGateway() });
    expect(run.fates).toEqual(['accepted', 'accepted', 'accepted']);
  });
});

describe('a run that is stopped', () => {
  it('at a question withdraws it and leaves the rest', async () => {
    const stop = new AbortController();
    const operator = manualOperator();
    const gateway = fakeGateway();
    const run = runSending(THREE, { ledger, operator, gateway, stop: stop.signal });
    await operator.says('no');
    await operator.question();
    stop.abort();
    const { fates, halt, events } = await run;
    expect(operator.wasWithdrawn()).toBe(true);
    expect({ fates, halt, events }).toEqual({
      fates: ['skipped', 'left', 'left'],
      halt: { kind: 'interrupted' },
      events: [],
    });
    expect(gateway.sent).toEqual([]);
  });

  it('before its first question asks nothing', async () => {
    const operator = scriptedOperator([]);
    const run = await runSending(THREE, {
      ledger,
      operator,
      gateway: fakeGateway(),
      stop: AbortSignal.abort(),
    });
    expect(run.fates).toEqual(['left', 'left', 'left']);
    expect(run.halt).toEqual({ kind: 'interrupted' });
    expect(operator.asked).toEqual([]);
  });

  it('waits for the message being sent, and for no other', async () => {
    const stop = new AbortController();
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway, stop: stop.signal });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    await operator.question();
    stop.abort();
    await settled();
    gateway.answer(ACCEPTED);
    const { fates, halt, events } = await run;
    expect({ fates, halt, events }).toEqual({
      fates: ['accepted', 'left', 'left'],
      halt: { kind: 'interrupted' },
      events: ['waiting for 1', 'sent 1: accepted'],
    });
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', undefined]);
  });

  it('for good does not wait for Twilio: the outcome stays unknown', async () => {
    const stop = new AbortController();
    const stopNow = new AbortController();
    const operator = manualOperator();
    const gateway = manualGateway();
    const signals = { stop: stop.signal, stopNow: stopNow.signal };
    const run = runSending(THREE, { ledger, operator, gateway, ...signals });
    await operator.says('yes');
    await gateway.given(1);
    await operator.question();
    stop.abort();
    stopNow.abort();
    const { report, halt } = await run;
    gateway.answer(ACCEPTED);
    await settled();
    expect(THREE.map(({ key }) => report.fates.get(key))).toEqual([
      { kind: 'unknown', doubt: 'interrupted' },
      { kind: 'left' },
      { kind: 'left' },
    ]);
    expect(halt).toEqual({ kind: 'interrupted' });
    expect(await statesIn(ledger, THREE)).toEqual(['unknown', undefined, undefined]);
  });

  it('is reported as stopped by hand, whatever else ended it', async () => {
    const stop = new AbortController();
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway, stop: stop.signal });
    await operator.says('yes');
    await gateway.given(1);
    stop.abort();
    gateway.answer(NO_SENDER);
    expect((await run).halt).toEqual({ kind: 'interrupted' });
  });
});
