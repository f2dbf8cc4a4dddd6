import { describe, expect, it } from '@jest/globals';
import type { UserId } from '../../../src/domain/contact/recipient.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { twilioWebhook } from '../../../src/http/webhook/twilio-webhook.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { historyOf } from '../../support/ledger/history-of.ts';
import { tagOf } from '../../support/ledger/ledger-parts.ts';
import {
  aService,
  PUBLIC_URL,
  type Form,
  type RunningService,
} from '../../support/network/service.ts';

const JANE = '+447700900123' as Phone;
const USER_ID = 'GB.1a2B3c4D' as UserId;
const SID = `MM${'d'.repeat(32)}` as MessageSid;
const JOHN = aMessage();
const EARLIER = new Date('2026-07-15T18:00:00Z');

/** A status callback, with the parameters of recorded requests of Twilio. */
function delivery(state: string, sid: unknown = SID, errorCode?: number): Form {
  return [
    ['SmsSid', String(sid)],
    ['SmsStatus', state],
    ['MessageStatus', state],
    ['ChannelToAddress', '+44770090XXXX'],
    ['To', `whatsapp:${JANE}`],
    ['ChannelPrefix', 'whatsapp'],
    ['MessageSid', String(sid)],
    ['AccountSid', `AC${'a'.repeat(32)}`],
    ['StructuredMessage', 'false'],
    ['From', 'whatsapp:+447700900999'],
    ...(errorCode === undefined ? [] : ([['ErrorCode', String(errorCode)]] as const)),
  ];
}

/** An inbound message, with the parameters of recorded requests of Twilio. */
function inbound(text: string, more: Form = [], from: string = JANE, sid = 'b'): Form {
  return [
    ['MessageSid', `SM${sid.repeat(32)}`],
    ['SmsStatus', 'received'],
    ['NumMedia', '0'],
    ['ProfileName', 'Jane 🌻'],
    ['From', `whatsapp:${from}`],
    ['To', 'whatsapp:+447700900999'],
    ['Body', text],
    ...more,
  ];
}

