import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Imported before the built tool (`--import`): makes a writing statement fail, as SQLite does on a failing
 * disk. The variables are those of `fail-disk.c`; FAIL_DISK_ERRNO is the name of the error.
 */

/** The extended result codes that SQLite has for each error of a write (sqlite.org/rescode.html). */
const RESULTS: { readonly [error: string]: readonly [code: number, words: string] } = {
  ENOSPC: [13, 'database or disk is full'],
  EIO: [778, 'disk I/O error'],
  EROFS: [8, 'attempt to write a readonly database'],
  EINTR: [1034, 'disk I/O error'],
};

const WRITES =
  /^\s*(?:BEGIN IMMEDIATE|BEGIN EXCLUSIVE|COMMIT|CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|REPLACE|VACUUM|PRAGMA (?:journal_mode|user_version) ?=)/iu;

const folder = process.env['FAIL_DISK_UNDER'] ?? '';
const log = process.env['FAIL_DISK_LOG'];
const at = Number(process.env['FAIL_DISK_AT']);
const stays = process.env['FAIL_DISK_STAYS'] === '1';
const [errcode, errstr] = RESULTS[process.env['FAIL_DISK_ERRNO'] ?? ''] ?? [10, 'disk I/O error'];
let calls = 0;

function failIfDue(sql: string, file: string | null): void {
  if (!WRITES.test(sql) || file?.startsWith(folder) === false) return;
  calls += 1;
  const isDue = at > 0 && (calls === at || (stays && calls > at));
  const [verb = ''] = sql.trim().split(/\s/u, 1);
  const command = `${calls} ${verb} ${basename(file ?? '?')}${isDue ? ' failed' : ''}\n`;
  if (log !== undefined) appendFileSync(log, command);
  if (isDue) throw Object.assign(new Error(errstr), { code: 'ERR_SQLITE_ERROR', errcode, errstr });
}

// oxlint-disable-next-line typescript/unbound-method -- called on the database it was taken over from
const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function execOrFail(sql: string): void {
  failIfDue(sql, this.location());
  exec.call(this, sql);
};

for (const name of ['run', 'get', 'all'] as const) {
  const method = StatementSync.prototype[name] as (...given: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, name, {
    value: function callOrFail(this: StatementSync, ...given: unknown[]): unknown {
      failIfDue(this.sourceSQL, null);
      return method.apply(this, given);
    },
  });
}
