import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { SendEvent } from '../../../src/application/send/send-one.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage } from '../../support/builders.ts';
import { attemptedEarlier, EARLIER } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, manualGateway, SID } from '../../support/sending/fake-gateway.ts';
import { runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { SENDER, simulatedTwilio } from '../../support/sending/simulated-twilio.ts';

const THREE = familyMessages(3) as readonly [Message, Message, Message];

const OPTED_OUT: Outcome = {
  kind: 'refused',
  twilioCode: 21_610,
  twilioText: 'Unsubscribed',
  retryAfterSeconds: null,
};

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

describe('sending', () => {
  it('continues behind the next question', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway });
    expect(await operator.question()).toBe(1);
    await operator.says('yes');
    await gateway.given(1);
    expect(await operator.question()).toBe(2);
    await operator.says('quit');
    gateway.answer(ACCEPTED);
    expect((await run).fates).toEqual(['accepted', 'left', 'left']);
  });

  it('is done in order, one message at a time, however fast the answers come', async () => {
    const gateway = manualGateway();
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = runSending(THREE, { ledger, operator, gateway });
    for (const count of [1, 2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- the test is about one at a time
      await gateway.given(count);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await settled();
      expect(gateway.sent.map(({ key }) => key)).toEqual(
        THREE.slice(0, count).map(({ key }) => key),
      );
      gateway.answer(ACCEPTED);
    }
    expect((await run).fates).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('is recorded before and after, with the time of each', async () => {
    const gateway = manualGateway();
    let now = new Date('2026-07-15T18:42:00Z');
    const clock = { now: () => now };
    const [message] = THREE;
    const run = runSending([message], {
      ledger,
      gateway,
      clock,
      operator: scriptedOperator(['yes']),
    });
    await gateway.given(1);
    const attempt = { messageSid: null, operator: 'Robin Green' };
    expect((await ledger.view([message])).byKey.get(message.key)).toMatchObject({
      ...attempt,
      state: 'sending',
      at: new Date('2026-07-15T18:42:00Z'),
    });
    now = new Date('2026-07-15T18:42:07Z');
    gateway.answer(ACCEPTED);
    await run;
    expect((await ledger.view([message])).byKey.get(message.key)).toMatchObject({
      ...attempt,
      state: 'accepted',
      messageSid: SID,
      at: new Date('2026-07-15T18:42:07Z'),
    });
  });

  it('waits until an outcome is reported before it sends the next message', async () => {
    const gateway = manualGateway();
    const shown = Promise.withResolvers<void>();
    const emit = async (event: SendEvent): Promise<void> => {
      if (event.kind === 'sent') await shown.promise;
    };
    const operator = scriptedOperator(['yes', 'yes', 'no']);
    const run = runSending(THREE, { ledger, operator, gateway, emit });
    await gateway.given(1);
    gateway.answer(ACCEPTED);
    await settled();
    expect(gateway.sent).toHaveLength(1);
    shown.resolve();
    await gateway.given(2);
    gateway.answer(ACCEPTED);
    expect((await run).fates).toEqual(['accepted', 'accepted', 'skipped']);
  });

  it('reports each outcome as it comes, and those still open after the last question', async () => {
    const operator = manualOperator();
    const gateway = manualGateway();
    const events: string[] = [];
    const waiting = Promise.withResolvers<void>();
    const emit = async (event: SendEvent): Promise<void> => {
      if (event.kind === 'sent') events.push(event.fate.kind);
      if (event.kind !== 'waiting') return;
      events.push(`waiting for ${event.count}`);
      waiting.resolve();
    };
    const run = runSending(THREE, { ledger, operator, gateway, emit });
    await operator.says('yes', 'yes', 'yes');
    await waiting.promise;
    for (const count of [1, 2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- one message after the other
      await gateway.given(count);
      gateway.answer(count === 2 ? OPTED_OUT : ACCEPTED);
    }
    await run;
    expect(events).toEqual(['waiting for 3', 'accepted', 'refused', 'accepted']);
  });

  it('waits for nothing when all messages were left out', async () => {
    const operator = scriptedOperator(['no', 'no', 'no']);
    const run = await runSending(THREE, { ledger, operator, gateway: fakeGateway() });
    expect(run.events).toEqual([]);
  });
});

describe('a refused recipient', () => {
  it('does not keep the others from being sent theirs', async () => {
    const messages = ['900101', '900610', '900102'].map((lastSix, index) =>
      aMessage({ row: index + 2, parent_tel: `+447700${lastSix}` }),
    );
    const twilio = await simulatedTwilio();
    const run = await runSending(messages, {
      ledger,
      operator: scriptedOperator(['yes', 'yes', 'yes']),
      gateway: twilioGateway(twilio.connection, SENDER),
    });
    await twilio.close();
    expect({ fates: run.fates, halt: run.halt }).toEqual({
      fates: ['accepted', 'refused', 'accepted'],
      halt: null,
    });
  });

  it.each([
    [21_656, 'which may be this row alone'],
    [99_999, 'an unknown code'],
  ])(
    'with %i, %s, does not end a run in which the operator continues',
    async (twilioCode, _why) => {
      const refused: Outcome = {
        kind: 'refused',
        twilioCode,
        twilioText: 'No.',
        retryAfterSeconds: null,
      };
      const gateway = fakeGateway(({ key }) => (key === THREE[0].key ? refused : ACCEPTED));
      const operator = scriptedOperator(['yes', 'yes', 'yes']);
      const run = await runSending(THREE, { ledger, operator, gateway });
      expect(run.fates).toEqual(['refused', 'accepted', 'accepted']);
      expect(run.halt).toBeNull();
    },
  );

  it('of unknown outcome does not keep the others from being sent theirs', async () => {
    const unknown: Outcome = { kind: 'unknown', doubt: 'server_fault' };
    const gateway = fakeGateway(({ key }) => (key === THREE[0].key ? unknown : ACCEPTED));
    const operator = scriptedOperator(['yes', 'yes', 'yes']);
    const run = await runSending(THREE, { ledger, operator, gateway });
    expect(run.fates).toEqual(['unknown', 'accepted', 'accepted']);
    expect(await statesIn(ledger, THREE)).toEqual(['unknown', 'accepted', 'accepted']);
  });
});

describe('a message that was sent before', () => {
  const attempt = { messageSid: null, twilioCode: null, at: EARLIER, operator: 'Robin Green' };

  it('is not asked about, and has its outcome from the ledger', async () => {
    const messages = familyMessages(4);
    const [sent, sending, unknown, refused] = messages as readonly [
      Message,
      Message,
      Message,
      Message,
    ];
    await attemptedEarlier(ledger, sent, ACCEPTED);
    await attemptedEarlier(ledger, sending, null);
    await attemptedEarlier(ledger, unknown, { kind: 'unknown', doubt: 'server_fault' });
    await attemptedEarlier(ledger, refused, OPTED_OUT);
    const operator = scriptedOperator(['yes']);
    const { report } = await runSending(messages, {
      ledger,
      operator,
      gateway: fakeGateway(),
    });
    expect(operator.asked).toEqual(['1 of 1']);
    expect(messages.map(({ key }) => report.fates.get(key))).toMatchObject([
      { kind: 'already_sent', attempt: { ...attempt, state: 'accepted', messageSid: SID } },
      { kind: 'still_unknown', attempt: { ...attempt, state: 'sending' } },
      { kind: 'still_unknown', attempt: { ...attempt, state: 'unknown' } },
      ACCEPTED,
    ]);
  });

  it.each<readonly [string, Outcome | null, object]>([
    [
      'has sent it',
      ACCEPTED,
      { kind: 'already_sent', attempt: { ...attempt, state: 'accepted', messageSid: SID } },
    ],
    ['is sending it', null, { kind: 'still_unknown', attempt: { ...attempt, state: 'sending' } }],
    [
      'has an unknown outcome for it',
      { kind: 'unknown', doubt: 'connection_lost' },
      { kind: 'still_unknown', attempt: { ...attempt, state: 'unknown' } },
    ],
  ])(
    'is not sent again when another run %s, between the question and the approval',
    async (_what, outcome, fate) => {
      const operator = manualOperator();
      const gateway = fakeGateway();
      const run = runSending(THREE, { ledger, operator, gateway });
      await operator.question();
      await attemptedEarlier(ledger, THREE[0], outcome);
      await operator.says('yes');
      await operator.says('quit');
      const { report, events } = await run;
      expect(report.fates.get(THREE[0].key)).toMatchObject(fate);
      expect(gateway.sent).toEqual([]);
      expect(events).toContain(`sent 1: ${(fate as { kind: string }).kind}`);
    },
  );

  it('is sent if the other run’s attempt was refused', async () => {
    const operator = manualOperator();
    const gateway = fakeGateway();
    const run = runSending([THREE[0]], { ledger, operator, gateway });
    await operator.question();
    await attemptedEarlier(ledger, THREE[0], OPTED_OUT);
    await operator.says('yes');
    expect((await run).fates).toEqual(['accepted']);
    expect(gateway.sent).toHaveLength(1);
  });
});
