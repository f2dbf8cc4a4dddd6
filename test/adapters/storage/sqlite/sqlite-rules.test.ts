import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guarded } from '../../../../src/adapters/storage/sqlite/file-errors.ts';
import { LAYOUT } from '../../../../src/adapters/storage/sqlite/file-layout.ts';
import { createSchema } from '../../../../src/adapters/storage/sqlite/schema.ts';
import { openSqliteStore } from '../../../../src/adapters/storage/sqlite/sqlite-store.ts';
import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  allowsNewAttempt,
  mayBecome,
} from '../../../../src/domain/delivery/state.ts';
import { InviteError } from '../../../../src/domain/problem/problem.ts';
import { aMessageDocument, anAttemptDocument } from '../../../support/store/message-document.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A direct connection to the tables of this version, without the store. */
let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  createSchema(database);
});
afterEach(() => database.close());

/** The states that the current attempt can have. */
const CURRENT_STATES = ATTEMPT_STATES.filter((state) => state !== 'not_delivered');

const PARTITION = 'live#message#KEY';

/** Inserts a message in any state, as during a migration. */
function moveIn(doc: unknown): void {
  database.exec('INSERT INTO moving (only, from_version) VALUES (1, 10)');
  insert(doc);
  database.exec('DELETE FROM moving');
}

function insert(doc: unknown, { pk = PARTITION, sk = 'message', verb = 'INSERT' } = {}): void {
  database
    .prepare(`${verb} INTO items (pk, sk, doc, version) VALUES (?, ?, ?, 'v1')`)
    .run(pk, sk, JSON.stringify(doc));
}

function update(doc: unknown): void {
  database
    .prepare("UPDATE items SET doc = ?, version = 'v2' WHERE pk = ? AND sk = 'message'")
    .run(JSON.stringify(doc), PARTITION);
}

/** The message of SQLite if a rule refuses the statement; null if it is done. */
function refusalOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    const { errcode, message } = error as { readonly errcode?: number; readonly message: string };
    // Any kind of SQLITE_CONSTRAINT.
    if (errcode !== undefined && (errcode & 0xff) === 19) return message;
    throw error;
  }
}

function messages(): readonly unknown[] {
  return database
    .prepare("SELECT doc FROM items WHERE sk = 'message'")
    .all()
    .map(({ doc }) => JSON.parse(String(doc)));
}

const FIRST = anAttemptDocument('first', 'approved');
const MESSAGE = aMessageDocument('KEY', FIRST);

describe('the database itself refuses', () => {
  it.each([
    ['a second item of the same key', `('p', 'a', '{}', 'v')`, 'UNIQUE constraint failed'],
    ['an item without a partition', `(NULL, 'b', '{}', 'v')`, 'NOT NULL constraint failed'],
    ['an item without a sort key', `('p', NULL, '{}', 'v')`, 'NOT NULL constraint failed'],
    ['an item without a document', `('p', 'b', NULL, 'v')`, 'NOT NULL constraint failed'],
    ['an item without a version', `('p', 'b', '{}', NULL)`, 'NOT NULL constraint failed'],
    ['an empty version', `('p', 'b', '{}', '')`, 'CHECK constraint failed'],
    ['a document that is no JSON', `('p', 'b', '{a:1}', 'v')`, 'CHECK constraint failed'],
    ['an empty document', `('p', 'b', '', 'v')`, 'CHECK constraint failed'],
    ['a document in bytes', `('p', 'b', x'7b7d', 'v')`, 'cannot store BLOB value'],
  ])('%s', (_what, values, refusal) => {
    database.exec("INSERT INTO items (pk, sk, doc, version) VALUES ('p', 'a', '{}', 'v')");
    const sql = `INSERT INTO items (pk, sk, doc, version) VALUES ${values}`;
    expect(refusalOf(() => database.exec(sql))).toContain(refusal);
    expect(database.prepare('SELECT count(*) AS items FROM items').get()).toEqual({ items: 1 });
  });

  it.each(['list', 'person', 'due'])('half a place in the index %s', (index) => {
    for (const column of [`${index}_pk`, `${index}_sk`]) {
      const sql = `INSERT INTO items (pk, sk, doc, version, ${column}) VALUES ('p', 'a', '{}', 'v', 'x')`;
      expect(refusalOf(() => database.exec(sql))).toContain('CHECK constraint failed');
    }
  });

  it.each(["pk = 'q'", "sk = 'b'", 'id = 7'])('another key for an item: %s', (change) => {
    database.exec("INSERT INTO items (pk, sk, doc, version) VALUES ('p', 'a', '{}', 'v')");
    for (const or of ['', 'OR REPLACE', 'OR IGNORE']) {
      const sql = `UPDATE ${or} items SET ${change}`;
      expect(refusalOf(() => database.exec(sql))).toBe('an item keeps its key');
    }
  });
});

