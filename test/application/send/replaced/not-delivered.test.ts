import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../../src/application/follow-up/follow-delivery.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import { asMessageSid, type MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { DeliveryState } from '../../../../src/domain/delivery/state.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { historyOf } from '../../../support/ledger/history-of.ts';
import { attemptedEarlier, EARLIER } from '../../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { fakeGateway } from '../../../support/sending/fake-gateway.ts';
import { runSending, statesIn } from '../../../support/sending/run-sending.ts';
import { scriptedOperator } from '../../../support/sending/scripted-operator.ts';

const TWO = familyMessages(2) as readonly [Message, Message];
const [JOHN] = TWO;
const SID = asMessageSid(`MM${'f'.repeat(32)}`) as MessageSid;

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  await attemptedEarlier(ledger, JOHN, { kind: 'accepted', messageSid: SID });
});
afterEach(() => files.remove());

async function failed(errorCode: number | null, state: DeliveryState = 'undelivered') {
  await ledger.recordDelivery({ sid: SID, state, errorCode, at: EARLIER });
}

/** Twilio's answer when it is asked once more; null if it cannot be asked. */
function twilioSays(delivery: Delivery | null) {
  const asked: MessageSid[] = [];
  return {
    asked,
    of: async (sid: MessageSid) => {
      asked.push(sid);
      return delivery;
    },
  };
}

const LIMIT_REACHED = { state: 'undelivered', errorCode: 63018, errorText: null } as const;

describe('a message that did not arrive', () => {
  it('is asked about before the others, and sent again once Twilio confirms that it failed', async () => {
    await failed(63018);
    const gateway = fakeGateway();
    const deliveries = twilioSays(LIMIT_REACHED);
    const operator = scriptedOperator(['yes', 'no']);
    const run = await runSending(TWO, { ledger, gateway, operator, deliveries });
    expect(run.fates).toEqual(['accepted', 'skipped']);
    expect(deliveries.asked).toEqual([SID]);
    expect(gateway.sent.map(({ key }) => key)).toEqual([JOHN.key]);
    expect((await historyOf(ledger, JOHN)).map(({ state }) => state)).toEqual([
      'approved',
      'sending',
      'accepted',
      'undelivered',
      'not_delivered',
      'approved',
      'sending',
      'accepted',
    ]);
  });

  it.each(['no', 'quit'] as const)(
    'stays not delivered after a %s, and Twilio is not asked',
    async (word) => {
      await failed(63018);
      const gateway = fakeGateway();
      const deliveries = twilioSays(LIMIT_REACHED);
      const operator = scriptedOperator(word === 'quit' ? ['quit'] : ['no', 'no']);
      const run = await runSending(TWO, { ledger, gateway, operator, deliveries });
      expect(run.fates[0]).toBe('not_delivered');
      expect(deliveries.asked).toEqual([]);
      expect(gateway.sent).toEqual([]);
      expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
    },
  );

  it('is not sent again where Twilio cannot be asked', async () => {
    await failed(63018);
    const gateway = fakeGateway();
    const operator = scriptedOperator(['yes', 'no']);
    const deliveries = twilioSays(null);
    const run = await runSending(TWO, { ledger, gateway, operator, deliveries });
    expect(run.report.fates.get(JOHN.key)).toMatchObject({
      kind: 'not_delivered',
      because: 'not_confirmed',
    });
    expect(gateway.sent).toEqual([]);
    expect(await statesIn(ledger, [JOHN])).toEqual(['accepted']);
  });

  it.each([
    ['delivered', null],
    ['read', null],
    ['sent', null],
    ['undelivered', 63012],
    ['undelivered', 63024],
  ] as const)('is not sent again where Twilio has it as %s with %s', async (state, errorCode) => {
    await failed(63018);
    const gateway = fakeGateway();
    const operator = scriptedOperator(['yes', 'no']);
    const deliveries = twilioSays({ state, errorCode, errorText: null });
    const run = await runSending(TWO, { ledger, gateway, operator, deliveries });
    expect(run.fates[0]).toBe('already_sent');
    expect(gateway.sent).toEqual([]);
  });

  it.each([
    [63024, 'the number has no WhatsApp'],
    [63014, 'the parent has blocked the club'],
  ])('is not asked about with code %i, since %s', async (code) => {
    await failed(code);
    const gateway = fakeGateway();
    const run = await runSending(TWO, { ledger, gateway, operator: scriptedOperator(['no']) });
    expect(run.fates).toEqual(['not_delivered', 'skipped']);
  });

  it('is sent once by two runs that offer it at the same time', async () => {
    await failed(63018);
    const other = files.open();
    const gateway = fakeGateway();
    const deliveries = twilioSays(LIMIT_REACHED);
    const runs = await Promise.all(
      [ledger, other].map(
        async (each) =>
          await runSending([JOHN], {
            ledger: each,
            gateway,
            operator: scriptedOperator(['yes']),
            deliveries,
          }),
      ),
    );
    expect(gateway.sent).toHaveLength(1);
    expect(runs.map(({ fates }) => fates[0]).filter((fate) => fate === 'accepted')).toHaveLength(1);
    await other.close();
  });
});
