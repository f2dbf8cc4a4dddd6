import { once } from 'node:events';
import { connect } from 'node:net';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  basic,
  MESSAGES_PATH,
  read,
  refusalBody,
  simulatedAccount,
  TEMPLATE_SID,
  type SimulatedAccount,
} from './simulated-account.ts';

const ANOTHER_ACCOUNT = `AC${'b'.repeat(32)}`;

describe('the simulator', () => {
  let account: SimulatedAccount;

  beforeEach(async () => {
    account = await simulatedAccount();
  });

  afterEach(() => account.close());

  // Only Linux has every 127.x.x.x address, so that a server on one of them differs from one on all.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('listens on one loopback address alone', async () => {
    const { hostname, port } = new URL(account.baseUrl);
    expect(hostname).toBe('127.0.0.1');
    const elsewhere = connect(Number(port), '127.0.0.2');
    await expect(once(elsewhere, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each([
    ['nobody', {}],
    ['another account', { Authorization: basic(ANOTHER_ACCOUNT, AUTH_TOKEN) }],
    ['a wrong token', { Authorization: basic(ACCOUNT_SID, 'wrong') }],
    ['a token by another scheme', { Authorization: `Bearer ${AUTH_TOKEN}` }],
  ])('refuses %s before it checks anything else', async (_who, headers) => {
    for (const path of [`${MESSAGES_PATH}.json`, `/v1/Content/${TEMPLATE_SID}`, '/nowhere']) {
      const response = await fetch(account.baseUrl + path, { headers });
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"');
      expect(await read(response)).toEqual({ status: 401, body: refusalBody(401, 20003) });
    }
  });

  it.each([
    ['another account', 'GET', `/2010-04-01/Accounts/${ANOTHER_ACCOUNT}/Messages.json`, 404, 20404],
    ['another resource', 'GET', `/2010-04-01/Accounts/${ACCOUNT_SID}/Calls.json`, 404, 20404],
    ['the XML form', 'GET', MESSAGES_PATH, 404, 20404],
    ['another version', 'GET', '/v2/Content', 404, 20404],
    ['deleting all messages', 'DELETE', `${MESSAGES_PATH}.json`, 405, 20004],
    ['creating a template', 'POST', '/v1/Content', 405, 20004],
  ])('refuses %s', async (_what, method, path, status, code) => {
    expect(await account.call(path, { method })).toEqual({
      status,
      body: refusalBody(status, code),
    });
  });

  it('does not support PUT for a message', async () => {
    const { body } = await account.send();
    expect(await account.call(String(body['uri']), { method: 'PUT' })).toEqual({
      status: 405,
      body: refusalBody(405, 20004),
    });
  });

  it('survives a client that disconnects during its request', async () => {
    const socket = connect(Number(new URL(account.baseUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST ${MESSAGES_PATH}.json HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nTo=what`,
    );
    socket.destroy();
    await once(socket, 'close');
    expect((await account.send()).status).toBe(201);
  });

  it('closes open connections and stops listening when it closes', async () => {
    const socket = connect(Number(new URL(account.baseUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    const cut = once(socket, 'close');
    socket.resume();
    await account.close();
    await cut;
    await expect(account.send()).rejects.toThrow('fetch failed');
  });

  it('may be closed twice', async () => {
    await account.close();
    await expect(account.close()).resolves.toBeUndefined();
  });
});