const NAMES_OF_ATTEMPT = Object.keys(FIRST);
const REQUIRED = [
  ...Object.keys(MESSAGE),
  ...NAMES_OF_ATTEMPT.map((name) => `attempt.${name}`),
  ...NAMES_OF_ATTEMPT.map((name) => `earlier[0].${name}`),
];

describe('of a message, the database itself refuses', () => {
  const withEarlier = aMessageDocument('KEY', FIRST, [anAttemptDocument('zero', 'lapsed')]);

  it.each(REQUIRED)('a document without a proper %s', (path) => {
    const text = JSON.stringify(withEarlier);
    for (const change of [
      `json_remove(?1, '$.${path}')`,
      `json_set(?1, '$.${path}', NULL)`,
      `json_set(?1, '$.${path}', 7)`,
      `json_set(?1, '$.${path}', json('{}'))`,
    ]) {
      database.exec('DELETE FROM moving; INSERT INTO moving (only, from_version) VALUES (1, 10)');
      const sql = `INSERT INTO items (pk, sk, doc, version) VALUES (?2, 'message', ${change}, 'v')`;
      const statement = database.prepare(sql);
      expect([change, refusalOf(() => statement.run(text, PARTITION))]).toEqual([
        change,
        expect.any(String),
      ]);
    }
    expect(messages()).toEqual([]);
    insert(withEarlier);
    expect(messages()).toEqual([withEarlier]);
  });

  it.each([
    ['of no mode', { pk: 'other#message#KEY' }],
    ['of no mode at all', { pk: '#message#KEY' }],
    ['under another key', { pk: 'live#message#OTHER' }],
    ['under a longer key', { pk: 'live#message#KEY#2' }],
    ['under no key', { pk: 'live#message#' }],
    ['beside its place', { sk: 'message-2' }],
    ['among the answers', { pk: 'live#answers#message#KEY' }],
  ])('one %s', (_what, place) => {
    expect(refusalOf(() => insert(MESSAGE, place))).toMatch(/^CHECK constraint failed/u);
  });

  it.each([
    ['an answer among the invites', { purpose: 'answer', inviteeKey: null }],
    ['an invite without an invitee', { inviteeKey: null }],
    ['an unknown purpose', { purpose: 'other' }],
    ['an unknown state', { attempt: { ...FIRST, state: 'other' } }],
    ['an unknown delivery state', { attempt: { ...FIRST, delivery: 'other' } }],
    ['an attempt without an id', { attempt: { ...FIRST, id: '' } }],
    ['what is no attempt', { attempt: 'first' }],
    ['what is no list of attempts', { earlier: {} }],
    ['attempts that are none', { earlier: ['zero'] }],
    ['nothing but an earlier attempt of nothing', { earlier: [null] }],
  ])('%s', (_what, parts) => {
    database.exec('INSERT INTO moving (only, from_version) VALUES (1, 10)');
    expect(refusalOf(() => insert({ ...MESSAGE, ...parts }))).toEqual(expect.any(String));
  });

  it('nothing that belongs to one', () => {
    for (const mode of ['live', 'rehearsal', 'stand_in']) {
      insert(MESSAGE, { pk: `${mode}#message#KEY` });
      const answer = { ...MESSAGE, purpose: 'answer', inviteeKey: null };
      insert(answer, { pk: `${mode}#answers#message#KEY` });
      insert({ to: 'KEY' }, { pk: `${mode}#sid#message#KEY` });
    }
    expect(messages()).toHaveLength(9);
  });

  it.each(CURRENT_STATES)('one that begins otherwise than with a yes: %s', (state) => {
    const doc = aMessageDocument('KEY', anAttemptDocument('first', state));
    expect(refusalOf(() => insert(doc))).toBe(
      state === 'approved' ? null : 'a message begins with its first attempt, approved',
    );
  });

  it('one that begins with a second attempt', () => {
    expect(refusalOf(() => insert(withEarlier))).toBe(
      'a message begins with its first attempt, approved',
    );
  });

  it('to delete it', () => {
    insert(MESSAGE);
    for (const sql of ['DELETE FROM items', "DELETE FROM items WHERE sk = 'message'"]) {
      expect(refusalOf(() => database.exec(sql))).toBe('a message is never deleted');
    }
    expect(messages()).toEqual([MESSAGE]);
  });

  it.each(['INSERT', 'INSERT OR REPLACE', 'INSERT OR IGNORE', 'REPLACE'])(
    'to replace it, by %s',
    (verb) => {
      insert(MESSAGE);
      const other = { ...MESSAGE, season: 'other' };
      expect(refusalOf(() => insert(other, { verb }))).toBe('a message is never replaced');
      const sql = `${verb} INTO items (id, pk, sk, doc, version)
        SELECT id, 'p', 'a', '{}', 'v' FROM items`;
      expect(refusalOf(() => database.exec(sql))).toBe('a message is never replaced');
      expect(messages()).toEqual([MESSAGE]);
    },
  );
});

