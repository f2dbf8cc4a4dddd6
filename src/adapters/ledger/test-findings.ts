import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { TestFinding, TestFindings } from '../../application/test-findings.ts';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import { guarded, openStore } from './database.ts';

const ROW = z.object({
  message_sid: z.string(),
  is_right: z.number(),
  reason: z.string().nullable(),
  found_by: z.string(),
  found_at: z.string(),
});

/**
 * The findings in a ledger's file, through a connection of their own.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openTestFindings(file: string, mode: Mode): TestFindings {
  return openStore(file, undefined, (database) => testFindingsIn(database, file, mode));
}

function testFindingsIn(database: DatabaseSync, file: string, mode: Mode): TestFindings {
  const insert = database.prepare(
    `INSERT INTO test_findings (mode, message_sid, is_right, reason, found_by, found_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const all = database.prepare('SELECT * FROM test_findings WHERE mode = ? ORDER BY id');
  return {
    add: async ({ sid, isRight, reason, operator, at }) =>
      guarded(
        file,
        () => void insert.run(mode, sid, Number(isRight), reason, operator, at.toISOString()),
      ),
    list: async () => guarded(file, () => all.all(mode).map(findingOf)),
    close: async () => guarded(file, () => database.close()),
  };
}

function findingOf(row: unknown): TestFinding {
  const { message_sid, is_right, reason, found_by, found_at } = ROW.parse(row);
  return {
    sid: message_sid as MessageSid,
    isRight: is_right === 1,
    reason,
    operator: found_by,
    at: new Date(found_at),
  };
}
