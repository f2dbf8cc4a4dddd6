import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awsStores, settingsSource } from '../../../src/aws/lambda/settings-source.ts';

const ENV = {
  TWILIO_AUTH_TOKEN_FROM_SECRET: 'urmston/twilio/auth-token',
  TWILIO_PHONE_NUMBER_FROM_PARAMETER: '/urmston/twilio/phone-number',
  LEDGER_TABLE: 'the-ledger',
};

/** The value in AWS for each name, or the error it responds with; null where it never responds. */
type Held = string | null | { readonly status: number; readonly error: string };

let server: Server;
let held: Map<string, Held>;
let asked: string[];
let endpoint: string;
beforeEach(async () => {
  held = new Map([
    ['urmston/twilio/auth-token', 'first-token'],
    ['/urmston/twilio/phone-number', 'whatsapp:+447700900999'],
  ]);
  asked = [];
  server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = JSON.parse(await text(incoming));
      const name: string = body.SecretId ?? body.Name;
      const isSecret = String(incoming.headers['x-amz-target']).startsWith('secretsmanager.');
      asked.push(name);
      const missing = isSecret ? 'ResourceNotFoundException' : 'ParameterNotFound';
      const there = held.get(name);
      const value = there === undefined ? { status: 400, error: missing } : there;
      if (value === null) return;
      const [status, answer] =
        typeof value === 'string'
          ? [200, isSecret ? { SecretString: value } : { Parameter: { Name: name, Value: value } }]
          : [value.status, { __type: value.error, message: `first-token of ${name}` }];
      outgoing.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
      outgoing.end(JSON.stringify(answer));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function source(): Promise<ReturnType<typeof settingsSource>> {
  return settingsSource(ENV, await awsStores({ region: 'eu-north-1', endpoint }));
}

describe('the settings of a function', () => {
  it('are those whose names its environment has, with the rest of the environment unchanged', async () => {
    expect(await (await source()).settings()).toEqual({
      TWILIO_AUTH_TOKEN: 'first-token',
      TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
      LEDGER_TABLE: 'the-ledger',
    });
    expect(asked.toSorted()).toEqual(['/urmston/twilio/phone-number', 'urmston/twilio/auth-token']);
  });

  it('are read once, not for each request', async () => {
    const settings = await source();
    await settings.settings();
    await settings.settings();
    expect(asked).toHaveLength(2);
  });

  it('are read again when a token may have been rotated', async () => {
    const settings = await source();
    await settings.settings();
    held.set('urmston/twilio/auth-token', 'second-token');
    expect((await settings.settings())['TWILIO_AUTH_TOKEN']).toBe('first-token');
    expect((await settings.freshSettings())['TWILIO_AUTH_TOKEN']).toBe('second-token');
    expect((await settings.settings())['TWILIO_AUTH_TOKEN']).toBe('second-token');
  });

  it.each([
    ['secret', 'urmston/twilio/auth-token', 'TWILIO_AUTH_TOKEN'],
    ['parameter', '/urmston/twilio/phone-number', 'TWILIO_PHONE_NUMBER'],
  ])(
    'do not contain one whose %s does not exist, like any missing setting',
    async (_k, name, setting) => {
      held.delete(name);
      expect(await (await source()).settings()).not.toHaveProperty(setting);
    },
  );

  it('are not waited for beyond the time limit', async () => {
    held.set('urmston/twilio/auth-token', null);
    const stores = await awsStores({ region: 'eu-north-1', endpoint, answerWithinMs: 50 });
    await expect(stores.secrets.read('urmston/twilio/auth-token', false)).rejects.toThrow(
      'The setting urmston/twilio/auth-token could not be read from AWS: TimeoutError.',
    );
  });

  it('are not read when AWS refuses, and the error has only the name and the code', async () => {
    held.set('urmston/twilio/auth-token', { status: 400, error: 'AccessDeniedException' });
    const error = await (await source()).settings().then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error?.message).toBe(
      'The setting urmston/twilio/auth-token could not be read from AWS: AccessDeniedException.',
    );
    expect(error?.cause).toBeUndefined();
    expect(`${error?.stack}${JSON.stringify(error)}`).not.toContain('first-token');
  });
});
