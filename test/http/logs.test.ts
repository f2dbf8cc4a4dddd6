import { describe, expect, it } from '@jest/globals';
import { aMessage } from '../support/builders.ts';
import { tagOf } from '../support/ledger/ledger-parts.ts';
import {
  aService,
  API_KEY,
  exampleRecord,
  OTHER_KEY,
  type Form,
} from '../support/network/service.ts';
import { withoutIds } from '../support/normalised-text.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from '../support/sending/simulated-twilio.ts';

/** The clock of the service, unless a test sets another. */
const AT = new Date('2026-07-15T18:42:00Z');

const inbound: Form = [
  ['MessageSid', `SM${'b'.repeat(32)}`],
  ['From', 'whatsapp:+447700900124'],
  ['ProfileName', 'Petronella Quill'],
  ['Body', 'Please stop, this is the wrong number, ring 07700 900125'],
  ['ExternalUserId', 'GB.secretUserId'],
];

/** What no line may contain: names, numbers, texts and secrets. */
const SECRETS = [
  ...Object.entries(exampleRecord()).flatMap(([field, value]) =>
    /name|tel/u.test(field) ? [String(value)] : [],
  ),
  'Petronella',
  'Quill',
  'wrong number',
  '900123',
  '900124',
  '900125',
  '900801',
  '900211',
  'GB.secretUserId',
  'Zm9yZ2Vk',
  API_KEY,
  OTHER_KEY,
  'registration',
  AUTH_TOKEN,
  'a-wrong-key-of-nobody',
];

describe('the log of a session with many refused requests', () => {
  it('has a line for each request, without a name, number or secret', async () => {
    const service = await aService();
    const headers = { 'Content-Type': 'application/json', 'x-api-key': API_KEY };
    const post = (body: string, more: object = {}): RequestInit => ({
      method: 'POST',
      headers: { ...headers, ...more },
      body,
    });
    const record = JSON.stringify(exampleRecord());
    const answers = [
      await service.trigger(),
      await service.trigger(),
      await service.trigger({ parent_tel: '07700 900801' }),
      await service.trigger({ parent_tel: '07700 900211' }),
      await service.trigger({ parent_tel: 'John 07700 900123', age_group: 'Jane' }),
      await service.ask('/trigger', post(record, { 'x-api-key': 'a-wrong-key-of-nobody' })),
      await service.ask('/trigger', post(record.slice(0, -9))),
      await service.ask('/trigger', post(`${record}${' '.repeat(65_536)}`)),
      await service.ask('/trigger', post(record, { 'X-Request-Id': '447700900123' })),
      await service.ask('/trigger?parent_tel=07700900123&name=Jane'),
      await service.ask('/trigger/Jane/07700900123', post(record)),
      await service.ask('/..%2f07700900123', { headers }),
      await service.ask('/health', { headers: { ...headers, Cookie: 'Jane=07700900123' } }),
      await service.webhook(inbound),
      await service.webhook(inbound, { signature: 'Zm9yZ2Vk' }),
      await service.webhook(inbound, { query: '?ref=07700900123' }),
    ];
    const written = JSON.stringify(service.logs);
    const text = withoutIds(written);
    expect(service.logs).toHaveLength(answers.length);
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    expect(written).not.toContain(ACCOUNT_SID);
    expect(service.logs.map(({ request_id }) => request_id)).toEqual(
      answers.map(({ headers: responseHeaders }) => responseHeaders.get('X-Request-Id')),
    );
    expect(service.logs[0]).toEqual({
      level: 'info',
      event: 'trigger',
      request_id: expect.any(String),
      status: 200,
      message_tag: tagOf(aMessage().key, AT),
      person_tag: tagOf('+447700900123', AT),
      outcome: 'message_sent',
      message_sid: service.twilio.sent()[0]?.sid,
      duration_ms: 0,
    });
  });

  it('has the same tag in every line about one person within a day, and another the day after', async () => {
    const service = await aService();
    await service.trigger();
    await service.trigger();
    const reply: Form = [
      ['MessageSid', `SM${'c'.repeat(32)}`],
      ['From', 'whatsapp:+447700900123'],
      ['Body', 'Thank you'],
    ];
    await service.webhook(reply);
    const later = await aService({ now: '2026-07-16T18:42:00Z' });
    await later.webhook(reply);
    const tags = [...service.logs, ...later.logs].map(({ person_tag }) => person_tag);
    const today = tagOf('+447700900123', AT);
    expect(tags).toEqual([today, today, today, expect.stringMatching(/^[\da-f]{12}$/u)]);
    expect(tags[3]).not.toBe(today);
    const [first, again] = service.logs;
    expect(again?.message_tag).toBe(first?.message_tag);
  });

  it('has no message key, which could be traced to a number', async () => {
    const service = await aService();
    await service.trigger();
    expect(JSON.stringify(service.logs)).not.toContain(aMessage().key);
    expect(JSON.stringify(service.logs)).not.toMatch(/(?<![\da-f])[\da-f]{64}(?![\da-f])/u);
  });

  it('records that an internal error occurred, and its details apart', async () => {
    const fault = new Error('about Jane Smith, 07700 900123');
    const service = await aService({
      wait: async () => {},
      settleWithin: () => {
        throw fault;
      },
    });
    await service.trigger({ parent_tel: '07700 900801' });
    const answer = await service.trigger({ parent_tel: '07700 900801' });
    expect(answer).toMatchObject({ status: 500, body: { status: 'fault' } });
    expect(withoutIds(answer.text)).not.toMatch(/Jane|900/u);
    expect(service.logs.at(-1)).toEqual({
      level: 'error',
      event: 'trigger',
      request_id: answer.body['request_id'],
      status: 500,
      outcome: 'fault',
      duration_ms: 0,
    });
    expect(service.faults).toEqual([fault]);
  });
});