const PAIRS = CURRENT_STATES.flatMap((from) => CURRENT_STATES.map((to) => [from, to] as const));
const ENDS = CURRENT_STATES.flatMap((from) => ATTEMPT_STATES.map((to) => [from, to] as const));

describe('an attempt that is', () => {
  it.each(PAIRS)('%s becomes %s in the database only as the table of states has it', (from, to) => {
    moveIn(aMessageDocument('KEY', anAttemptDocument('first', from)));
    const next = aMessageDocument('KEY', anAttemptDocument('first', to, { note: 'new' }));
    const refusal = refusalOf(() => update(next));
    expect(refusal).toBe(from === to || mayBecome(from, to) ? null : 'this state may not follow');
    expect(messages()).toEqual([
      refusal === null ? next : aMessageDocument('KEY', anAttemptDocument('first', from)),
    ]);
  });

  it.each(ENDS)(
    '%s and ended as %s is followed by another only if nothing was sent, or nothing arrived',
    (from, to) => {
      const failed = { delivery: 'undelivered' };
      moveIn(aMessageDocument('KEY', anAttemptDocument('first', from, failed)));
      const ended = anAttemptDocument('first', to, failed);
      const next = aMessageDocument('KEY', anAttemptDocument('second', 'approved'), [ended]);
      const isFree = allowsNewAttempt(to) && (from === to || mayBecome(from, to));
      expect(refusalOf(() => update(next)) === null).toBe(isFree);
    },
  );

  it.each(DELIVERY_STATES)(
    'accepted is followed by another after %s only if it failed',
    (delivery) => {
      moveIn(aMessageDocument('KEY', anAttemptDocument('first', 'accepted', { delivery })));
      const ended = anAttemptDocument('first', 'not_delivered', { delivery });
      const next = aMessageDocument('KEY', anAttemptDocument('second', 'approved'), [ended]);
      expect(refusalOf(() => update(next))).toBe(
        ['failed', 'undelivered', 'canceled'].includes(delivery)
          ? null
          : 'an attempt may not follow one that may have arrived',
      );
    },
  );

  it('accepted is not followed by another before a delivery state is known', () => {
    moveIn(aMessageDocument('KEY', anAttemptDocument('first', 'accepted')));
    const ended = anAttemptDocument('first', 'not_delivered');
    const next = aMessageDocument('KEY', anAttemptDocument('second', 'approved'), [ended]);
    expect(refusalOf(() => update(next))).toBe(
      'an attempt may not follow one that may have arrived',
    );
  });

  it.each(CURRENT_STATES)('refused is not followed by one that is %s, but for a yes', (state) => {
    const ended = anAttemptDocument('first', 'refused');
    moveIn(aMessageDocument('KEY', ended));
    const next = aMessageDocument('KEY', anAttemptDocument('second', state), [ended]);
    expect(refusalOf(() => update(next)) === null).toBe(state === 'approved');
  });

  it.each(ATTEMPT_STATES)(
    '%s is allowed as an earlier one in a migration only if it proves that nothing was sent',
    (state) => {
      const earlier = [anAttemptDocument('zero', state)];
      const doc = aMessageDocument('KEY', anAttemptDocument('first', 'accepted'), earlier);
      expect(refusalOf(() => moveIn(doc))).toBe(
        allowsNewAttempt(state) ? null : 'an earlier attempt is open',
      );
    },
  );
});

