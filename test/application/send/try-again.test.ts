import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../support/sending/scripted-operator.ts';
import { SENDER, simulatedTwilio } from '../../support/sending/simulated-twilio.ts';
import { manualWait, virtualTime } from '../../support/sending/virtual-time.ts';

const TWO = familyMessages(2) as readonly [Message, Message];

const tooMany = (retryAfterSeconds: number | null = null): Outcome => ({
  kind: 'refused',
  twilioCode: 20_429,
  twilioText: 'Too many requests',
  retryAfterSeconds,
});

/** A gateway that returns these outcomes in turn, and then accepts. */
function gatewayReturning(...outcomes: readonly Outcome[]) {
  const left = [...outcomes];
  return fakeGateway(() => left.shift() ?? ACCEPTED);
}

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

describe('too many requests', () => {
  it('are retried after a wait, with the same approval, and reported', async () => {
    const time = virtualTime(NOW);
    const gateway = gatewayReturning(tooMany(), tooMany(7));
    const operator = scriptedOperator(['yes', 'yes']);
    const run = await runSending(TWO, { ledger, operator, gateway, ...time });
    expect(run.fates).toEqual(['accepted', 'accepted']);
    expect(run.halt).toBeNull();
    expect(gateway.sent.map(({ key }) => key)).toEqual(
      [TWO[0], TWO[0], TWO[0], TWO[1]].map(({ key }) => key),
    );
    expect(time.waits).toEqual([1000, 7000]);
    expect(run.events.filter((line) => !line.startsWith('waiting'))).toEqual([
      'try 2 of 5 of 1 in 1 s',
      'try 3 of 5 of 1 in 7 s',
      'sent 1: accepted',
      'sent 2: accepted',
    ]);
    expect(await statesIn(ledger, TWO)).toEqual(['accepted', 'accepted']);
  });

  it('five times pause the run; the message is refused, and the others wait', async () => {
    const gateway = fakeGateway(() => tooMany());
    const operator = scriptedOperator(['yes', 'yes'], undefined, false);
    const time = virtualTime(NOW);
    const run = await runSending(TWO, { ledger, operator, gateway, ...time });
    expect(time.waits).toEqual([1000, 2000, 4000, 8000]);
    expect(run.fates).toEqual(['refused', 'left']);
    expect(run.halt).toEqual({ kind: 'paused', reason: tooMany() });
    expect(gateway.sent).toHaveLength(5);
    expect(await statesIn(ledger, TWO)).toEqual(['refused', 'lapsed']);
  });

  it('with a wait of more than two minutes pause the run at once', async () => {
    const gateway = gatewayReturning(tooMany(600));
    const operator = scriptedOperator(['yes', 'yes']);
    const time = virtualTime(NOW);
    const run = await runSending(TWO, { ledger, operator, gateway, ...time });
    expect(time.waits).toEqual([]);
    expect(operator.paused).toEqual(['refused']);
    expect(run.fates).toEqual(['refused', 'accepted']);
  });

  it('followed by another outcome end with that outcome', async () => {
    const unknown: Outcome = { kind: 'unknown', doubt: 'connection_lost' };
    const gateway = gatewayReturning(tooMany(), unknown);
    const operator = scriptedOperator(['yes', 'no']);
    const run = await runSending(TWO, { ledger, operator, gateway });
    expect(run.fates).toEqual(['unknown', 'skipped']);
    expect(gateway.sent).toHaveLength(2);
  });

  it('do not delay a question', async () => {
    const pause = manualWait();
    const operator = manualOperator();
    const gateway = gatewayReturning(tooMany());
    const run = runSending(TWO, { ledger, operator, gateway, wait: pause.wait });
    await operator.says('yes');
    expect(await pause.begun()).toBe(1000);
    expect(await operator.question()).toBe(2);
    await operator.says('no');
    pause.over();
    expect((await run).fates).toEqual(['accepted', 'skipped']);
  });

  it('are not waited for when the run is stopped: nothing is being sent, and the rest waits', async () => {
    const stop = new AbortController();
    const pause = manualWait();
    const operator = manualOperator();
    const gateway = fakeGateway(() => tooMany());
    const run = runSending(TWO, {
      ledger,
      operator,
      gateway,
      wait: pause.wait,
      stop: stop.signal,
    });
    await operator.says('yes');
    await pause.begun();
    stop.abort();
    const { fates, halt, events } = await run;
    await settled();
    expect({ fates, halt, events }).toEqual({
      fates: ['left', 'left'],
      halt: { kind: 'interrupted' },
      events: ['try 2 of 5 of 1 in 1 s'],
    });
    expect(gateway.sent).toHaveLength(1);
  });

  it('in a real response end as it requests, with one message sent', async () => {
    const twilio = await simulatedTwilio();
    const message = aMessage({ parent_tel: '+447700900430' });
    const run = await runSending([message], {
      ledger,
      operator: scriptedOperator(['yes']),
      gateway: twilioGateway(twilio.connection, SENDER),
    });
    await twilio.close();
    expect(run.fates).toEqual(['accepted']);
    expect(twilio.sent()).toHaveLength(1);
  });
});
