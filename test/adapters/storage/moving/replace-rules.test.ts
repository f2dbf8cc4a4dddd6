import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  openLedgerFile,
  openWatchedLedgerFile,
} from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { createSchema, LAYOUT_VERSION } from '../../../../src/adapters/storage/sqlite/schema.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/**
 * A ledger that version 11 of the layout wrote: John's message was not delivered (63018), Ava's was
 * delivered, Ali's refused, and Bo's has an unknown outcome.
 */
const FIXTURE = fileURLToPath(new URL('version-11', import.meta.url));

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('urmston-rules-');
  file = join(folder, 'ledger.db');
  writeFileSync(file, gunzipSync(readFileSync(join(FIXTURE, 'ledger.db.gz'))));
  copyFileSync(join(FIXTURE, 'ledger.db.key'), `${file}.key`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const AVA = aMessage({ player_first_name: 'Ava', parent_tel: '07700 900124' });
const ALI = aMessage({ player_first_name: 'Ali', parent_tel: '07700 900125' });
const BO = aMessage({ player_first_name: 'Bo', parent_tel: '07700 900126' });

async function statesIn(ledger: Ledger): Promise<readonly unknown[]> {
  const { byKey } = await ledger.view([aMessage(), AVA, ALI, BO]);
  return [...byKey.values()].map(({ state, delivery, deliveryCode }) => [
    state,
    delivery,
    deliveryCode,
  ]);
}

const STATES = [
  ['accepted', 'undelivered', 63018],
  ['accepted', 'delivered', null],
  ['refused', null, null],
  ['unknown', null, null],
];

function inDatabase<T>(path: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const versionOf = (path: string): unknown =>
  inDatabase(path, (one) => one.prepare('PRAGMA user_version').get()?.['user_version']);

const triggersOf = (database: DatabaseSync): readonly unknown[] =>
  database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
    .all();

describe('a ledger of version 11', () => {
  it('has the rules of a new ledger after it was opened, and the same messages', async () => {
    const { ledger, close } = openLedgerFile(file, 'live');
    expect(await statesIn(ledger)).toEqual(STATES);
    await close();
    expect(versionOf(file)).toBe(LAYOUT_VERSION);
    const rules = inDatabase(':memory:', (database) => {
      createSchema(database);
      return triggersOf(database);
    });
    expect(inDatabase(file, triggersOf)).toEqual(rules);
  });

  it('is backed up before, readable by its owner only', async () => {
    await openLedgerFile(file, 'live').close();
    const backup = `${file}.backup-v11`;
    expect(versionOf(backup)).toBe(11);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  it('is backed up once', async () => {
    await openLedgerFile(file, 'live').close();
    rmSync(`${file}.backup-v11`);
    await openLedgerFile(file, 'live').close();
    expect(existsSync(`${file}.backup-v11`)).toBe(false);
  });

  it('says where the backup is', async () => {
    const copies: string[] = [];
    const watch = { onProgress: async () => {}, onMoved: (copy: string) => void copies.push(copy) };
    const { close } = await openWatchedLedgerFile(file, 'live', watch);
    await close();
    expect(copies).toEqual([`${file}.backup-v11`]);
  });

  it('lets a message that did not arrive be sent again, which version 11 refused', async () => {
    const { ledger, close } = openLedgerFile(file, 'live');
    const before = (await ledger.view([aMessage()])).byKey.get(aMessage().key);
    const claim = await ledger.claim(
      anApproved(),
      { file: 'players.csv' },
      new Date('2026-07-16T18:00:00Z'),
      before?.id ?? null,
    );
    expect(claim.kind).toBe('claimed');
    await close();
  });

  it('waits for a run of the earlier version that has the lock, and is not changed', async () => {
    await openLedgerFile(file, 'live').close();
    const running = openLedgerFile(file, 'live');
    await running.ledger.hold('Robin Green', new Date('2026-07-16T18:00:00Z'));
    inDatabase(file, (database) => database.exec('PRAGMA user_version = 11'));
    expect(() => openLedgerFile(file, 'live')).toThrow(InviteError);
    expect(versionOf(file)).toBe(11);
    await running.close();
    await openLedgerFile(file, 'live').close();
    expect(versionOf(file)).toBe(LAYOUT_VERSION);
  });
});