async function deliveryAt({ ledger }: RunningService): Promise<unknown> {
  return (await ledger.view([JOHN])).byKey.get(JOHN.key)?.delivery;
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

describe('POST /webhook', () => {
  it('is answered with an empty TwiML, so that no reply is sent', async () => {
    const service = await aService();
    const answer = await service.webhook(delivery('sent'));
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      200,
      'text/xml; charset=utf-8',
    ]);
    expect(answer.text).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  it.each([
    ['signed with another token', { token: 'not-the-token' }],
    ['without a signature', { signature: null }],
    ['with an empty signature', { signature: '' }],
    ['with a malformed signature', { signature: 'Zm9yZ2Vk' }],
    ['signed for the path without the stage', { signedUrl: 'https://gateway.example/webhook' }],
    ['signed for another host', { signedUrl: 'https://other.example/prod/webhook' }],
    ['signed without its query', { query: '?ref=one', signedUrl: `${PUBLIC_URL}/webhook` }],
  ])('%s is refused, and nothing of it is stored', async (_what, about) => {
    const service = await aService();
    await service.trigger();
    const [sent] = service.twilio.sent();
    expect((await service.webhook(delivery('read', sent?.sid), about)).status).toBe(403);
    expect((await service.webhook(inbound('STOP'), about)).status).toBe(403);
    expect(await deliveryAt(service)).toBeNull();
    expect(await service.replies.from(JANE)).toEqual([]);
    expect(await service.optOuts.list()).toEqual([]);
  });

  it('is refused when a value was changed after it was signed', async () => {
    const service = await aService();
    const { default: webhooks } = await import('twilio/lib/webhooks/webhooks.js');
    const signature = webhooks.getExpectedTwilioSignature(
      'simulated-token',
      `${PUBLIC_URL}/webhook`,
      Object.fromEntries(delivery('sent')),
    );
    expect((await service.webhook(delivery('sent'), { signature })).status).toBe(200);
    expect((await service.webhook(delivery('failed'), { signature })).status).toBe(403);
  });

  it('is accepted with its query unchanged, and with a repeated parameter', async () => {
    const service = await aService();
    const form: Form = [
      ...delivery('sent'),
      ['Twice', 'b'],
      ['Twice', 'a'],
      ['Empty', ''],
      [' Sp ', ' x '],
    ];
    expect((await service.webhook(form, { query: '?ref=a-b%20c&x=%C3%A9' })).status).toBe(200);
  });

  it('logs that the address differs when Twilio signed the one that the service sees', async () => {
    const service = await aService();
    await service.webhook(delivery('sent'), { signedUrl: `${service.url}/webhook` });
    await service.webhook(delivery('sent'), { token: 'other' });
    await service.webhook(delivery('sent'), { signature: null });
    expect(service.logs.map(({ outcome }) => outcome)).toEqual([
      'public_url_differs',
      'wrong_signature',
      'no_signature',
    ]);
  });

  it.each(['application/json', 'text/plain', ''])(
    'with the content type "%s" is refused: Twilio sends forms',
    async (type) => {
      const service = await aService();
      const headers = { 'Content-Type': type, 'X-Twilio-Signature': 'Zm9yZ2Vk' };
      const answer = await service.ask('/webhook', { method: 'POST', headers, body: '{"a":' });
      expect(answer.status).toBe(403);
    },
  );

  it('with the longest possible reply, in any script, is accepted', async () => {
    const service = await aService();
    expect((await service.webhook(inbound('🙂'.repeat(4096)))).status).toBe(200);
  });

  it('with a body above the limit is refused', async () => {
    const service = await aService();
    expect((await service.webhook(inbound('x'.repeat(65_536)))).status).toBe(413);
  });

  it('with the maximum number of parameters is accepted, and with one more is refused', async () => {
    const service = await aService();
    const stop = inbound('STOP');
    const filledUpTo = (count: number): Form => [
      ...stop,
      ...Array.from({ length: count - stop.length }, (_, index) => [`More${index}`, 'x'] as const),
    ];
    const refused = await service.webhook(filledUpTo(201));
    expect([refused.status, refused.body['status']]).toEqual([413, 'too_many_parameters']);
    expect(service.logs.at(-1)).toMatchObject({ level: 'warn', outcome: 'too_many_parameters' });
    expect(await service.replies.from(JANE)).toEqual([]);
    expect((await service.webhook(filledUpTo(200))).status).toBe(200);
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });

  it('with parameters named like properties of every object is checked as any other', async () => {
    const service = await aService();
    const odd = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '__proto__'];
    const form = [...inbound('STOP'), ...odd.map((name) => [name, 'x'] as const)];
    const { headers, body } = service.signed(form);
    const changed = { method: 'POST', headers, body: body.replace('__proto__=x', '__proto__=y') };
    expect((await service.ask('/webhook', changed)).status).toBe(403);
    expect((await service.webhook(form)).status).toBe(200);
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });

  it('with another method is refused', async () => {
    const service = await aService();
    expect((await service.ask('/webhook')).status).toBe(405);
  });

  it('without a SID, or with an unknown state, is accepted and changes nothing', async () => {
    const service = await aService();
    await service.trigger();
    const sid = service.twilio.sent()[0]?.sid;
    const forms: readonly Form[] = [[], [['MessageStatus', 'read']], delivery('teleported', sid)];
    const answers = await Promise.all(forms.map(async (form) => await service.webhook(form)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await deliveryAt(service)).toBeNull();
  });
});

/** Calls the webhook with a signature that is never valid, and counts reads of the body and signature checks. */
async function callUnsigned(
  headers: Record<string, string>,
  text: string,
): Promise<{ readonly answer: unknown; readonly reads: number; readonly checks: number }> {
  const { replies, optOuts, ledger } = await aService();
  let [reads, checks] = [0, 0];
  const handle = twilioWebhook({
    replies,
    optOuts,
    ledger,
    publicUrl: PUBLIC_URL,
    isSigned: async () => {
      checks += 1;
      return false;
    },
    clock: { now: () => EARLIER },
    tagOf,
    withDeadline: { due: async () => await new Promise(() => {}), continueInBackground: null },
  });
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        reads += 1;
        controller.enqueue(Buffer.from(text));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const { status, facts } = await handle(
    new Request('https://gateway.example/webhook', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body,
      duplex: 'half',
    }),
  );
  return { answer: [status, facts.outcome], reads, checks };
}

describe('a forged POST /webhook', () => {
  it('without a signature is refused before any of its body is read', async () => {
    expect(await callUnsigned({}, 'a=1')).toEqual({
      answer: [403, 'no_signature'],
      reads: 0,
      checks: 0,
    });
  });

  it.each([
    ['an empty one', ''],
    ['a signature that is too short', `${'A'.repeat(26)}=`],
    ['a signature that is too long', `${'A'.repeat(28)}=`],
    ['a signature that is far too long', 'A'.repeat(10_000)],
    ['a signature in characters outside base64', `${'-'.repeat(27)}=`],
    ['two', `${'A'.repeat(27)}=, ${'A'.repeat(27)}=`],
  ])('with %s, is refused before it is parsed', async (_what, signature) => {
    const headers = { 'X-Twilio-Signature': signature };
    // If the body were parsed, it would be refused for its number of parameters.
    expect(await callUnsigned(headers, 'a&'.repeat(300))).toEqual({
      answer: [403, 'wrong_signature'],
      reads: 1,
      checks: 0,
    });
  });

  it('with a well-formed signature and too many parameters is refused before it is checked', async () => {
    const headers = { 'X-Twilio-Signature': `${'A'.repeat(27)}=` };
    expect(await callUnsigned(headers, 'a&'.repeat(300))).toMatchObject({
      answer: [413, 'too_many_parameters'],
      checks: 0,
    });
    expect(await callUnsigned(headers, 'a&'.repeat(200))).toMatchObject({
      answer: [403, 'wrong_signature'],
      checks: 2,
    });
  });
});

