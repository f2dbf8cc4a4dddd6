import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import type { Message } from '../../../../src/domain/message/message.ts';
import { historyOf } from '../../../support/ledger/history-of.ts';
import { attemptedEarlier, EARLIER } from '../../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../../support/ledger/ledger-folder.ts';
import { ACCEPTED, fakeGateway, manualGateway } from '../../../support/sending/fake-gateway.ts';
import { runSending, statesIn } from '../../../support/sending/run-sending.ts';
import { manualOperator, scriptedOperator } from '../../../support/sending/scripted-operator.ts';

const TWO = familyMessages(2) as readonly [Message, Message];
const [JOHN] = TWO;

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  await attemptedEarlier(ledger, JOHN, { kind: 'unknown', doubt: 'connection_lost' });
  const [open] = await ledger.open();
  if (open === undefined) throw new Error('There is one of unknown outcome.');
  await ledger.noteNotFound(open.id, EARLIER, 'Robin Green');
});
afterEach(() => files.remove());

describe('a message of unknown outcome that was not found at Twilio', () => {
  it('is sent once more with an approval, and the earlier attempt counts as resent', async () => {
    const gateway = fakeGateway();
    const run = await runSending(TWO, {
      ledger,
      gateway,
      operator: scriptedOperator(['yes', 'no']),
    });
    expect(run.fates).toEqual(['accepted', 'skipped']);
    expect(gateway.sent.map(({ key }) => key)).toEqual([JOHN.key]);
    expect((await historyOf(ledger, JOHN)).map(({ state }) => state)).toEqual([
      'approved',
      'sending',
      'unknown',
      'not_found',
      'resent',
      'approved',
      'sending',
      'accepted',
    ]);
  });

  it.each(['no', 'quit'] as const)('is still of unknown outcome after a %s', async (word) => {
    const gateway = fakeGateway();
    const operator = scriptedOperator([word, 'no'].slice(0, word === 'quit' ? 1 : 2) as never);
    const run = await runSending(TWO, { ledger, gateway, operator });
    expect(run.fates[0]).toBe('still_unknown');
    expect(gateway.sent).toEqual([]);
    expect(await statesIn(ledger, [JOHN])).toEqual(['unknown']);
  });

  it('is still to be searched for when the run ends before its approval is used', async () => {
    const gateway = manualGateway();
    const operator = manualOperator();
    const stop = new AbortController();
    // Another message is being sent when both approvals are given.
    const messages = [...familyMessages(3)].toReversed();
    const run = runSending(messages, { ledger, gateway, operator, stop: stop.signal });
    // John is asked first.
    await operator.says('no', 'yes');
    await gateway.given(1);
    await operator.says('back', 'yes');
    stop.abort();
    gateway.answer(ACCEPTED);
    await run;
    expect(gateway.sent).toHaveLength(1);
    expect((await ledger.open()).map(({ key, state }) => [key, state])).toEqual([
      [ledger.keyOf(JOHN.key), 'unknown'],
    ]);
  });
});