describe('the attempts before the last', () => {
  const [zero, one] = [anAttemptDocument('zero', 'lapsed'), anAttemptDocument('one', 'refused')];
  const last = anAttemptDocument('last', 'unreachable');
  const next = anAttemptDocument('next', 'approved');
  const before = aMessageDocument('KEY', last, [zero, one]);

  it.each([
    ['without the first', [one]],
    ['without any', []],
    ['in another order', [one, zero]],
    ['with one more', [zero, one, anAttemptDocument('more', 'lapsed')]],
    ['with another in place of one', [zero, anAttemptDocument('more', 'refused')]],
    ['with one in another state', [zero, anAttemptDocument('one', 'lapsed')]],
    ['with one that may have gone out', [zero, anAttemptDocument('one', 'unknown')]],
    ['with the last among them', [zero, one, last]],
  ])('stay in the database: not %s', (_what, earlier) => {
    moveIn(before);
    const same = { ...before, earlier };
    expect(refusalOf(() => update(same))).toEqual(expect.any(String));
    const followed = { ...before, attempt: next, earlier: [...earlier, last] };
    expect(refusalOf(() => update(followed))).toEqual(expect.any(String));
    expect(messages()).toEqual([before]);
  });

  it('get the one that ended', () => {
    moveIn(before);
    update({ ...before, attempt: next, earlier: [zero, one, last] });
    update({ ...before, attempt: { ...next, state: 'sending' }, earlier: [zero, one, last] });
    expect(messages()).toHaveLength(1);
  });

  it('do not get another one with the same id', () => {
    moveIn(before);
    const doc = { ...before, attempt: { ...next, id: 'zero' }, earlier: [zero, one, last] };
    expect(refusalOf(() => update(doc))).toBe('an earlier attempt is open');
  });

  it('may lose personal data, and get delivery states', () => {
    moveIn(before);
    const erased = [zero, one].map((each) => ({ ...each, recipient: '', delivery: 'failed' }));
    update({ ...before, attempt: { ...last, recipient: '' }, earlier: erased });
    expect(messages()).toMatchObject([{ earlier: [{ recipient: '' }, { recipient: '' }] }]);
  });

  it('keep their history', () => {
    moveIn(before);
    const history = before.history.slice(1);
    expect(refusalOf(() => update({ ...before, history }))).toBe('history is never cut');
  });
});