describe('delivery states', () => {
  it.each(permutations(['queued', 'sent', 'delivered', 'read']))(
    'in the order %s, %s, %s, %s, with the first repeated, end as read',
    async (...states) => {
      const service = await aService();
      await service.trigger();
      const sid = service.twilio.sent()[0]?.sid;
      for (const state of [...states, states[0]]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as they arrive
        await service.webhook(delivery(String(state), sid));
      }
      expect(await deliveryAt(service)).toBe('read');
      const recordedStates = (await historyOf(service.ledger, JOHN)).map(({ state }) => state);
      expect(new Set(recordedStates).size).toBe(recordedStates.length);
    },
  );

  it('of a failure keep its error code', async () => {
    const service = await aService();
    await service.trigger();
    await service.webhook(delivery('undelivered', service.twilio.sent()[0]?.sid, 63_024));
    expect(await deliveryAt(service)).toBe('undelivered');
    expect(service.logs.at(-1)).toMatchObject({
      delivery_state: 'undelivered',
      twilio_code: 63_024,
    });
  });

  it('that arrive before the SID is known apply once it is', async () => {
    const service = await aService();
    await service.webhook(delivery('delivered'));
    const claim = await service.ledger.claim(anApproved(JOHN), { file: 'a.csv' }, EARLIER, null);
    if (claim.kind !== 'claimed') throw new Error('taken');
    await service.ledger.advance(claim.attemptId, { kind: 'sending' }, EARLIER);
    await service.ledger.advance(claim.attemptId, { kind: 'accepted', messageSid: SID }, EARLIER);
    expect(await deliveryAt(service)).toBe('delivered');
  });

  it('that name their attempt settle an unknown outcome', async () => {
    const service = await aService();
    const parent = { parent_tel: '07700 900801' };
    expect((await service.trigger(parent)).status).toBe(202);
    const [sent] = service.twilio.sent();
    const [open] = await service.ledger.open();
    await service.webhook(delivery('sent', sent?.sid), { query: `?ref=${open?.id}` });
    expect(await service.ledger.open()).toEqual([]);
    expect((await service.trigger(parent)).body).toMatchObject({
      status: 'already_sent',
      message_sid: sent?.sid,
    });
  });
});

