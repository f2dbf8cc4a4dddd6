import * as z from 'zod';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import { guarded, openDatabase } from './database.ts';

/** What the operator saw of a test message on their phone. */
export type TestFinding = {
  readonly sid: MessageSid;
  /** Whether it arrived and reads right. */
  readonly isRight: boolean;
  /** Why not, in the operator's words; null where it is right, and once it was erased. */
  readonly reason: string | null;
  readonly operator: string;
  readonly at: Date;
};

/** The operator's findings. Each call is one durable transaction. */
export type TestFindings = {
  readonly add: (finding: TestFinding) => Promise<void>;
  /** Oldest first. */
  readonly list: () => Promise<readonly TestFinding[]>;
  readonly close: () => Promise<void>;
};

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
  const database = openDatabase(file);
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
