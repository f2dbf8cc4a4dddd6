import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  memoryStore,
  type MessageStore,
} from '../../../../src/adapters/simulator/messages/message-store.ts';
import { sqliteStore } from '../../../../src/adapters/simulator/messages/sqlite-store.ts';
import { storedMessage } from '../stored-message.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

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

  it('gives back what was added, whole', () => {
    const failing = storedMessage('1', { course: { endsAs: 'failed', errorCode: 30002 } });
    const freeText = storedMessage('2', { contentSid: null, contentVariables: null });
    store.add(failing);
    store.add(freeText);
    expect(store.get(failing.sid)).toEqual(failing);
    expect(store.get(freeText.sid)).toEqual(freeText);
  });

  it('knows nothing of what was never added', () => {
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

  it('refuses to replace what is not there', () => {
    expect(() => store.update(storedMessage('a'))).toThrow();
    expect(store.list()).toEqual([]);
  });
});
