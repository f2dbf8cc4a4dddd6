import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { approvalOf } from '../../../src/domain/approval/approval.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aYesTo } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, manualGateway } from '../../support/sending/fake-gateway.ts';
import { NOW, runSending, settled, statesIn } from '../../support/sending/run-sending.ts';
import { manualOperator, type ManualOperator } from '../../support/sending/scripted-operator.ts';
import { virtualTime, type VirtualTime } from '../../support/sending/virtual-time.ts';

const THREE = familyMessages(3) as readonly [Message, Message, Message];
const NIGHT_MS = 13 * 3_600_000;

let files: LedgerFolder;
let ledger: Ledger;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

/** Gives each approval the time of the test’s clock. */
function withApprovalTimes(operator: ManualOperator, { clock }: VirtualTime): ManualOperator {
  return {
    ...operator,
    ask: async (question, withdrawn) => {
      const answer = await operator.ask(question, withdrawn);
      const { message } = question.planned;
      return answer.kind === 'yes'
        ? { kind: 'yes', yes: aYesTo(message, { at: clock.now() }) }
        : answer;
    },
  };
}

describe('an approval before a night in which the computer slept', () => {
  it('is asked for again, after the others, and the message is sent with the new one', async () => {
    const time = virtualTime(NOW);
    const operator = withApprovalTimes(manualOperator(), time);
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway, ...time });
    await operator.says('yes', 'yes');
    await gateway.given(1);
    expect(await operator.question()).toBe(3);
    time.pass(NIGHT_MS);
    gateway.answer(ACCEPTED);
    await settled();
    await operator.says('yes');
    await gateway.given(2);
    gateway.answer(ACCEPTED);
    expect(await operator.question()).toBe(2);
    await operator.says('yes');
    await gateway.given(3);
    gateway.answer(ACCEPTED);
    const { fates, events } = await run;
    expect(fates).toEqual(['accepted', 'accepted', 'accepted']);
    expect(events).toContain('too old 2: asked again');
    expect(gateway.sent.map(({ key }) => key)).toEqual(
      [THREE[0], THREE[2], THREE[1]].map(({ key }) => key),
    );
    const given = gateway.sent.map((message) => approvalOf(message).at.getTime() - NOW.getTime());
    expect(given).toEqual([0, NIGHT_MS, NIGHT_MS]);
  });

  it('sends nothing after the last question: the message is left for another run', async () => {
    const time = virtualTime(NOW);
    const operator = withApprovalTimes(manualOperator(), time);
    const gateway = manualGateway();
    const run = runSending(THREE, { ledger, operator, gateway, ...time });
    await operator.says('yes', 'yes', 'no');
    await gateway.given(1);
    time.pass(NIGHT_MS);
    gateway.answer(ACCEPTED);
    const { fates, events } = await run;
    expect(fates).toEqual(['accepted', 'left', 'skipped']);
    expect(events).toContain('too old 2: left');
    expect(gateway.sent).toHaveLength(1);
    expect(await statesIn(ledger, THREE)).toEqual(['accepted', 'lapsed', undefined]);
  });
});
