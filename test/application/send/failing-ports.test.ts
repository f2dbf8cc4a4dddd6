import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Operator } from '../../../src/application/ports/operator.ts';
import type { SendEvent } from '../../../src/application/send/send-one.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, manualGateway } from '../../support/sending/fake-gateway.ts';
import { runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';

const THREE = familyMessages(3) as readonly [Message, Message, Message];

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

describe('a screen that fails to show an outcome', () => {
  it('ends the run; the outcome is in the ledger already', async () => {
    const fault = new Error('The screen has gone.');
    const gateway = fakeGateway();
    const emit = async (event: SendEvent): Promise<void> => {
      if (event.kind === 'sent') throw fault;
    };
    const operator = scriptedOperator(['yes', 'yes'], 'quit');
    await expect(runSending(THREE, { ledger, operator, gateway, emit })).rejects.toBe(fault);
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', undefined]);
  });
});

describe('a ledger that fails', () => {
  const failure = new InviteError({
    code: 'ledger_unavailable',
    file: 'ledger.db',
    reason: 'disk_full',
  });
  const fail = async (): Promise<never> => {
    throw failure;
  };

  it('on the claim keeps this message and all others from being sent', async () => {
    const gateway = fakeGateway();
    const operator = scriptedOperator(['yes', 'yes', 'yes'], 'quit');
    const failing = { ...ledger, claim: fail };
    await expect(runSending(THREE, { ledger: failing, operator, gateway })).rejects.toBe(failure);
    expect(gateway.sent).toEqual([]);
  });

  it('on the outcome ends the run: nothing is sent after that', async () => {
    const gateway = manualGateway();
    const operator = manualOperator();
    const failing: Ledger = {
      ...ledger,
      advance: async (id, step, at) =>
        step.kind === 'sending' ? await ledger.advance(id, step, at) : await fail(),
    };
    const events: SendEvent[] = [];
    const run = runSending(THREE, {
      ledger: failing,
      operator,
      gateway,
      emit: async (event) => void events.push(event),
    });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    await operator.question();
    gateway.answer(ACCEPTED);
    const { fates, halt } = await run;
    const unwritten = { key: THREE[0].key };
    expect(halt).toMatchObject({ kind: 'failed', problem: failure.problem, unwritten });
    expect(fates).toEqual(['accepted', 'left', 'left']);
    expect(operator.wasWithdrawn()).toBe(true);
    expect(gateway.sent).toHaveLength(1);
    // Twilio has the message, so its SID is reported although the ledger could not store it.
    expect(events).toMatchObject([{ kind: 'sent', fate: ACCEPTED }]);
    // The claim remains, so that the next run does not send the message again.
    expect(await statesIn(ledger, THREE)).toEqual(['sending', 'approved', undefined]);
  });

  it('before the first question keeps the run from starting', async () => {
    const operator = scriptedOperator([]);
    const failing = { ...ledger, view: fail };
    const run = runSending(THREE, { ledger: failing, operator, gateway: fakeGateway() });
    await expect(run).rejects.toBe(failure);
    expect(operator.asked).toEqual([]);
  });
});

describe('a prompt or a screen that fails', () => {
  it('ends the run, but not before the outcome of the message being sent is recorded', async () => {
    const fault = new Error('The terminal has gone.');
    const gateway = manualGateway();
    const first = scriptedOperator(['yes', 'yes']);
    const operator: Operator = {
      confirmContinue: async () => false,
      ask: async (question, withdrawn) => {
        if (question.number !== 3) return await first.ask(question, withdrawn);
        await gateway.given(1);
        throw fault;
      },
    };
    let isOver = false;
    const run = runSending(THREE, { ledger, operator, gateway }).finally(() => {
      isOver = true;
    });
    const thrown = expect(run).rejects.toBe(fault);
    await gateway.given(1);
    await settled();
    expect(isOver).toBe(false);
    gateway.answer(ACCEPTED);
    await thrown;
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', undefined]);
  });

  it('ends the run the same way while it waits for the last messages', async () => {
    const fault = new Error('The screen has gone.');
    const gateway = manualGateway();
    const emit = async (event: SendEvent): Promise<void> => {
      if (event.kind !== 'waiting') return;
      await gateway.given(1);
      throw fault;
    };
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const thrown = expect(runSending(THREE, { ledger, operator, gateway, emit })).rejects.toBe(
      fault,
    );
    await gateway.given(1);
    await settled();
    gateway.answer(ACCEPTED);
    await thrown;
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', 'lapsed']);
  });

  it('cannot approve anything but what was shown', async () => {
    const [shown, , other] = THREE;
    const gateway = fakeGateway();
    const yes = scriptedOperator(['yes']);
    const operator: Operator = {
      confirmContinue: async () => false,
      ask: async (question, withdrawn) => {
        const planned = { ...question.planned, message: other };
        return await yes.ask({ ...question, planned }, withdrawn);
      },
    };
    await expect(runSending([shown], { ledger, operator, gateway })).rejects.toThrow(
      'The yes was given for another message.',
    );
    expect(gateway.sent).toEqual([]);
  });
});
