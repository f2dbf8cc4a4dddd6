import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from '@jest/globals';
import { guarded } from '../../../../src/adapters/storage/sqlite/file-errors.ts';
import { LAYOUT } from '../../../../src/adapters/storage/sqlite/file-layout.ts';
import { LAYOUT_VERSION } from '../../../../src/adapters/storage/sqlite/schema.ts';
import { transaction } from '../../../../src/adapters/storage/sqlite/transaction.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';

const opened: DatabaseSync[] = [];
afterEach(() => {
  for (const database of opened.splice(0)) if (database.isOpen) database.close();
});

function aDatabase(sql = ''): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  opened.push(database);
  database.exec(sql);
  return database;
}

/** A database with a limit of pages, at which SQLite fails as on a full disk. */
function aFullDatabase(pages: number): DatabaseSync {
  return aDatabase(`PRAGMA max_page_count = ${pages}`);
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not stop.');
}

function factOf(database: DatabaseSync, pragma: string): unknown {
  return database.prepare(`PRAGMA ${pragma}`).get()?.[pragma];
}

function tablesIn(database: DatabaseSync): readonly unknown[] {
  return database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
}

describe('a transaction that fails', () => {
  it('is rolled back, and the next one can begin', () => {
    const database = aDatabase('CREATE TABLE notes (text TEXT)');
    const first = new Error('first');
    const work = (): void => {
      database.exec("INSERT INTO notes VALUES ('lost')");
      throw first;
    };
    expect(errorOf(() => transaction(database, work))).toBe(first);
    transaction(database, () => database.exec("INSERT INTO notes VALUES ('kept')"));
    expect(database.prepare('SELECT text FROM notes').all()).toMatchObject([{ text: 'kept' }]);
  });

  it('throws the original error if SQLite has rolled back by itself, as on a full disk', () => {
    const database = aFullDatabase(3);
    const work = (): void =>
      database.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (zeroblob(100000))');
    expect(errorOf(() => transaction(database, work))).toMatchObject({ errcode: 13 });
    expect(database.isTransaction).toBe(false);
    expect(tablesIn(database)).toEqual([]);
  });

  it('throws the original error if the rollback fails', () => {
    const database = aDatabase();
    const first = new Error('first');
    const work = (): void => {
      database.close();
      throw first;
    };
    expect(errorOf(() => transaction(database, work))).toBe(first);
  });

  it('is rolled back if SQLite refuses the commit', () => {
    const database = aDatabase(`
      CREATE TABLE attempts (id TEXT PRIMARY KEY);
      CREATE TABLE events (attempt TEXT REFERENCES attempts (id) DEFERRABLE INITIALLY DEFERRED)`);
    const work = (): void => database.exec("INSERT INTO events VALUES ('none')");
    expect(errorOf(() => transaction(database, work))).toMatchObject({ errcode: 787 });
    expect(database.isTransaction).toBe(false);
    expect(database.prepare('SELECT * FROM events').all()).toEqual([]);
  });
});

describe("the ledger's tables on a disk that is full", () => {
  const whole = aDatabase();
  LAYOUT.prepare(whole, 'ledger.db');
  const pages = Number(factOf(whole, 'page_count'));
  whole.close();

  it.each([1, 2, Math.floor(pages / 2), pages - 1])(
    'fail with that reason, and none is left, with %i pages',
    (room) => {
      const database = aFullDatabase(room);
      const error = errorOf(() =>
        guarded('ledger.db', () => LAYOUT.prepare(database, 'ledger.db')),
      );
      expect(error).toBeInstanceOf(InviteError);
      expect(error).toMatchObject({
        problem: { code: 'ledger_unavailable', file: 'ledger.db', reason: 'disk_full' },
      });
      expect(tablesIn(database)).toEqual([]);
    },
  );

  it('are created if there is room', () => {
    const database = aFullDatabase(pages);
    LAYOUT.prepare(database, 'ledger.db');
    expect(factOf(database, 'user_version')).toBe(LAYOUT_VERSION);
  });
});
