import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PARAMETERS, SECRETS } from '../../../src/aws/names.ts';
import {
  bundleFunctions,
  deployed,
  type Bundles,
  type DeployedService,
} from '../../support/aws/functions.ts';
import { startSqsServer } from '../../support/aws/sqs-server.ts';
import { propertiesOf } from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';
import { openDynamoStores } from '../../support/ledger/ledger-parts.ts';
import { API_KEY, exampleRecord, signed } from '../../support/network/service.ts';

let bundles: Bundles;
let template: CloudTemplate;
beforeAll(async () => {
  bundles = await bundleFunctions();
  template = synthesise().template ?? {};
});
afterAll(() => bundles.remove());

let service: DeployedService;
afterEach(async () => await service.close());

type Body = { readonly [key: string]: unknown };

async function trigger(values: object = {}): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${service.url}/trigger`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-api-key': API_KEY },
    body: JSON.stringify({ ...exampleRecord(), ...values }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const DELIVERED = [
  ['MessageSid', `MM${'7'.repeat(32)}`],
  ['MessageStatus', 'delivered'],
] as const;

async function callback(token?: string): Promise<{ status: number; body: string }> {
  const about = {
    signedUrl: `${service.publicUrl}/webhook`,
    ...(token === undefined ? {} : { token }),
  };
  const response = await fetch(`${service.url}/webhook`, signed(DELIVERED, about));
  return { status: response.status, body: await response.text() };
}

async function states(): Promise<readonly string[]> {
  const { ledger, close } = await openDynamoStores(service.place, 'stand_in');
  const messages = await Array.fromAsync(ledger.messages());
  await close();
  return messages.map(({ state }) => state);
}

function lines(): readonly Body[] {
  const text = service.logs().trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Body);
}

describe('a function with little time left', () => {
  it('sends no request to Twilio that it could not wait for, and says so', async () => {
    service = await deployed(template, bundles, { timeLimitMs: 12_000 });
    const { status, body } = await trigger();
    expect([status, body['status']]).toEqual([503, 'no_time']);
    expect(service.twilio.sent()).toEqual([]);
    expect(await states()).toEqual([]);
  });

  it('records an unknown outcome before its time ends when Twilio never responds', async () => {
    const asked = Promise.withResolvers<void>();
    service = await deployed(template, bundles, {
      faults: () => {
        asked.resolve();
        return null;
      },
    });
    const answer = trigger({ parent_tel: '07700 900803' });
    await asked.promise;
    // The time limit for a response of Twilio.
    service.passTwelveSeconds('trigger');
    const { status, body } = await answer;
    expect([status, body['status']]).toEqual([202, 'unknown']);
    expect(await states()).toEqual(['unknown']);
  });
});

describe('a trigger whose template counts as marketing', () => {
  it('sends only with consent on record, and logs one warning', async () => {
    service = await deployed(template, bundles, { profile: { templateCategory: 'MARKETING' } });
    const refused = await trigger();
    expect([refused.status, refused.body['status']]).toEqual([422, 'no_marketing_consent']);
    const optIn = { opt_in_how: 'registration form' };
    expect((await trigger(optIn)).body).toMatchObject({ status: 'message_sent' });
    expect((await trigger(optIn)).body['status']).toBe('already_sent');
    expect(lines().filter(({ outcome }) => outcome === 'template_marketing')).toEqual([
      expect.objectContaining({ level: 'WARN', message: 'trigger' }),
    ]);
  });
});

describe('a function with an incomplete configuration', () => {
  it('logs the name of the missing parameter, and its health check passes all the same', async () => {
    service = await deployed(template, bundles);
    service.aws.values.delete(PARAMETERS.publicUrl);
    const { status, body } = await callback();
    expect([status, JSON.parse(body).status]).toEqual([503, 'settings_missing']);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    expect(lines()).toEqual([
      expect.objectContaining({ outcome: 'settings_missing', setting: 'PUBLIC_URL' }),
      expect.objectContaining({ outcome: 'ok' }),
    ]);
  });

  it.each([
    ['missing', null, 'settings_missing'],
    ['no token', 'two words', 'settings_malformed'],
  ])(
    'refuses a callback signed with an empty token when its own token is %s',
    async (_what, value, code) => {
      service = await deployed(template, bundles);
      if (value === null) service.aws.values.delete(SECRETS.authToken);
      else service.aws.values.set(SECRETS.authToken, value);
      const { status, body } = await callback('');
      expect([status, JSON.parse(body).status]).toEqual([503, code]);
      expect(lines()).toEqual([
        expect.objectContaining({ outcome: code, setting: 'TWILIO_AUTH_TOKEN' }),
      ]);
    },
  );

  it.each([
    ['missing', null, 'settings_missing'],
    ['no key', 'short', 'settings_malformed'],
  ])('sends nothing when its secret is %s', async (_what, value, code) => {
    service = await deployed(template, bundles);
    if (value === null) service.aws.values.delete(SECRETS.apiKey);
    else service.aws.values.set(SECRETS.apiKey, value);
    const { status, body } = await trigger();
    expect([status, body['status']]).toEqual([503, code]);
    expect(JSON.stringify(body)).not.toContain('API_KEY');
    expect(lines()).toEqual([expect.objectContaining({ outcome: code, setting: 'API_KEY' })]);
  });
});

describe('a message on the queue', () => {
  it('that is unreadable ends in the dead-letter queue, with a log line for each delivery', async () => {
    service = await deployed(template, bundles);
    const sqs = await startSqsServer();
    const queue = await sqs.queue();
    await queue.put('{"version":99}');
    await queue.drain(async (body) => {
      const { batchItemFailures } = await service.work([body]);
      if (batchItemFailures.length > 0) throw new Error('It was given back.');
    });
    expect(await queue.deadLetters()).toBe(1);
    await sqs.close();
    expect(lines().map(({ outcome }) => outcome)).toEqual(Array(3).fill('unreadable'));
  });
});

/** The number of log lines that a metric filter of the template matches. */
function linesMatching(metricName: string): number {
  const filter = propertiesOf(template, 'AWS::Logs::MetricFilter').find(
    ({ MetricTransformations: [metric] }) => metric.MetricName === metricName,
  );
  const terms = [...String(filter?.['FilterPattern']).matchAll(/\(\$\.(\w+) = "(\w+)"\)/gu)];
  return lines().filter((line) => terms.some(([, place = '', value]) => line[place] === value))
    .length;
}

describe('the metric filters of the alarms', () => {
  it('match the lines of an unknown outcome and of a forged signature', async () => {
    service = await deployed(template, bundles);
    await trigger({ parent_tel: '07700 900801' });
    await trigger();
    await callback('a-token-of-nobody');
    await callback();
    expect(linesMatching('trigger-unknown-outcomes')).toBe(1);
    expect(linesMatching('failed-signatures')).toBe(1);
  });
});
