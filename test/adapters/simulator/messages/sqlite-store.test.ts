import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sqliteStore } from '../../../../src/adapters/simulator/messages/sqlite-store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { storedMessage } from '../stored-message.ts';

describe('the SQLite store', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = temporaryFolder('simulator-');
    path = join(folder, 'rehearsal.db');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('has in a later run what an earlier one stored', () => {
    const first = sqliteStore(path);
    first.add(storedMessage('a'));
    first.close();
    const second = sqliteStore(path);
    expect(second.list()).toEqual([storedMessage('a')]);
    second.close();
  });

  it('returns what another process has just stored', () => {
    const one = sqliteStore(path);
    const other = sqliteStore(path);
    one.add(storedMessage('a'));
    expect(other.get(storedMessage('a').sid)).toEqual(storedMessage('a'));
    one.close();
    other.close();
  });

  it('does not change the ledger in the same file', () => {
    const ledger = new DatabaseSync(path);
    ledger.exec(`PRAGMA user_version = 7; CREATE TABLE attempts (id TEXT);
      INSERT INTO attempts VALUES ('kept')`);
    const store = sqliteStore(path);
    store.add(storedMessage('a'));
    store.close();
    expect({ ...ledger.prepare('PRAGMA user_version').get() }).toEqual({ user_version: 7 });
    expect({ ...ledger.prepare('SELECT id FROM attempts').get() }).toEqual({ id: 'kept' });
    ledger.close();
  });

  it('sets the file to WAL, which is safe on a crash', () => {
    const store = sqliteStore(path);
    const beside = new DatabaseSync(path);
    expect({ ...beside.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' });
    beside.close();
    store.close();
  });

  it('refuses a message it did not write', () => {
    const store = sqliteStore(path);
    const beside = new DatabaseSync(path);
    beside.exec(`INSERT INTO simulated_messages (sid, message) VALUES ('MM1', '{"sid":"MM1"}')`);
    expect(() => store.get('MM1')).toThrow();
    beside.close();
    store.close();
  });

  it.each([
    ['is in a folder that does not exist', 'gone/rehearsal.db', 'broken_path'],
    ['is not a database', 'text.db', 'damaged'],
  ])('throws ledger_unavailable when its file %s', (_what, name, reason) => {
    writeFileSync(join(folder, 'text.db'), 'player,parent\n'.repeat(500));
    const file = join(folder, name);
    const problem = { code: 'ledger_unavailable', file, reason };
    expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ problem }));
  });

  const onPosix = process.platform === 'win32' ? it.skip : it;
  onPosix('makes the file readable for its owner alone', () => {
    const store = sqliteStore(path);
    store.add(storedMessage('a'));
    const modes = [path, `${path}-wal`].map((file) => statSync(file).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    store.close();
  });
});
