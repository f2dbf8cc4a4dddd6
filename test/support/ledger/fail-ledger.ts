import { ClientRequest } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/**
 * Loaded before the built tool (`--import`): makes SQLite itself refuse what the tool writes, as no
 * test can make a disk do for whoever runs it. FAIL_LEDGER says when.
 *
 * - `full`: a database may not grow beyond its first page, so nothing fits into a new one.
 * - `read_only`: nothing may be written from the first statement on.
 * - `read_only_once_posted`: nothing may be written once a message has left.
 */
const when = process.env['FAIL_LEDGER'];
const opened = new Set<DatabaseSync>();
// oxlint-disable-next-line typescript/unbound-method -- called on the database it was taken over from
const exec = DatabaseSync.prototype.exec;
// oxlint-disable-next-line typescript/unbound-method -- called on the request it was taken over from
const end = ClientRequest.prototype.end;

DatabaseSync.prototype.exec = function execAndFail(sql: string): void {
  if (!opened.has(this)) {
    opened.add(this);
    if (when === 'full') exec.call(this, 'PRAGMA max_page_count = 1');
    if (when === 'read_only') exec.call(this, 'PRAGMA query_only = 1');
  }
  exec.call(this, sql);
};

ClientRequest.prototype.end = function endAndFail(
  this: ClientRequest,
  ...args: unknown[]
): ClientRequest {
  if (when === 'read_only_once_posted' && this.method === 'POST') {
    for (const database of opened) {
      if (database.isOpen) exec.call(database, 'PRAGMA query_only = 1');
    }
  }
  return Reflect.apply(end, this, args) as ClientRequest;
} as typeof end;
