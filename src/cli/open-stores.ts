import { sharedLedgerIn, type SharedLedger } from '../adapters/aws-settings.ts';
import type { SettingValues } from '../adapters/find-settings.ts';
import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { openOptOuts } from '../adapters/ledger/opt-outs.ts';
import { openReplies } from '../adapters/ledger/replies.ts';
import { openReplyLog } from '../adapters/ledger/reply-log.ts';
import { openSqliteLedger } from '../adapters/ledger/sqlite-ledger.ts';
import type { ErasableLedger } from '../application/forget.ts';
import type { OptOuts, Replies } from '../application/people-ports.ts';
import type { Ledger } from '../application/ports.ts';
import type { ReplyLog } from '../application/send-reply.ts';
import type { TestFindings } from '../application/test-findings.ts';
import type { Mode } from '../domain/mode.ts';
import type { Shell } from './shell.ts';

/** All that is kept of messages and people, wherever that is. */
export type Stores = {
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  /** The answers to parents, beside the messages. */
  readonly replyLog: ReplyLog;
  /** Where it is, for people: a file, or the shared ledger. */
  readonly ledgerName: string;
  readonly close: () => Promise<void>;
};

/**
 * The ledger of this computer, or the one that operators share where the settings name one. A rehearsal
 * is always this computer's own.
 *
 * @param busyMs how long a call waits for another process that writes into a file
 * @throws InviteError `settings_malformed`, and what keeps the ledger from being used
 */
export async function openStores(
  shell: Shell,
  values: SettingValues,
  mode: Mode,
  busyMs?: number,
): Promise<Stores> {
  const shared = sharedFor(values, mode);
  if (shared === null) return sqliteStores(fileOf(shell, mode), mode, busyMs);
  const { openDynamoStores } = await import('../adapters/ledger/dynamo-stores.ts');
  const stores = await openDynamoStores(shared, mode);
  return closable({
    ...stores,
    ledgerName: sharedName(shared),
  });
}

export function sharedName({ table, region }: SharedLedger): string {
  return `the shared ledger ${table} (${region})`;
}

/** @throws InviteError when the ledger cannot be used */
export function sqliteStores(file: string, mode: Mode, busyMs?: number): Stores {
  return closable({
    // The ledger first: it makes the folder and the file for their owner alone.
    ledger: openSqliteLedger(file, mode, busyMs),
    optOuts: openOptOuts(file, mode, busyMs),
    replies: openReplies(file, mode, busyMs),
    replyLog: openReplyLog(file, mode, busyMs),
    ledgerName: file,
  });
}

/**
 * What operators found of their tests, in the same place, through a connection of its own.
 *
 * @throws InviteError as `openStores` does
 */
export async function openFindings(
  shell: Shell,
  values: SettingValues,
  mode: Mode,
): Promise<TestFindings> {
  const shared = sharedFor(values, mode);
  if (shared === null) {
    const { openTestFindings } = await import('../adapters/ledger/test-findings.ts');
    return openTestFindings(fileOf(shell, mode), mode);
  }
  const { openDynamoTestFindings } = await import('../adapters/ledger/dynamo-test-findings.ts');
  return await openDynamoTestFindings(shared, mode);
}

/**
 * Every ledger of which somebody can be a part: the shared one, where the settings name one, and those of
 * this computer, with all their modes.
 *
 * @throws InviteError as `openStores` does
 */
export async function openErasables(
  shell: Shell,
  values: SettingValues,
): Promise<readonly ErasableLedger[]> {
  const { openErasable } = await import('../adapters/ledger/erasure.ts');
  const home = homeFolder(shell);
  const shared = sharedLedgerIn(values);
  const opened: (ErasableLedger | null)[] = [];
  try {
    opened.push(openErasable(liveLedgerFile(home), false));
    opened.push(openErasable(rehearsalLedgerFile(home), true));
    if (shared !== null) {
      const { openDynamoErasable } = await import('../adapters/ledger/dynamo-erasure.ts');
      opened.push(await openDynamoErasable(shared));
    }
  } catch (error) {
    await Promise.all(opened.map(async (ledger) => await ledger?.close()));
    throw error;
  }
  return opened.filter((ledger) => ledger !== null);
}

function sharedFor(values: SettingValues, mode: Mode): SharedLedger | null {
  return mode === 'rehearsal' ? null : sharedLedgerIn(values);
}

function fileOf(shell: Shell, mode: Mode): string {
  const home = homeFolder(shell);
  return mode === 'rehearsal' ? rehearsalLedgerFile(home) : liveLedgerFile(home);
}

function closable(stores: Omit<Stores, 'close'>): Stores {
  const { ledger, optOuts, replies, replyLog } = stores;
  return {
    ...stores,
    close: async () => {
      await replies.close();
      await replyLog.close();
      await optOuts.close();
      await ledger.close();
    },
  };
}