describe('an inbound message', () => {
  it('is stored once, with the button, the media and the message it answers', async () => {
    const service = await aService();
    const form = inbound('Yes please', [
      ['MediaUrl0', 'https://api.twilio.com/one'],
      ['MediaUrl1', 'https://api.twilio.com/two'],
      ['ButtonText', 'Register'],
      ['ExternalUserId', USER_ID],
      ['OriginalRepliedMessageSid', SID],
    ]);
    const withMedia = form.map(([name, value]) =>
      name === 'NumMedia' ? ([name, '2'] as const) : ([name, value] as const),
    );
    await service.webhook(withMedia);
    await service.webhook(withMedia);
    expect(await service.replies.from(JANE)).toEqual([
      {
        sid: `SM${'b'.repeat(32)}`,
        sender: JANE,
        userId: USER_ID,
        text: 'Yes please',
        button: 'Register',
        media: ['https://api.twilio.com/one', 'https://api.twilio.com/two'],
        answers: SID,
        at: new Date('2026-07-15T18:42:00Z'),
      },
    ]);
    expect(await service.optOuts.list()).toEqual([]);
  });

  it.each([
    ['STOP', 'stopped'],
    [' stop. ', 'stopped'],
    ['please stop sending these', 'pending'],
    ['wrong number', 'pending'],
  ])('with "%s" stops messages to its sender: %s', async (text, state) => {
    const service = await aService();
    await service.webhook(inbound(text));
    expect(await service.optOuts.list()).toMatchObject([{ phone: JANE, state, source: 'reply' }]);
    expect((await service.trigger()).status).toBe(422);
  });

  it('from a button that means stop stops messages to its sender', async () => {
    const service = await aService();
    await service.webhook(inbound('', [['ButtonText', 'Stop']]));
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });

  it('with STOP stops messages to both the number and the user id', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP', [['ExternalUserId', USER_ID]]));
    expect(await service.optOuts.has([JANE, USER_ID])).toEqual(new Set([JANE, USER_ID]));
  });

  it('with STOP under a user id alone applies to the number that used it before', async () => {
    const service = await aService();
    await service.webhook(inbound('Hello', [['ExternalUserId', USER_ID]]));
    await service.webhook(inbound('STOP', [], USER_ID, 'c'));
    expect(await service.optOuts.has([JANE, USER_ID])).toEqual(new Set([JANE, USER_ID]));
  });

  it('with STOP under a user id alone applies to the number of the message it answers', async () => {
    const service = await aService();
    await service.trigger();
    const answered = String(service.twilio.sent()[0]?.sid);
    await service.webhook(inbound('STOP', [['OriginalRepliedMessageSid', answered]], USER_ID));
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });

  it.each(['STOP', 'stop', 'Stop'])(
    'of the opt-out type %s stops messages, whatever the word was',
    async (type) => {
      const service = await aService();
      await service.webhook(inbound('ENOUGH', [['OptOutType', type]]));
      expect(await service.optOuts.list()).toMatchObject([{ phone: JANE, state: 'stopped' }]);
      expect(await service.replies.from(JANE)).toMatchObject([{ optOutType: 'STOP' }]);
      expect(service.logs.at(-1)).toMatchObject({ outcome: 'stop' });
    },
  );

  it.each(['START', 'help', 'HELP', 'something new'])(
    'of the opt-out type %s stops nothing',
    async (type) => {
      const service = await aService();
      await service.webhook(inbound('JOIN', [['OptOutType', type]]));
      expect(await service.optOuts.list()).toEqual([]);
      expect(service.logs.at(-1)).toMatchObject({ outcome: 'reply' });
    },
  );

  it.each([
    ['ExternalUserId', USER_ID],
    ['ExternalUserIdentifier', USER_ID],
    ['ExternalUserIdentifier', 'GB.ENT.1a2B3c4D' as UserId],
    ['ExternalUserId', `GB.${'a'.repeat(128)}` as UserId],
  ])('with STOP has the user id in %s: %s', async (parameter, id) => {
    const service = await aService();
    await service.webhook(inbound('STOP', [[parameter, id]]));
    expect(await service.optOuts.has([JANE, id])).toEqual(new Set([JANE, id]));
  });

  it('with STOP under one id stops the number that is known by the id beside it', async () => {
    const service = await aService();
    const portfolioId = 'GB.ENT.1a2B3c4D' as UserId;
    await service.webhook(inbound('Hello', [['ExternalUserId', portfolioId]]));
    await service.webhook(
      inbound(
        'STOP',
        [
          ['ExternalUserId', USER_ID],
          ['ExternalUserIdentifier', portfolioId],
        ],
        USER_ID,
        'c',
      ),
    );
    expect(await service.optOuts.has([JANE, USER_ID, portfolioId])).toEqual(
      new Set([JANE, USER_ID, portfolioId]),
    );
  });

  it('with STOP from an unknown number is stored, and logged', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP', [], USER_ID));
    expect(await service.optOuts.has([USER_ID])).toEqual(new Set([USER_ID]));
    expect(service.logs.at(-1)).toMatchObject({ outcome: 'stop_without_number' });
  });

  it('with STOP from an unknown number applies to the number once it is known', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP', [], USER_ID));
    await service.webhook(inbound('Hello', [['ExternalUserId', USER_ID]], JANE, 'c'));
    const answer = await service.trigger();
    expect(answer.body['status']).toBe('opted_out');
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });

  it('with STOP under a user id is not applied again after an operator has allowed messages', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP', [['ExternalUserId', USER_ID]]));
    await service.optOuts.remove(JANE, 'Robin Green', new Date('2026-07-15T18:50:00Z'));
    await service.webhook(inbound('Thanks', [['ExternalUserId', USER_ID]], JANE, 'c'));
    expect(await service.optOuts.has([JANE])).toEqual(new Set());
  });

  it('with STOP, repeated after an operator has allowed messages, changes nothing', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP'));
    await service.optOuts.remove(JANE, 'Robin Green', EARLIER);
    await service.webhook(inbound('STOP'));
    expect(await service.optOuts.has([JANE])).toEqual(new Set());
  });

  it('with START alone does not allow messages again', async () => {
    const service = await aService();
    await service.webhook(inbound('STOP'));
    await service.webhook(inbound('START', [], JANE, 'c'));
    expect(await service.optOuts.has([JANE])).toEqual(new Set([JANE]));
  });
});
