import { ClientRequest } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/**
 * Loaded before the built tool (`--import`). Makes SQLite refuse writes, since a test cannot make a disk fail
 * without special rights. FAIL_LEDGER says when:
 *
 * - `full`: a database cannot grow beyond its first page, so a new one cannot be written.
 * - `read_only`: no statement can write.
 * - `read_only_once_posted`: no statement can write after a message was sent.
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
