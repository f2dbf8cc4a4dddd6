import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  MESSAGES_PATH,
  simulatedAccount,
} from '../adapters/simulator/simulated-account.ts';
import { checkExchange } from '../support/openapi/check-exchange.ts';
import { recordExchanges, type Exchange } from '../support/openapi/record-exchanges.ts';

let sent: Exchange;
let listed: Exchange;
let refused: Exchange;
beforeAll(async () => {
  const recorded = await recordExchanges(async () => {
    const account = await simulatedAccount();
    await account.send();
    await account.call(`${MESSAGES_PATH}.json?PageSize=20`);
    await account.send({ To: 'whatsapp:+447700900610' });
    await account.close();
  });
  [sent, listed, refused] = recorded as [Exchange, Exchange, Exchange];
});

const faultsOf = (exchange: Exchange): readonly string[] => checkExchange(exchange).faults;

type Fields = { readonly [name: string]: unknown };

function withForm(change: (form: URLSearchParams) => void): Exchange {
  const form = new URLSearchParams(sent.body);
  change(form);
  return { ...sent, body: form.toString() };
}

/** @param changes a field with the value undefined is left out */
function answered(exchange: Exchange, changes: Fields, status?: number): Exchange {
  const { response } = exchange;
  if (response === null) throw new Error('There is no response to change.');
  const body = JSON.stringify({ ...(JSON.parse(response.body) as Fields), ...changes });
  return { ...exchange, response: { ...response, status: status ?? response.status, body } };
}

const withFirst = (changes: Fields): Exchange => {
  const { messages } = JSON.parse(listed.response?.body ?? '{}') as {
    readonly messages: readonly Fields[];
  };
  return answered(listed, { messages: [{ ...messages[0], ...changes }] });
};

