import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { runSending, statesIn } from '../../support/sending/run-sending.ts';
import { scriptedOperator, type Word } from '../../support/sending/scripted-operator.ts';
import {
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/simulated-twilio.ts';

const MESSAGES = familyMessages(3);

type Case = {
  readonly why: string;
  readonly script: readonly Word[];
  readonly asked: readonly string[];
  readonly fates: readonly string[];
  readonly halt: { readonly kind: 'quit' } | null;
};

const QUIT = { kind: 'quit' } as const;

const CASES: readonly Case[] = [
  {
    why: 'all are approved',
    script: ['yes', 'yes', 'yes'],
    asked: ['1 of 3', '2 of 3', '3 of 3'],
    fates: ['accepted', 'accepted', 'accepted'],
    halt: null,
  },
  {
    why: 'none is approved',
    script: ['no', 'no', 'no'],
    asked: ['1 of 3', '2 of 3, back', '3 of 3, back'],
    fates: ['skipped', 'skipped', 'skipped'],
    halt: null,
  },
  {
    why: 'stopped before the first',
    script: ['quit'],
    asked: ['1 of 3'],
    fates: ['left', 'left', 'left'],
    halt: QUIT,
  },
  {
    why: 'stopped after the first, which is sent all the same',
    script: ['yes', 'quit'],
    asked: ['1 of 3', '2 of 3'],
    fates: ['accepted', 'left', 'left'],
    halt: QUIT,
  },
  {
    why: 'stopped after one of each',
    script: ['yes', 'no', 'quit'],
    asked: ['1 of 3', '2 of 3', '3 of 3, back'],
    fates: ['accepted', 'skipped', 'left'],
    halt: QUIT,
  },
  {
    why: 'the first has no message before it',
    script: ['back', 'back', 'yes', 'yes', 'yes'],
    asked: ['1 of 3', '1 of 3', '1 of 3', '2 of 3', '3 of 3'],
    fates: ['accepted', 'accepted', 'accepted'],
    halt: null,
  },
  {
    why: 'an approved message is not asked about again',
    script: ['yes', 'back', 'no', 'no'],
    asked: ['1 of 3', '2 of 3', '2 of 3', '3 of 3, back'],
    fates: ['accepted', 'skipped', 'skipped'],
    halt: null,
  },
  {
    why: 'back to one that was left out, and on from there',
    script: ['no', 'back', 'yes', 'yes', 'yes'],
    asked: ['1 of 3', '2 of 3, back', '1 of 3', '2 of 3', '3 of 3'],
    fates: ['accepted', 'accepted', 'accepted'],
    halt: null,
  },
  {
    why: 'back over an approved one, and past it again',
    script: ['no', 'yes', 'back', 'yes', 'yes'],
    asked: ['1 of 3', '2 of 3, back', '3 of 3, back', '1 of 3', '3 of 3'],
    fates: ['accepted', 'accepted', 'accepted'],
    halt: null,
  },
  {
    why: 'back twice, then through all of them',
    script: ['no', 'no', 'back', 'back', 'yes', 'no', 'no'],
    asked: [
      '1 of 3',
      '2 of 3, back',
      '3 of 3, back',
      '2 of 3, back',
      '1 of 3',
      '2 of 3',
      '3 of 3, back',
    ],
    fates: ['accepted', 'skipped', 'skipped'],
    halt: null,
  },
  {
    why: 'back, then stopped: what was left out stays left out',
    script: ['no', 'no', 'back', 'back', 'quit'],
    asked: ['1 of 3', '2 of 3, back', '3 of 3, back', '2 of 3, back', '1 of 3'],
    fates: ['skipped', 'skipped', 'left'],
    halt: QUIT,
  },
  {
    why: 'back from the last, which is the only one left',
    script: ['yes', 'yes', 'back', 'no'],
    asked: ['1 of 3', '2 of 3', '3 of 3', '3 of 3'],
    fates: ['accepted', 'accepted', 'skipped'],
    halt: null,
  },
];

describe('the answers of an operator', () => {
  let files: LedgerFolder;
  let twilio: SimulatedTwilio;
  beforeEach(async () => {
    files = aLedgerFolder();
    twilio = await simulatedTwilio();
  });
  afterEach(async () => {
    await twilio.close();
    await files.remove();
  });

  it.each(CASES)('$script: $why', async ({ script, asked, fates, halt }) => {
    const ledger = files.open();
    const operator = scriptedOperator(script);
    const gateway = twilioGateway(twilio.connection, SENDER);
    const run = await runSending(MESSAGES, { ledger, operator, gateway });
    expect({ asked: operator.asked, fates: run.fates, halt: run.halt }).toEqual({
      asked,
      fates,
      halt,
    });
    // Exactly the approved messages were sent, and the ledger has no others.
    const approved = MESSAGES.filter((_, index) => fates[index] === 'accepted');
    expect(
      twilio
        .sent()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(approved.map(({ to }) => to));
    expect(await statesIn(ledger, MESSAGES)).toEqual(
      fates.map((fate) => (fate === 'accepted' ? 'accepted' : undefined)),
    );
  });

  it('are not needed when there is nothing to ask', async () => {
    const ledger = files.open();
    const operator = scriptedOperator([]);
    const gateway = twilioGateway(twilio.connection, SENDER);
    const run = await runSending([], { ledger, operator, gateway });
    expect(run).toMatchObject({ fates: [], halt: null, events: [] });
  });

  it('are asked for once: the second run has nothing left to do', async () => {
    const ledger = files.open();
    const gateway = twilioGateway(twilio.connection, SENDER);
    const first = await runSending(MESSAGES, {
      ledger,
      gateway,
      operator: scriptedOperator(['yes', 'no', 'yes']),
    });
    const operator = scriptedOperator(['yes']);
    const second = await runSending(MESSAGES, { ledger, gateway, operator });
    expect([first.fates, second.fates]).toEqual([
      ['accepted', 'skipped', 'accepted'],
      ['already_sent', 'accepted', 'already_sent'],
    ]);
    expect(operator.asked).toEqual(['1 of 1']);
    expect(twilio.sent()).toHaveLength(3);
  });
});
