import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FAILURES, type Failure } from '../../src/adapters/simulator/faults/failures.ts';
import { inboundMessage } from '../../src/adapters/simulator/messages/inbound.ts';
import {
  ACCOUNT_SID,
  MESSAGES_PATH,
  SEND_FORM,
  SENDER,
  simulatedAccount,
  TEMPLATE_SID,
  type SimulatedAccount,
} from '../adapters/simulator/simulated-account.ts';
import { checkExchange, type Checked } from '../support/openapi/check-exchange.ts';
import { EXCEPTIONS } from '../support/openapi/exceptions.ts';
import { recordExchanges } from '../support/openapi/record-exchanges.ts';
import {
  specifiedOperations,
  type Parameters,
  type Schema,
} from '../support/openapi/specification.ts';

const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}`;

let account: SimulatedAccount;
beforeEach(async () => {
  account = await simulatedAccount({ lateByMs: 0 });
});
afterEach(() => account.close());

const later = (milliseconds: number): void => {
  account.clock.now = new Date(account.clock.now.getTime() + milliseconds);
};

async function checked(work: () => Promise<unknown>): Promise<readonly Checked[]> {
  return (await recordExchanges(work)).map(checkExchange);
}

/** The form as a body, and the rest of a request. */
type Call = { readonly method: string; readonly path: string; readonly form?: Fields };
type Fields = { readonly [name: string]: string };

async function call({ method, path, form }: Call): Promise<number> {
  const { status } =
    method === 'POST' ? await account.post(path, form ?? {}) : await account.call(path, { method });
  return status;
}

/** A valid request for each operation. */
async function validCalls(): Promise<ReadonlyMap<string, Call>> {
  const { body } = await account.send();
  // Until then it can be neither changed nor deleted.
  later(60_000);
  const message = `${MESSAGES_PATH}/${String(body['sid'])}.json`;
  const content = `/v1/Content/${TEMPLATE_SID}`;
  return new Map<string, Call>([
    ['FetchAccount', { method: 'GET', path: `${ACCOUNT_PATH}.json` }],
    ['FetchBalance', { method: 'GET', path: `${ACCOUNT_PATH}/Balance.json` }],
    ['CreateMessage', { method: 'POST', path: `${MESSAGES_PATH}.json`, form: SEND_FORM }],
    ['ListMessage', { method: 'GET', path: `${MESSAGES_PATH}.json` }],
    ['FetchMessage', { method: 'GET', path: message }],
    ['UpdateMessage', { method: 'POST', path: message, form: { Body: '' } }],
    ['ListContent', { method: 'GET', path: '/v1/Content' }],
    ['FetchContent', { method: 'GET', path: content }],
    ['FetchApprovalFetch', { method: 'GET', path: `${content}/ApprovalRequests` }],
    ['ListChannelsSender', { method: 'GET', path: '/v2/Channels/Senders?Channel=whatsapp' }],
    ['DeleteMessage', { method: 'DELETE', path: message }],
  ]);
}

/** Without responses of what is between the tool and Twilio, and without one that never ends. */
function isOfTwilio(failure: Failure): boolean {
  const isBadGateway = failure.kind === 'server_fault' && failure.status === 502;
  return !isBadGateway && failure.kind !== 'half_an_answer' && failure.kind !== 'no_answer';
}

describe('the responses of the simulator are valid', () => {
  it('for each operation, with every exception in use', async () => {
    const parties = { from: 'whatsapp:a-new-form', to: SENDER, accountSid: ACCOUNT_SID };
    account.store.add(inboundMessage({ ...parties, body: 'STOP', at: account.clock.now }));
    const all = await checked(async () => {
      for (const one of (await validCalls()).values()) await call(one);
    });
    expect(all.flatMap(({ faults }) => faults)).toEqual([]);
    expect(new Set(all.map(({ operation }) => operation))).toEqual(
      new Set(specifiedOperations().map(({ name }) => name)),
    );
    expect(all.filter(({ status }) => (status ?? 500) >= 400)).toEqual([]);
    expect(new Set(all.flatMap(({ exceptions }) => exceptions))).toEqual(new Set(EXCEPTIONS));
  });

  it.each(FAILURES.filter(({ failure }) => isOfTwilio(failure)))(
    'for a message to $lastSix: $happens',
    async ({ lastSix }) => {
      const all = await checked(async () => {
        await account.send({ To: `whatsapp:+447700${lastSix}` }).catch(() => null);
        for (const age of [0, 1000, 1000, 2000, 6000, 10_000]) {
          later(age);
          await account.call(`${MESSAGES_PATH}.json?PageSize=1`);
        }
      });
      expect(all.flatMap(({ faults }) => faults)).toEqual([]);
    },
  );

  it.each(['+447700900123', 'GB.1a2B3c4D', 'GB.ENT.1a2B3c4D'])(
    'for a message from %s',
    async (from) => {
      const at = account.clock.now;
      const parties = { from: `whatsapp:${from}`, to: SENDER, accountSid: ACCOUNT_SID };
      account.store.add(inboundMessage({ ...parties, body: 'Yes please!', at }));
      const [listed] = await checked(async () => await account.call(`${MESSAGES_PATH}.json`));
      expect(listed).toMatchObject({ operation: 'ListMessage', status: 200, faults: [] });
    },
  );
});

/** Values that this parameter may not have. */
function wrongValues({ type, format, pattern, minimum, maximum, enum: values }: Schema): string[] {
  return [
    ...(type === 'integer' ? ['1.5', 'many'] : []),
    ...(minimum === undefined ? [] : [String(minimum - 1)]),
    ...(maximum === undefined ? [] : [String(maximum + 1)]),
    ...(pattern === undefined && format === undefined && values === undefined ? [] : ['wrong']),
  ];
}

/** Changes that make valid parameters wrong by the specification. */
function mistakesIn({
  properties,
  required,
}: Parameters): readonly (readonly [string, string | null])[] {
  return [
    ...Object.entries(properties).flatMap(([name, schema]) =>
      wrongValues(schema).map((value) => [name, value] as const),
    ),
    ...required.map((name) => [name, null] as const),
    ['Undeclared', 'x'],
  ];
}

const MISTAKES = specifiedOperations().flatMap(({ name: operation, method, form, query }) => {
  const place = method === 'POST' ? 'form' : 'query';
  return mistakesIn(place === 'form' ? form : query).map(([name, value]) => {
    const mistake = value === null ? `without ${name}` : `with ${name}=${value}`;
    return { operation, place, name, value, mistake };
  });
});

describe('the simulator refuses what the specification does not allow', () => {
  it.each(MISTAKES)('$operation $mistake', async ({ operation, place, name, value }) => {
    const valid = (await validCalls()).get(operation);
    if (valid === undefined) throw new Error(`There is no call of ${operation}.`);
    const url = new URL(valid.path, account.baseUrl);
    const given = place === 'form' ? new URLSearchParams(valid.form) : url.searchParams;
    if (value === null) given.delete(name);
    else given.set(name, value);
    const wrong =
      place === 'form'
        ? { ...valid, form: Object.fromEntries(given) }
        : { ...valid, path: `${url.pathname}${url.search}` };
    const [exchange] = await checked(async () => await call(wrong));
    expect(exchange?.faults).not.toEqual([]);
    expect(exchange?.status).toBe(400);
  });
});