describe('an exchange with Twilio', () => {
  it('is valid as the simulator has it', () => {
    expect([sent, listed, refused].map(checkExchange)).toEqual([
      { operation: 'CreateMessage', status: 201, faults: [], exceptions: [] },
      { operation: 'ListMessage', status: 200, faults: [], exceptions: [] },
      { operation: 'CreateMessage', status: 400, faults: [], exceptions: [] },
    ]);
  });

  it.each([
    ['GET', `/2010-04-01/Accounts/${ACCOUNT_SID}/Message.json`],
    ['PUT', `${MESSAGES_PATH}.json`],
    ['GET', `${MESSAGES_PATH}/MM1/Media.json`],
    ['GET', '/v1/Contents'],
  ])('is found at a path that is not declared: %s %s', (method, path) => {
    expect(faultsOf({ ...sent, method, path })).toEqual([
      `${method} ${path} is not in the specification`,
    ]);
  });

  it.each([
    ['form To must match format "phone-number"', 'To', '07700 900123'],
    [
      'form ContentSid must match pattern "^HX[0-9a-fA-F]{32}$"',
      'ContentSid',
      `XH${'1'.repeat(32)}`,
    ],
    ['form ValidityPeriod must be integer', 'ValidityPeriod', 'a day'],
    ['form StatusCallback must match format "uri"', 'StatusCallback', 'webhook'],
    [
      'form ContentRetention must be equal to one of the allowed values: retain, discard',
      'ContentRetention',
      'keep',
    ],
    ['form must NOT have additional properties: Contentsid', 'Contentsid', 'HX'],
  ])('is found with a wrong parameter: %s', (fault, name, value) => {
    expect(faultsOf(withForm((form) => form.set(name, value)))).toEqual([
      `CreateMessage: ${fault}`,
    ]);
  });

  it('is found without a parameter that is required', () => {
    expect(faultsOf(withForm((form) => form.delete('To')))).toEqual([
      "CreateMessage: form must have required property 'To'",
    ]);
  });

  it('is found with a parameter twice, unless it is a list', () => {
    const twice = withForm((form) => {
      for (const name of ['Body', 'Body', 'MediaUrl', 'MediaUrl']) {
        form.append(name, 'https://example.org/a.png');
      }
    });
    expect(faultsOf(twice)).toEqual(['CreateMessage: form Body must be string']);
  });

  it.each([
    ['query PageSize must be <= 1000', 'PageSize=1001'],
    ['query Page must be integer', 'Page=next'],
    ['query must NOT have additional properties: pageSize', 'pageSize=20'],
  ])('is found with a wrong query: %s', (fault, query) => {
    expect(faultsOf({ ...listed, path: `${MESSAGES_PATH}.json?${query}` })).toEqual([
      `ListMessage: ${fault}`,
    ]);
  });

  it('is found with a wrong part of its path', () => {
    const path = listed.path.replace(ACCOUNT_SID, 'AC1');
    expect(faultsOf({ ...listed, path })).toContain(
      'ListMessage: path AccountSid must match pattern "^AC[0-9a-fA-F]{32}$"',
    );
  });

  it.each([
    ['header Authorization must be Basic', { authorization: '' }],
    [
      'header Content-Type must be application/x-www-form-urlencoded',
      { contentType: 'application/json' },
    ],
  ])('is found with a wrong header: %s', (fault, change) => {
    expect(faultsOf({ ...sent, ...change })).toEqual([`CreateMessage: ${fault}`]);
  });

  it.each([
    ["response must have required property 'date_sent'", { date_sent: undefined }],
    ['response num_media must be string', { num_media: 0 }],
    ['response error_code must be integer', { error_code: '63016' }],
    [
      'response date_sent must match format "date-time-rfc-2822"',
      { date_sent: '2026-11-20T18:00:00Z' },
    ],
    ['response sid must match pattern "^(SM|MM)[0-9a-fA-F]{32}$"', { sid: `XM${'a'.repeat(32)}` }],
    [
      'response direction must be equal to one of the allowed values: inbound, outbound-api, outbound-call, outbound-reply',
      { direction: 'outbound' },
    ],
    ['response subresource_uris.media must be string', { subresource_uris: { media: null } }],
    ['response must NOT have additional properties: smsSid', { smsSid: 'SM' }],
  ])('is found with a wrong response: %s', (fault, changes) => {
    expect(faultsOf(answered(sent, changes))).toEqual([`CreateMessage: ${fault}`]);
  });

  it.each([
    ["response messages.0 must have required property 'body'", { body: undefined }],
    ['response messages.0.num_segments must be string', { num_segments: 1 }],
  ])('is found with a wrong resource in a list: %s', (fault, changes) => {
    expect(faultsOf(withFirst(changes))).toEqual([`ListMessage: ${fault}`]);
  });

  it.each([
    ['response next_page_uri must match format "uri"', { next_page_uri: 'Messages.json?Page=1' }],
    ["response must have required property 'end'", { end: undefined }],
  ])('is found with a wrong page: %s', (fault, changes) => {
    expect(faultsOf(answered(listed, changes))).toEqual([`ListMessage: ${fault}`]);
  });

  it('is found with a status that is not declared', () => {
    expect(faultsOf(answered(sent, {}, 200))).toEqual([
      'CreateMessage: status 200 is not declared',
    ]);
  });

  it.each([
    ["response must have required property 'code'", { code: undefined }],
    ['response code must be integer', { code: '21610' }],
    ['response status must be 400', { status: 404 }],
    ['response more_info must match pattern', { more_info: 'https://example.org' }],
  ])('is found with a wrong error: %s', (fault, changes) => {
    expect(faultsOf(answered(refused, changes))).toEqual([
      expect.stringContaining(`CreateMessage: ${fault}`),
    ]);
  });

  it.each([
    ['response must be JSON', { body: '{"sid":' }],
    ['response header Content-Type must be application/json', { contentType: 'text/html' }],
  ])('is found with a response of another kind: %s', (fault, changes) => {
    const { response } = sent;
    if (response === null) throw new Error('There is no response to change.');
    expect(faultsOf({ ...sent, response: { ...response, ...changes } })).toEqual([
      `CreateMessage: ${fault}`,
    ]);
  });
});

describe('a recording', () => {
  it('has no response where the connection was lost', async () => {
    const [lost] = await recordExchanges(async () => {
      const account = await simulatedAccount();
      await expect(account.send({ To: 'whatsapp:+447700900802' })).rejects.toThrow();
      await account.close();
    });
    expect(lost).toMatchObject({ method: 'POST', response: null });
    expect(checkExchange(lost ?? sent)).toMatchObject({ status: null, faults: [] });
  });
});