describe('a migration', () => {
  it('begins before the first item, and cannot begin again', () => {
    moveIn(aMessageDocument('KEY', anAttemptDocument('first', 'unknown')));
    const again = 'INSERT INTO moving (only, from_version) VALUES (1, 10)';
    expect(refusalOf(() => database.exec(again))).toBe('items are there already');
    const other = aMessageDocument('OTHER', anAttemptDocument('first', 'unknown'));
    expect(refusalOf(() => insert(other, { pk: 'live#message#OTHER' }))).toBe(
      'a message begins with its first attempt, approved',
    );
  });

  it('allows no forbidden transition', () => {
    database.exec('INSERT INTO moving (only, from_version) VALUES (1, 10)');
    insert(aMessageDocument('KEY', anAttemptDocument('first', 'accepted')));
    expect(refusalOf(() => update(MESSAGE))).toBe('this state may not follow');
  });

  it.each([0, 11, null])('is from no version %s', (version) => {
    const sql = 'INSERT INTO moving (only, from_version) VALUES (1, ?)';
    expect(refusalOf(() => database.prepare(sql).run(version))).toEqual(expect.any(String));
  });

  it('begins with the tables', () => {
    const other = new DatabaseSync(':memory:');
    createSchema(other, 3);
    expect(other.prepare('SELECT * FROM moving').all()).toEqual([{ only: 1, from_version: 3 }]);
    other.close();
  });
});

describe('what the database refuses through the port', () => {
  it('is thrown as a fault of the program, and nothing of the commit is written', async () => {
    const folder = temporaryFolder('urmston-store-');
    const store = openSqliteStore(join(folder, 'ledger.db'));
    try {
      const key = { pk: PARTITION, sk: 'message' };
      const place = { places: { list: ['p', 'x'] } } as const;
      expect(await store.commit([{ ...key, ...place, doc: MESSAGE, expected: null }])).toBe(true);
      // A version that is not the expected one is not a fault.
      expect(await store.commit([{ ...key, doc: MESSAGE, expected: null }])).toBe(false);
      const doc = aMessageDocument('KEY', anAttemptDocument('first', 'accepted'));
      const before = await store.get(key);
      const wrongs = [
        { ...key, doc },
        { ...key, doc, expected: before?.version ?? null },
        { ...key, gone: true },
      ] as const;
      for (const wrong of wrongs) {
        const error: unknown = await store
          .commit([{ pk: 'p', sk: 'a', doc: 1 }, wrong])
          .catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'ERR_SQLITE_ERROR' });
        expect(error).not.toBeInstanceOf(InviteError);
        expect(await store.get(key)).toEqual(before);
        expect(await store.get({ pk: 'p', sk: 'a' })).toBeNull();
      }
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the tables', () => {
  it('are those of their version: a change of them, or of the states, needs a new version and a migration', () => {
    const sql = database
      .prepare('SELECT sql FROM sqlite_schema ORDER BY name')
      .all()
      .map((row) => String(row['sql']).replaceAll(/--.*|\s+/gu, ' '));
    const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {};
    const digest = createHash('sha256').update(sql.join(';')).digest('hex');
    expect([version, digest.slice(0, 16)]).toEqual([12, '9638bfd2936b246b']);
  });

  it.each([1, 3, 8])('are not left in part on a disk that has room for %i pages', (pages) => {
    const full = new DatabaseSync(':memory:');
    full.exec(`PRAGMA max_page_count = ${pages}`);
    let error: unknown = null;
    try {
      guarded('ledger.db', () => LAYOUT.prepare(full, 'ledger.db'));
    } catch (thrown) {
      error = thrown;
    }
    expect(error instanceof InviteError ? error.problem : error).toEqual({
      code: 'ledger_unavailable',
      file: 'ledger.db',
      reason: 'disk_full',
    });
    expect(full.prepare('SELECT name FROM sqlite_schema').all()).toEqual([]);
    full.close();
  });
});
