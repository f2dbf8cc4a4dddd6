import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inboundMessage } from '../../../../src/adapters/simulator/messages/inbound.ts';
import {
  memoryStore,
  type MessageStore,
} from '../../../../src/adapters/simulator/messages/message-store.ts';
import { sqliteStore } from '../../../../src/adapters/simulator/messages/sqlite-store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import {
  ACCOUNT_SID,
  MESSAGES_PATH,
  PARENT,
  SENDER,
  simulatedAccount,
  type SimulatedAccount,
} from '../simulated-account.ts';
import { storedMessage } from '../stored-message.ts';

const STORES: readonly (readonly [
  string,
  (folder: string) => MessageStore & { close?: () => void },
])[] = [
  ['in memory', () => memoryStore()],
  ['in SQLite', (folder) => sqliteStore(join(folder, 'rehearsal.db'))],
];

describe.each(STORES)('a message store %s', (_where, open) => {
  let folder: string;
  let store: MessageStore & { close?: () => void };

  beforeEach(() => {
    folder = temporaryFolder('simulator-');
    store = open(folder);
  });

  afterEach(() => {
    store.close?.();
    rmSync(folder, { recursive: true });
  });

  it('is empty at first', () => {
    expect(store.list()).toEqual([]);
  });

  it('returns what was added, complete', () => {
    const failing = storedMessage('1', { course: { endsAs: 'failed', errorCode: 30002 } });
    const freeText = storedMessage('2', { contentSid: null, contentVariables: null });
    store.add(failing);
    store.add(freeText);
    expect(store.get(failing.sid)).toEqual(failing);
    expect(store.get(freeText.sid)).toEqual(freeText);
  });

  it('has no message that was never added', () => {
    expect(store.get(storedMessage('1').sid)).toBeUndefined();
  });

  it('lists the last added first', () => {
    for (const digit of ['b', 'a', 'c']) store.add(storedMessage(digit));
    expect(store.list()).toEqual([storedMessage('c'), storedMessage('a'), storedMessage('b')]);
  });

  it('replaces a message in its place', () => {
    store.add(storedMessage('a'));
    store.add(storedMessage('b'));
    store.update(storedMessage('a', { body: '', deleted: true }));
    expect(store.list()).toEqual([
      storedMessage('b'),
      storedMessage('a', { body: '', deleted: true }),
    ]);
  });

  it('refuses a second message with the same SID and keeps the first', () => {
    store.add(storedMessage('a'));
    expect(() => store.add(storedMessage('a', { body: 'other' }))).toThrow();
    expect(store.list()).toEqual([storedMessage('a')]);
  });

  it('refuses to replace a message that does not exist', () => {
    expect(() => store.update(storedMessage('a'))).toThrow();
    expect(store.list()).toEqual([]);
  });
});

const INBOX = `${MESSAGES_PATH}.json?To=${encodeURIComponent(SENDER)}`;
const numberOf = (lastSix: string) => `whatsapp:+447700${lastSix}`;

describe('a reply of a parent', () => {
  let account: SimulatedAccount;
  beforeEach(async () => {
    account = await simulatedAccount();
  });
  afterEach(() => account.close());

  const inbox = async () =>
    (await account.call(INBOX)).body['messages'] as readonly Record<string, unknown>[];

  it('is in the list of inbound messages, as Twilio has it', async () => {
    const reply = inboundMessage({
      accountSid: ACCOUNT_SID,
      from: PARENT,
      to: SENDER,
      body: 'Yes please',
      at: account.clock.now,
    });
    account.store.add(reply);
    await account.send();
    expect(await inbox()).toEqual([
      expect.objectContaining({
        sid: expect.stringMatching(/^SM[0-9a-f]{32}$/u),
        direction: 'inbound',
        status: 'received',
        from: PARENT,
        to: SENDER,
        body: 'Yes please',
        date_created: 'Fri, 20 Nov 2026 18:00:00 +0000',
        error_code: null,
      }),
    ]);
  });

  it.each([
    ['900701', 'Yes please! How do I start?'],
    ['900702', 'STOP'],
    ['900703', 'Please don’t message me again'],
    ['900704', 'START'],
  ])('is sent by %s automatically, twelve seconds later: %s', async (lastSix, text) => {
    await account.send({ To: numberOf(lastSix) });
    account.clock.now = new Date('2026-11-20T18:00:11.999Z');
    expect(await inbox()).toEqual([]);
    account.clock.now = new Date('2026-11-20T18:00:12.000Z');
    expect(await inbox()).toMatchObject([{ from: numberOf(lastSix), body: text }]);
  });

  it('cannot be canceled, and can be deleted', async () => {
    await account.send({ To: numberOf('900702') });
    account.clock.now = new Date('2026-11-20T18:00:12.000Z');
    const path = `${MESSAGES_PATH}/${String((await inbox())[0]?.['sid'])}.json`;
    expect((await account.post(path, { Status: 'canceled' })).status).toBe(409);
    expect((await account.call(path, { method: 'DELETE' })).status).toBe(204);
    expect(await inbox()).toEqual([]);
  });
});
