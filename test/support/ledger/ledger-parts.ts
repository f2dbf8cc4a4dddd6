import type { DynamoPlace } from '../../../src/adapters/storage/dynamo/connection.ts';
import { openOperatorTable } from '../../../src/adapters/storage/dynamo/operator-table.ts';
import type { OpenLedger } from '../../../src/adapters/storage/open-ledger.ts';
import { openLedgerFile } from '../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { OptOuts, Replies } from '../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { TestFindings } from '../../../src/application/ports/test-findings.ts';
import type { ReplyLog } from '../../../src/application/replies/send-reply.ts';
import { dailyTags } from '../../../src/domain/delivery/daily-tag.ts';
import {
  asLedgerKey,
  keyedHashWith,
  type LedgerKey,
} from '../../../src/domain/delivery/keyed-hash.ts';
import type { Mode } from '../../../src/domain/set-up/mode.ts';

/** The key of all shared ledgers in tests. */
export const A_LEDGER_KEY = asLedgerKey('5e'.repeat(32)) as LedgerKey;

/** Makes the tags of numbers and keys in the logs of tests. */
export const tagOf = dailyTags(keyedHashWith(A_LEDGER_KEY));

/* Parts of a ledger, each opened as by a process of its own. */

export function openSqliteLedger(file: string, mode: Mode, busyMs?: number): Ledger {
  return openLedgerFile(file, mode, busyMs === undefined ? {} : { busyMs }).ledger;
}

export function openOptOuts(file: string, mode: Mode): OptOuts {
  return openLedgerFile(file, mode).optOuts;
}

export function openReplies(file: string, mode: Mode): Replies {
  return openLedgerFile(file, mode).replies;
}

export function openReplyLog(file: string, mode: Mode): ReplyLog {
  return openLedgerFile(file, mode).replyLog;
}

export function openTestFindings(file: string, mode: Mode): TestFindings {
  return openLedgerFile(file, mode).findings;
}

export async function openDynamoLedger(place: DynamoPlace, mode: Mode): Promise<Ledger> {
  return (await openDynamoStores(place, mode)).ledger;
}

export async function openDynamoStores(place: DynamoPlace, mode: Mode): Promise<OpenLedger> {
  return await openOperatorTable(place, mode, A_LEDGER_KEY);
}
