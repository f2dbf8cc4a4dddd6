import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  basic,
  AUTH_TOKEN,
  MESSAGES_PATH,
  PARENT,
  read,
  refusalBody,
  SENDER,
  simulatedAccount,
  TEMPLATE,
  TEMPLATE_SID,
  type SimulatedAccount,
} from '../simulated-account.ts';

const OTHER_SENDER = 'whatsapp:+447700900998';
const UNKNOWN_SID = `HX${'9'.repeat(32)}`;
const LONG_SID = `HX${'2'.repeat(32)}`;
const NO_VARIABLES_SID = `HX${'3'.repeat(32)}`;

describe('sending', () => {
  let account: SimulatedAccount;

  beforeEach(async () => {
    account = await simulatedAccount({
      senders: [SENDER, OTHER_SENDER],
      templates: [
        TEMPLATE,
        { ...TEMPLATE, sid: LONG_SID, body: `{{1}}${'x'.repeat(1596)}{{2}}` },
        { ...TEMPLATE, sid: NO_VARIABLES_SID, body: 'Hello.', variables: {} },
      ],
    });
  });

  afterEach(() => account.close());

  it('returns the whole Message resource', async () => {
    const { status, body } = await account.send();
    const sid = String(body['sid']);
    expect(status).toBe(201);
    expect(body).toEqual({
      account_sid: ACCOUNT_SID,
      api_version: '2010-04-01',
      body: 'Hi Jane, John is invited.',
      date_created: 'Fri, 20 Nov 2026 18:00:00 +0000',
      date_sent: null,
      date_updated: 'Fri, 20 Nov 2026 18:00:00 +0000',
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: SENDER,
      messaging_service_sid: null,
      num_media: '0',
      num_segments: '1',
      price: null,
      price_unit: null,
      sid: expect.stringMatching(/^MM[0-9a-f]{32}$/u),
      status: 'queued',
      subresource_uris: {
        media: `${MESSAGES_PATH}/${sid}/Media.json`,
        feedback: `${MESSAGES_PATH}/${sid}/Feedback.json`,
      },
      to: PARENT,
      uri: `${MESSAGES_PATH}/${sid}.json`,
    });
  });

  it('gives every message its own SID', async () => {
    const sids = [await account.send(), await account.send()].map(({ body }) => body['sid']);
    expect(new Set(sids).size).toBe(2);
  });

  it('leaves a placeholder in a value unchanged', async () => {
    const { body } = await account.send({ ContentVariables: '{"1":"{{2}}","2":"John"}' });
    expect(body['body']).toBe('Hi {{2}}, John is invited.');
  });

  it('leaves an undeclared placeholder in the text unchanged', async () => {
    const odd = await simulatedAccount({
      templates: [{ ...TEMPLATE, body: '{{1}} {{3}} {{toString}} {{2}}' }],
    });
    const { body } = await odd.send();
    await odd.close();
    expect(body['body']).toBe('Jane {{3}} {{toString}} John');
  });

  it.each([
    ['a foreign mobile', { To: 'whatsapp:+353861234567' }],
    ['a number of 7 digits', { To: 'whatsapp:+2901234' }],
    ['a number of 15 digits', { To: 'whatsapp:+290123456789012' }],
    ['every sender of the account', { From: OTHER_SENDER }],
    ['exactly four spaces in a value', { ContentVariables: '{"1":"a    b","2":"John"}' }],
    ['a template without variables', { ContentSid: NO_VARIABLES_SID, ContentVariables: undefined }],
    [
      'a body of 1600 characters',
      { ContentSid: LONG_SID, ContentVariables: '{"1":"ab","2":"cd"}' },
    ],
    ['a callback with a query', { StatusCallback: 'https://example.org/hook?ref=1#rc=2' }],
    ['a callback that is left empty', { StatusCallback: '' }],
    ['a validity of one second', { ValidityPeriod: '1' }],
    ['a validity of ten hours', { ValidityPeriod: '36000' }],
  ])('accepts %s', async (_reason, changes) => {
    expect((await account.send(changes)).status).toBe(201);
  });

  it.each([
    ['a missing recipient', { To: undefined }, 400, 21604],
    ['an empty recipient', { To: '' }, 400, 21604],
    ['a recipient that is not on WhatsApp’s channel', { To: '+447700900101' }, 400, 21211],
    ['a recipient without a plus', { To: 'whatsapp:447700900101' }, 400, 21211],
    ['a British number one digit short', { To: 'whatsapp:+44770090010' }, 400, 21211],
    ['a British number one digit long', { To: 'whatsapp:+4477009001011' }, 400, 21211],
    ['a number of 6 digits', { To: 'whatsapp:+290123' }, 400, 21211],
    ['a number of 16 digits', { To: 'whatsapp:+2901234567890123' }, 400, 21211],
    ['a country code that starts with 0', { To: 'whatsapp:+07700900101' }, 400, 21211],
    ['spaces in a number', { To: 'whatsapp:+44 7700 900101' }, 400, 21211],
    ['a missing sender', { From: undefined }, 400, 21603],
    ['an empty sender', { From: '' }, 400, 21603],
    ['a sender of another account', { From: 'whatsapp:+447700900997' }, 400, 63007],
    ['a sender without its channel', { From: '+447700900999' }, 400, 63007],
    ['a sender as recipient', { To: SENDER }, 400, 63031],
    ['no content', { ContentSid: undefined, ContentVariables: undefined }, 400, 21619],
    ['an empty text', { ContentSid: undefined, ContentVariables: undefined, Body: '' }, 400, 21619],
    ['variables without a template', { ContentSid: undefined }, 400, 21654],
    ['variables with a text but no template', { ContentSid: undefined, Body: 'Hi' }, 400, 21654],
    ['a template SID that is too short', { ContentSid: 'HX123' }, 400, 21655],
    ['a template SID of another kind', { ContentSid: `MM${'1'.repeat(32)}` }, 400, 21655],
    ['a template it does not have', { ContentSid: UNKNOWN_SID }, 404, 20404],
    [
      'missing variables, where Twilio would send samples',
      { ContentVariables: undefined },
      400,
      21656,
    ],
    ['variables that are not JSON', { ContentVariables: '{"1":' }, 400, 21656],
    ['variables in a list', { ContentVariables: '["Jane","John"]' }, 400, 21656],
    ['variables that are null', { ContentVariables: 'null' }, 400, 21656],
    [
      'one variable fewer, where Twilio would send a sample',
      { ContentVariables: '{"1":"Jane"}' },
      400,
      21656,
    ],
    ['one variable more', { ContentVariables: '{"1":"Jane","2":"John","3":"x"}' }, 400, 21656],
    ['another variable', { ContentVariables: '{"1":"Jane","3":"John"}' }, 400, 21656],
    ['a number as value', { ContentVariables: '{"1":"Jane","2":40}' }, 400, 21656],
    ['an empty value', { ContentVariables: '{"1":"Jane","2":""}' }, 400, 21656],
    ['a value of spaces', { ContentVariables: '{"1":"Jane","2":"  "}' }, 400, 21656],
    ['a null value', { ContentVariables: '{"1":"Jane","2":null}' }, 400, 21656],
    ['a line break in a value', { ContentVariables: '{"1":"Jane","2":"Jo\\nhn"}' }, 400, 21656],
    [
      'a carriage return in a value',
      { ContentVariables: '{"1":"Jane","2":"Jo\\rhn"}' },
      400,
      21656,
    ],
    ['a tab in a value', { ContentVariables: '{"1":"Jane","2":"Jo\\thn"}' }, 400, 21656],
    ['five spaces in a value', { ContentVariables: '{"1":"Jane","2":"Jo     hn"}' }, 400, 21656],
    [
      'a body of 1601 characters',
      { ContentSid: LONG_SID, ContentVariables: '{"1":"ab","2":"cde"}' },
      400,
      21617,
    ],
    [
      'a text of 1601 characters',
      { ContentSid: undefined, ContentVariables: undefined, Body: 'x'.repeat(1601) },
      400,
      21617,
    ],
    ['a callback that is not a URL', { StatusCallback: 'hook' }, 400, 21609],
    ['a callback by FTP', { StatusCallback: 'ftp://example.org/hook' }, 400, 21609],
    [
      'a callback to a host with an underscore',
      { StatusCallback: 'https://my_host.example.org/' },
      400,
      21609,
    ],
    ['a validity of nothing', { ValidityPeriod: '0' }, 400, 21624],
    ['a validity of more than ten hours', { ValidityPeriod: '36001' }, 400, 21624],
    ['a validity that is not a number', { ValidityPeriod: 'soon' }, 400, 21624],
    ['a validity with a fraction', { ValidityPeriod: '1.5' }, 400, 21624],
    ['an unknown field', { ContentSID: TEMPLATE_SID }, 400, 20001],
    [
      'a field that this product does not use',
      { MediaUrl: 'https://example.org/a.png' },
      400,
      20001,
    ],
    ['an unknown field before anything else', { To: undefined, Extra: '1' }, 400, 20001],
  ])('refuses %s', async (_reason, changes, status, code) => {
    expect(await account.send(changes)).toEqual({ status, body: refusalBody(status, code) });
    expect(account.store.list()).toEqual([]);
  });

  it('refuses a field that is given twice', async () => {
    const answer = await account.call(`${MESSAGES_PATH}.json`, {
      method: 'POST',
      body: new URLSearchParams([
        ['To', PARENT],
        ['To', 'whatsapp:+447700900102'],
      ]),
    });
    expect(answer).toEqual({ status: 400, body: refusalBody(400, 20001) });
  });

  it('accepts only forms', async () => {
    const response = await fetch(`${account.baseUrl}${MESSAGES_PATH}.json`, {
      method: 'POST',
      headers: {
        Authorization: basic(ACCOUNT_SID, AUTH_TOKEN),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ To: PARENT }),
    });
    expect(await read(response)).toEqual({ status: 400, body: refusalBody(400, 21604) });
  });

  it.each([
    ['2026-11-19T18:00:01.000Z', 'read', null],
    ['2026-11-19T18:00:00.000Z', 'undelivered', 63016],
  ])('free text to a number that wrote at %s ends as %s', async (wroteAt, status, code) => {
    const lastInbound = (from: string): Date | null => (from === PARENT ? new Date(wroteAt) : null);
    const other = await simulatedAccount({ lastInbound });
    other.clock.now = new Date('2026-11-20T18:00:00.000Z');
    const text = { ContentSid: undefined, ContentVariables: undefined, Body: 'Hello' };
    const { body } = await other.send(text);
    other.clock.now = new Date('2026-11-21T18:00:00.000Z');
    const { body: later } = await other.call(String(body['uri']));
    await other.close();
    expect(later).toMatchObject({ status, error_code: code });
  });

  it.each([
    ['text alone', { ContentSid: undefined, ContentVariables: undefined, Body: 'Hello' }],
    ['text beside a template', { Body: 'Hello' }],
  ])('accepts %s as free text, which is not delivered outside 24 hours', async (_what, changes) => {
    const { status, body } = await account.send(changes);
    expect(status).toBe(201);
    expect(body['sid']).toMatch(/^SM[0-9a-f]{32}$/u);
    expect(body['body']).toBe('Hello');
    account.clock.now = new Date('2026-11-20T18:00:02.000Z');
    expect((await account.call(String(body['uri']))).body).toMatchObject({
      status: 'undelivered',
      error_code: 63016,
    });
  });

  it.each([
    ['rejected', 63040],
    ['paused', 63041],
    ['DISABLED', 63042],
    ['pending', 63016],
    ['archived by Meta', 63016],
  ])('accepts a template that is %s and fails it later with %d', async (status, code) => {
    const unapproved = await simulatedAccount({
      templates: [{ ...TEMPLATE, approval: { status, category: 'UTILITY' } }],
    });
    const sent = await unapproved.send();
    unapproved.clock.now = new Date('2026-11-20T18:00:02.000Z');
    const later = await unapproved.call(String(sent.body['uri']));
    await unapproved.close();
    expect(sent.status).toBe(201);
    expect(later.body).toMatchObject({ status: 'failed', error_code: code });
  });

  it('returns 500 when the store cannot add the message', async () => {
    const broken = await simulatedAccount({
      store: {
        ...account.store,
        add: () => {
          throw new Error('disk full');
        },
      },
    });
    const answer = await broken.send();
    await broken.close();
    expect(answer).toEqual({ status: 500, body: refusalBody(500, 20500) });
  });
});
