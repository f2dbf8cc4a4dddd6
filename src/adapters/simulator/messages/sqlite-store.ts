import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { guarded } from '../../storage/sqlite/file-errors.ts';
import { isDeliveryErrorCode } from '../faults/twilio-codes.ts';
import type { Course } from './lifecycle.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

const BUSY_TIMEOUT_MS = 5000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS simulated_messages (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    message TEXT NOT NULL
  ) STRICT`;

const COURSE: z.ZodType<Course> = z.union([
  z.strictObject({ endsAs: z.enum(['read', 'delivered', 'sent', 'received']) }),
  z.strictObject({
    endsAs: z.enum(['undelivered', 'failed']),
    errorCode: z.int().refine(isDeliveryErrorCode),
    heldForMs: z.int().nonnegative().optional(),
    droppedAfterMs: z.int().optional(),
  }),
]);

const STORED_MESSAGE: z.ZodType<StoredMessage> = z.strictObject({
  sid: z.string(),
  accountSid: z.string(),
  to: z.string(),
  from: z.string(),
  body: z.string(),
  contentSid: z.string().nullable(),
  contentVariables: z.record(z.string(), z.string()).nullable(),
  createdAt: z.iso.datetime(),
  course: COURSE,
  editedAt: z.iso.datetime().nullable(),
  canceled: z.boolean(),
  deleted: z.boolean(),
  deletedMedia: z.exactOptional(z.array(z.string())),
  webhookFields: z.exactOptional(z.record(z.string(), z.string())),
});

const ROW = z.object({ message: z.string() });

type SqliteStore = MessageStore & { readonly close: () => void };

/**
 * Keeps the messages in a SQLite file, so that a later rehearsal finds what an earlier one sent. The
 * file is that of the rehearsal's ledger. This uses a table of its own, and changes no setting of the
 * file but WAL, which the ledger uses too.
 *
 * @throws InviteError `ledger_unavailable` when the file cannot be used, here and from every call
 * @throws Error when the file holds something else
 */
export function sqliteStore(databasePath: string): SqliteStore {
  return guarded(databasePath, () => {
    // SQLite would create the file with the umask's permissions, and it holds names and numbers.
    closeSync(openSync(databasePath, 'a', 0o600));
    const database = new DatabaseSync(databasePath, { timeout: BUSY_TIMEOUT_MS });
    try {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${SCHEMA}`);
      return storeIn(database, databasePath);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function storeIn(database: DatabaseSync, file: string): SqliteStore {
  const insert = database.prepare('INSERT INTO simulated_messages (sid, message) VALUES (?, ?)');
  const select = database.prepare('SELECT message FROM simulated_messages WHERE sid = ?');
  const selectAll = database.prepare(
    'SELECT message FROM simulated_messages ORDER BY ordinal DESC',
  );
  const replace = database.prepare('UPDATE simulated_messages SET message = ? WHERE sid = ?');
  return {
    add: (message) =>
      guarded(file, () => {
        insert.run(message.sid, JSON.stringify(message));
      }),
    get: (sid) =>
      guarded(file, () => {
        const row = select.get(sid);
        return row === undefined ? undefined : parseRow(row);
      }),
    list: () => guarded(file, () => selectAll.all().map(parseRow)),
    update: (message) =>
      guarded(file, () => {
        const { changes } = replace.run(JSON.stringify(message), message.sid);
        if (Number(changes) !== 1) throw new Error('No message with this SID is stored.');
      }),
    close: () => guarded(file, () => database.close()),
  };
}

function parseRow(row: unknown): StoredMessage {
  return STORED_MESSAGE.parse(JSON.parse(ROW.parse(row).message));
}
