import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OptOuts } from '../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const OPT_OUT = { state: 'stopped', source: 'reply', operator: 'webhook', at: NOW } as const;

let files: LedgerFolder;
let ledger: Ledger;
let optOuts: OptOuts;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
  optOuts = memoryOptOuts();
});
afterEach(() => files.remove());

const refused = (twilioCode: number): Outcome => ({
  kind: 'refused',
  twilioCode,
  twilioText: 'No.',
  retryAfterSeconds: null,
});

describe('a parent who opts out between the question and the send', () => {
  it('is sent nothing, and the approval lapses', async () => {
    const messages = familyMessages(2);
    const [jane] = messages as readonly [Message];
    const operator = manualOperator();
    const gateway = fakeGateway();
    const run = runSending(messages, { ledger, optOuts, operator, gateway });
    await operator.question();
    await optOuts.add([jane.invite.parent.phone], OPT_OUT);
    await operator.says('yes', 'yes');
    expect((await run).fates).toEqual(['opted_out', 'accepted']);
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, messages)).toEqual(['lapsed', 'accepted']);
  });
});

describe('a parent reported as opted out by Twilio', () => {
  it.each([21_610, 63_014])('is stored as an opt-out after error %i', async (twilioCode) => {
    const gateway = fakeGateway(() => refused(twilioCode));
    const operator = scriptedOperator(['yes']);
    await runSending([aMessage()], { ledger, optOuts, operator, gateway });
    expect(await optOuts.list()).toEqual([
      {
        phone: '+447700900123',
        lastTwoDigits: '23',
        state: 'stopped',
        source: 'twilio',
        operator: 'Twilio',
        at: NOW,
      },
    ]);
  });

  it('is sent nothing for another child, even with an approval', async () => {
    const siblings = [aMessage(), aMessage({ row: 3, player_first_name: 'Ella' })];
    const gateway = fakeGateway(() => refused(21_610));
    const operator = scriptedOperator(['yes', 'yes']);
    const run = await runSending(siblings, { ledger, optOuts, operator, gateway });
    expect(run.fates).toEqual(['refused', 'opted_out']);
  });

  it.each([
    ['a refusal for another reason', refused(63_024)],
    ['a message that was accepted', ACCEPTED],
  ])('is not stored as an opt-out after %s', async (_what, outcome) => {
    const gateway = fakeGateway(() => outcome);
    await runSending([aMessage()], {
      ledger,
      optOuts,
      operator: scriptedOperator(['yes']),
      gateway,
    });
    expect(await optOuts.list()).toEqual([]);
  });

  it('is reported as refused even if the opt-out cannot be stored', async () => {
    const fault = new Error('The disk is full.');
    const failing: OptOuts = {
      ...optOuts,
      add: async () => {
        throw fault;
      },
    };
    const reported: string[] = [];
    const run = runSending([aMessage()], {
      ledger,
      optOuts: failing,
      operator: scriptedOperator(['yes']),
      gateway: fakeGateway(() => refused(21_610)),
      emit: async (event) => void (event.kind === 'sent' && reported.push(event.fate.kind)),
    });
    await expect(run).rejects.toBe(fault);
    expect(reported).toEqual(['refused']);
  });
});
