import { sharedLedgerIn, type SharedLedger } from '../adapters/aws-settings.ts';
import type { SettingValues } from '../adapters/find-settings.ts';
import { homeFolder, liveLedgerFile, rehearsalLedgerFile } from '../adapters/home-folder.ts';
import { openOptOuts } from '../adapters/ledger/opt-outs.ts';
import { openReplies } from '../adapters/ledger/replies.ts';
import { openReplyLog } from '../adapters/ledger/reply-log.ts';
import { openSqliteLedger } from '../adapters/ledger/sqlite-ledger.ts';
import type { OptOuts, Replies } from '../application/people-ports.ts';
import type { Ledger } from '../application/ports.ts';
import type { ReplyLog } from '../application/send-reply.ts';
import type { Mode } from '../domain/mode.ts';
import { InviteError, type SharedLedgerGap } from '../domain/problem.ts';
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
  const shared = mode === 'rehearsal' ? null : sharedLedgerIn(values);
  if (shared === null) {
    const home = homeFolder(shell);
    return sqliteStores(
      mode === 'rehearsal' ? rehearsalLedgerFile(home) : liveLedgerFile(home),
      mode,
      busyMs,
    );
  }
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
 * For what only the ledger of one computer can do as yet.
 *
 * @throws InviteError `not_on_shared_ledger`
 */
export function refuseShared(values: SettingValues, command: SharedLedgerGap): void {
  if (sharedLedgerIn(values) !== null) {
    throw new InviteError({ code: 'not_on_shared_ledger', command });
  }
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
