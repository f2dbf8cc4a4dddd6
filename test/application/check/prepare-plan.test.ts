import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { preparePlan } from '../../../src/application/check/settle-list.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { Attempt, Outcome } from '../../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage, anAttempt, aTemplateSid } from '../../support/builders.ts';
import { attemptedEarlier, EARLIER } from '../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED, SID } from '../../support/sending/fake-gateway.ts';

const known = (parts: Partial<Attempt> & Pick<Attempt, 'state'>): Attempt =>
  anAttempt({
    id: expect.any(String) as never,
    digest: expect.any(String) as never,
    at: EARLIER,
    ...parts,
  });
const REFUSED: Outcome = {
  kind: 'refused',
  twilioCode: 21_610,
  twilioText: 'Unsubscribed',
  retryAfterSeconds: null,
};

describe('the plan for a list', () => {
  let files: LedgerFolder;
  let ledger: Ledger;
  beforeEach(() => {
    files = aLedgerFolder();
    ledger = files.open();
  });
  afterEach(() => files.remove());

  it('asks about what the ledger has no entry for and what was refused, and nothing else', async () => {
    const [fresh, sent, sending, refused] = familyMessages(4) as readonly [
      Message,
      Message,
      Message,
      Message,
    ];
    await attemptedEarlier(ledger, sent, ACCEPTED);
    await attemptedEarlier(ledger, sending, null);
    await attemptedEarlier(ledger, refused, REFUSED);
    const refusedBefore = known({
      state: 'refused',
      twilioCode: 21_610,
      twilioText: 'Unsubscribed',
    });
    expect(await preparePlan([fresh, sent, sending, refused], ledger)).toEqual({
      toAsk: [
        { message: fresh, remarks: [], siblings: [], replaces: null },
        {
          message: refused,
          remarks: [{ kind: 'refused_before', attempt: refusedBefore }],
          siblings: [],
          replaces: null,
        },
      ],
      alreadySent: [{ message: sent, attempt: known({ state: 'accepted', messageSid: SID }) }],
      onItsWay: [],
      unknown: [{ message: sending, attempt: known({ state: 'sending' }) }],
      undeliverable: [],
    });
  });

  it('reports a player who was invited with another template', async () => {
    const message = aMessage();
    await attemptedEarlier(
      ledger,
      aMessage({ template: builtInTemplate(aTemplateSid('b')) }),
      ACCEPTED,
    );
    expect(await preparePlan([message], ledger)).toEqual({
      toAsk: [
        {
          message,
          remarks: [
            {
              kind: 'invited_with_other_template',
              attempt: known({ state: 'accepted', messageSid: SID }),
            },
          ],
          siblings: [],
          replaces: null,
        },
      ],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
  });

  it('recognises a message whatever the file is called and however the rows are sorted', async () => {
    const [first, second] = familyMessages(2) as readonly [Message, Message];
    await attemptedEarlier(ledger, first, ACCEPTED);
    const again = aMessage({ row: 38, player_first_name: 'JOHN', parent_tel: '07700 900000' });
    const plan = await preparePlan([second, again], ledger);
    expect(plan.alreadySent.map(({ message }) => message.invite.row)).toEqual([38]);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([3]);
  });

  it('is empty for an empty list', async () => {
    expect(await preparePlan([], ledger)).toEqual({
      toAsk: [],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
  });
});
