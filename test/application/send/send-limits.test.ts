import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { attemptedEarlier } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { manualWait, virtualTime } from '../../support/sending/virtual-time.ts';

const JANE = '+447700900123';
const SIBLINGS = ['John', 'Ella', 'Max'].map((player_first_name, index) =>
  aMessage({ row: index + 2, player_first_name, parent_tel: JANE }),
);
const THREE = familyMessages(3) as readonly [Message, Message, Message];
const YES = ['yes', 'yes', 'yes'] as const;
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

/** Records an earlier message to another player’s parent at this number. */
async function addEarlierSend(parent_tel: string, at: Date): Promise<void> {
  const message = anApproved(aMessage({ player_first_name: 'Zoe', parent_tel }));
  const claim = await ledger.claim(message, { file: 'earlier.csv' }, at, null);
  if (claim.kind === 'taken') throw new Error('The message was taken already.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, at);
}

describe('messages to one number', () => {
  it('are sent six seconds apart, counted from the start of each send', async () => {
    const time = virtualTime(NOW);
    const gateway = fakeGateway(() => {
      time.pass(2000);
      return ACCEPTED;
    });
    const operator = scriptedOperator(YES);
    const run = await runSending(SIBLINGS, { ledger, operator, gateway, ...time });
    expect(run.fates).toEqual(['accepted', 'accepted', 'accepted']);
    expect(time.waits).toEqual([4000, 4000]);
    expect(run.events).toContain('pace of 2: 4 s');
  });

  it('wait for those of an earlier run too', async () => {
    const time = virtualTime(NOW);
    const [message] = SIBLINGS as [Message];
    await addEarlierSend(JANE, new Date(NOW.getTime() - 5500));
    const operator = scriptedOperator(['yes']);
    const gateway = fakeGateway();
    const run = await runSending([message], { ledger, operator, gateway, ...time });
    expect(time.waits).toEqual([500]);
    expect(run.events.filter((line) => line.startsWith('pace'))).toEqual([]);
  });

  it('are not delayed for one that another run sent in the meantime', async () => {
    const time = virtualTime(NOW);
    const [first] = SIBLINGS as [Message];
    const operator = manualOperator();
    const gateway = fakeGateway();
    const run = runSending(SIBLINGS, { ledger, operator, gateway, ...time });
    await operator.question();
    await attemptedEarlier(ledger, first, ACCEPTED);
    await operator.says('yes', 'yes', 'no');
    expect((await run).fates).toEqual(['already_sent', 'accepted', 'skipped']);
    expect(time.waits).toEqual([]);
  });

  it('keep their order: no message overtakes the waiting one', async () => {
    const messages = [...SIBLINGS.slice(0, 2), ...THREE.slice(0, 1)];
    const gateway = fakeGateway();
    const operator = scriptedOperator(YES);
    await runSending(messages, { ledger, operator, gateway, ...virtualTime(NOW) });
    expect(gateway.sent.map(({ key }) => key)).toEqual(messages.map(({ key }) => key));
  });

  it('are not waited for when the run is stopped', async () => {
    const stop = new AbortController();
    const pause = manualWait();
    const gateway = fakeGateway();
    const operator = manualOperator();
    const run = runSending(SIBLINGS, {
      ledger,
      operator,
      gateway,
      wait: pause.wait,
      stop: stop.signal,
    });
    await operator.says('yes', 'yes');
    expect(await pause.begun()).toBe(6000);
    stop.abort();
    expect((await run).fates).toEqual(['accepted', 'left', 'left']);
    expect(gateway.sent).toHaveLength(1);
  });
});

describe('messages to different numbers', () => {
  it('do not delay one another', async () => {
    const time = virtualTime(NOW);
    const operator = scriptedOperator(YES);
    await runSending(THREE, { ledger, operator, gateway: fakeGateway(), ...time });
    expect(time.waits).toEqual([]);
  });
});

describe('the daily limit', () => {
  it('stops the run before the first message beyond the limit', async () => {
    const gateway = fakeGateway();
    const operator = scriptedOperator(YES);
    const run = await runSending(THREE, { ledger, operator, gateway, dailyLimit: 2 });
    expect(run.fates).toEqual(['accepted', 'accepted', 'left']);
    expect(run.halt).toEqual({
      kind: 'daily_limit',
      limit: 2,
      freeAt: new Date(NOW.getTime() + 86_400_000),
    });
    expect(gateway.sent).toHaveLength(2);
  });

  it('counts messages of earlier runs, and reports when the first of them no longer counts', async () => {
    await addEarlierSend('+447700900803', minutesAgo(24 * 60));
    await addEarlierSend('+447700900802', minutesAgo(90));
    await addEarlierSend('+447700900801', minutesAgo(60));
    const limits = { dailyLimit: 3 };
    const operator = scriptedOperator(YES);
    const gateway = fakeGateway();
    const run = await runSending(THREE, { ledger, operator, gateway, ...limits });
    expect(run.fates).toEqual(['accepted', 'left', 'left']);
    expect(run.halt).toMatchObject({ freeAt: new Date(minutesAgo(90).getTime() + 86_400_000) });
  });

  it('counts a person with several messages once', async () => {
    const operator = scriptedOperator(YES);
    const limits = { ...virtualTime(NOW), dailyLimit: 1 };
    const run = await runSending(SIBLINGS, {
      ledger,
      operator,
      gateway: fakeGateway(),
      ...limits,
    });
    expect(run.fates).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('counts only recipients who may have received a message', async () => {
    const outcomes: readonly Outcome[] = [
      { kind: 'refused', twilioCode: 21_610, twilioText: '', retryAfterSeconds: null },
      { kind: 'unknown', doubt: 'server_fault' },
      ACCEPTED,
    ];
    const gateway = fakeGateway(
      ({ key }) => outcomes[THREE.findIndex((message) => message.key === key)] ?? ACCEPTED,
    );
    const operator = scriptedOperator(YES);
    const run = await runSending(THREE, { ledger, operator, gateway, dailyLimit: 1 });
    expect(run.fates).toEqual(['refused', 'unknown', 'left']);
  });
});
