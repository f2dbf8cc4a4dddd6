import { describe, expect, it } from '@jest/globals';
import type { UserId } from '../../../src/domain/contact/recipient.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { aService, type Form } from '../../support/network/service.ts';

const JANE = '+447700900123' as Phone;
const SID = `SM${'b'.repeat(32)}` as MessageSid;
const ODD = 'whatsapp:lid/1a2b3c4d@hidden';

function stop(from: string, more: Form = []): Form {
  return [
    ['MessageSid', SID],
    ['SmsStatus', 'received'],
    ['NumMedia', '0'],
    ['From', from],
    ['To', 'whatsapp:+447700900999'],
    ['Body', 'STOP'],
    ...more,
  ];
}

function saying(text: string, sid: string): Form {
  return [
    ['MessageSid', `SM${sid.repeat(32)}`],
    ['SmsStatus', 'received'],
    ['From', ODD],
    ['Body', text],
  ];
}

describe('STOP from a sender that cannot be read', () => {
  it.each([
    ['an unknown form', ODD, 'lid/1a2b3c4d@hidden'],
    ['a number without its country', 'whatsapp:07700 900123', '07700 900123'],
    ['a number that is too short', 'whatsapp:+4477', '+4477'],
    ['control characters', 'whatsapp:\u001B[2J', '\uFFFD[2J'],
    ['a very long text', `whatsapp:${'x'.repeat(5000)}`, 'x'.repeat(200)],
    ['no sender', '', ''],
  ])('in %s is kept, raised as an error, and answered well', async (_which, from, sender) => {
    const service = await aService();
    const answer = await service.webhook(stop(from));
    expect([answer.status, answer.text]).toEqual([
      200,
      '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    ]);
    expect(service.logs.at(-1)).toMatchObject({
      level: 'error',
      outcome: 'stop_unmatched',
      message_sid: SID,
      status: 200,
    });
    expect(await service.replies.unmatched()).toMatchObject([
      { sid: SID, sender, text: 'STOP', unmatched: 'stopped' },
    ]);
    expect(await service.optOuts.list()).toEqual([]);
  });

  it('is raised once, however often Twilio repeats it', async () => {
    const service = await aService();
    await service.webhook(stop(ODD));
    await service.webhook(stop(ODD));
    expect(service.logs.map(({ outcome }) => outcome)).toEqual(['stop_unmatched', 'repeat']);
    expect(await service.replies.unmatched()).toHaveLength(1);
  });

  it('is raised where it may mean stop alone, and not where it does not', async () => {
    const service = await aService();
    await service.webhook(saying('Yes please', 'c'));
    await service.webhook(saying('we left the club', 'd'));
    expect(service.logs.map(({ outcome }) => outcome)).toEqual(['reply', 'stop_unmatched']);
    expect(await service.replies.unmatched()).toMatchObject([{ unmatched: 'pending' }]);
  });

  it.each([
    ['ExternalUserId', 'GB.1a2B3c4D'],
    ['ExternalUserIdentifier', 'GB.ENT.1a2B3c4D'],
    ['WaId', '447700900123'],
  ])('is that of the person in %s', async (parameter, value) => {
    const service = await aService();
    await service.webhook(stop(ODD, [[parameter, value]]));
    const person = (parameter === 'WaId' ? JANE : value) as Phone | UserId;
    expect(await service.optOuts.has([person])).toEqual(new Set([person]));
    expect(await service.replies.unmatched()).toEqual([]);
  });

  it('is that of the person whose message it answers, then and later', async () => {
    const service = await aService();
    await service.trigger();
    const answered = String(service.twilio.sent()[0]?.sid);
    await service.webhook(stop(ODD, [['OriginalRepliedMessageSid', answered]]));
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
    expect(await service.replies.unmatched()).toEqual([]);
    await service.optOuts.remove(JANE, 'Robin Green', new Date('2026-07-15T18:50:00Z'));
    await service.webhook([['MessageSid', `SM${'c'.repeat(32)}`], ...stop(ODD).slice(1)]);
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });
});
