import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  MESSAGES_PATH,
  read,
  refusalBody,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';

const BLOCKED = 'whatsapp:+447700900333';

describe('an accepted message', () => {
  let account: SimulatedAccount;
  const at = (time: string) => {
    account.clock.now = new Date(`2026-11-20T${time}.000Z`);
  };
  const sent = async (to?: string) => {
    const { body } = await account.send(to === undefined ? {} : { To: to });
    return String(body['uri']);
  };
  const update = async (uri: string, form: Readonly<Record<string, string>>) =>
    read(await account.post(uri, form));

  beforeEach(async () => {
    account = await simulatedAccount();
  });

  afterEach(() => account.close());

  it.each([
    ['18:00:00', 'queued', null, '18:00:00'],
    ['18:00:01', 'sending', null, '18:00:01'],
    ['18:00:02', 'sent', '18:00:02', '18:00:02'],
    ['18:00:09', 'delivered', '18:00:02', '18:00:04'],
    ['18:00:59', 'read', '18:00:02', '18:00:10'],
  ])('at %s is %s', async (time, status, dateSent, dateUpdated) => {
    const uri = await sent();
    at(time);
    expect((await account.call(uri)).body).toMatchObject({
      status,
      date_created: 'Fri, 20 Nov 2026 18:00:00 +0000',
      date_sent: dateSent && `Fri, 20 Nov 2026 ${dateSent} +0000`,
      date_updated: `Fri, 20 Nov 2026 ${dateUpdated} +0000`,
    });
  });

  it('loses its text permanently when it is redacted', async () => {
    const uri = await sent();
    at('18:05:00');
    const redacted = await update(uri, { Body: '' });
    expect(redacted.status).toBe(200);
    expect(redacted.body).toMatchObject({
      body: '',
      status: 'read',
      date_updated: 'Fri, 20 Nov 2026 18:05:00 +0000',
    });
    at('19:00:00');
    expect((await account.call(uri)).body['body']).toBe('');
    expect(account.store.list()[0]).toMatchObject({ body: '', contentVariables: null });
  });

  it('can be canceled while it is queued, and stays canceled', async () => {
    const uri = await sent();
    expect(await update(uri, { Status: 'canceled' })).toMatchObject({
      status: 200,
      body: { status: 'canceled' },
    });
    at('19:00:00');
    expect((await account.call(uri)).body).toMatchObject({ status: 'canceled', date_sent: null });
  });

  it('cannot be canceled once it is sending', async () => {
    const uri = await sent();
    at('18:00:01');
    expect(await update(uri, { Status: 'canceled' })).toEqual({
      status: 409,
      body: refusalBody(409, 30409),
    });
  });

  it.each([
    ['nothing', {}, 30400],
    ['another text', { Body: 'Hello' }, 30400],
    ['another status', { Status: 'read' }, 30400],
    ['both at once', { Body: '', Status: 'canceled' }, 30400],
    ['a field that cannot change', { To: 'whatsapp:+447700900102' }, 20001],
  ])('refuses %s', async (_reason, form, code) => {
    const uri = await sent();
    at('18:05:00');
    expect(await update(uri, form as Record<string, string>)).toEqual({
      status: 400,
      body: refusalBody(400, code),
    });
    expect((await account.call(uri)).body['body']).toBe('Hi Jane, John is invited.');
  });

  it('is deleted with its text and numbers', async () => {
    const uri = await sent();
    at('18:05:00');
    expect(await account.call(uri, { method: 'DELETE' })).toEqual({ status: 204, body: {} });
    const gone = { status: 404, body: refusalBody(404, 20404) };
    expect(await account.call(uri)).toEqual(gone);
    expect(await update(uri, { Body: '' })).toEqual(gone);
    expect(await account.call(uri, { method: 'DELETE' })).toEqual(gone);
    expect((await account.call(`${MESSAGES_PATH}.json`)).body['messages']).toEqual([]);
    expect(account.store.list()[0]).toMatchObject({
      body: '',
      contentVariables: null,
      to: '',
      from: '',
    });
  });

  it('can be neither deleted nor redacted while it is in progress', async () => {
    const uri = await sent();
    at('18:00:03');
    const refused = { status: 409, body: refusalBody(409, 20009) };
    expect(await account.call(uri, { method: 'DELETE' })).toEqual(refused);
    expect(await update(uri, { Body: '' })).toEqual(refused);
    expect((await account.call(uri)).body['body']).toBe('Hi Jane, John is invited.');
  });

  it('can be deleted after a minute even if it stays sent', async () => {
    const uri = await sent(BLOCKED);
    at('18:00:59');
    expect((await account.call(uri, { method: 'DELETE' })).status).toBe(409);
    at('18:01:00');
    expect((await account.call(uri, { method: 'DELETE' })).status).toBe(204);
  });

  it('is not found under an unknown SID', async () => {
    expect(await account.call(`${MESSAGES_PATH}/MM${'0'.repeat(32)}.json`)).toEqual({
      status: 404,
      body: refusalBody(404, 20404),
    });
  });
});
