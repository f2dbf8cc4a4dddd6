import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { ErasureSubject, LapsedSubject } from '../../../application/forget/forget.ts';
import type { HeldItem } from '../../../application/forget/held-data.ts';
import { keyedHashWith } from '../../../domain/delivery/keyed-hash.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { nationalForm } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { FileCalls } from '../../files/when-free.ts';
import { deleteFile, systemCode } from '../../files/whole-file.ts';
import { reader } from '../documents.ts';
import type { DataOutsideItems } from '../erasure/erasure.ts';
import { factsOf } from '../erasure/held-items.ts';
import { keyFileOf, newToken } from '../ledger-key.ts';
import { openLedgerOn, type OpenLedger } from '../open-ledger.ts';
import { openFile } from './database.ts';
import { guarded } from './file-errors.ts';
import { keyOf } from './file-key.ts';
import { isOlder, LAYOUT, UNMOVED_LAYOUT } from './file-layout.ts';
import { pagesMoved, type MoveProgress } from './move/move-older.ts';
import { storeOn, type Waiting } from './sqlite-store.ts';

/**
 * Opens the ledger in a local file. Creates the file, its key and its folder if they do not exist,
 * and migrates an older version.
 *
 * @param mode the mode whose messages it reads and writes; one file has all modes
 * @param waiting how a call waits for the write lock of another process
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, `ledger_key_missing`,
 *   `ledger_key_wrong`
 */
export function openLedgerFile(file: string, mode: Mode, waiting: Waiting = {}): OpenLedger {
  refuseKeyAlone(file, mode);
  const database = openFile(file, LAYOUT, waiting.busyMs);
  try {
    return guarded(file, () => openOn(database, file, mode, waiting));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Callbacks of a migration. */
export type MoveWatch = {
  /**
   * Called after each page, and awaited. An error stops the migration; the next call that opens the
   * file continues it.
   */
  readonly onProgress: (progress: MoveProgress) => Promise<void>;
  /** Called after the last page, with the path of the backup. */
  readonly onMoved: (copy: string) => void;
};

/**
 * As `openLedgerFile`, but yields to the event loop between the pages of a migration.
 *
 * @throws InviteError as `openLedgerFile` does, and what `watch` throws
 */
export async function openWatchedLedgerFile(
  file: string,
  mode: Mode,
  watch: MoveWatch,
  waiting: Waiting = {},
): Promise<OpenLedger> {
  refuseKeyAlone(file, mode);
  const database = openFile(file, UNMOVED_LAYOUT, waiting.busyMs);
  try {
    if (guarded(file, () => isOlder(database))) {
      await moveWatched(database, file, watch);
      // Opened again, since a migration sets a longer busy timeout.
      database.close();
      return openLedgerFile(file, mode, waiting);
    }
    return guarded(file, () => openOn(database, file, mode, waiting));
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

async function moveWatched(
  database: DatabaseSync,
  file: string,
  { onProgress, onMoved }: MoveWatch,
): Promise<void> {
  const pages = pagesMoved(database, file);
  for (;;) {
    const page = guarded(file, () => pages.next());
    if (page.done === true) {
      if (page.value !== null) onMoved(page.value);
      return;
    }
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    await setImmediate();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await onProgress(page.value);
  }
}

/**
 * As `openLedgerFile`, but returns null if the file does not exist, for commands that only read.
 */
export function openLedgerFileIfThere(file: string, mode: Mode): OpenLedger | null {
  refuseKeyAlone(file, mode);
  return existsSync(file) ? openLedgerFile(file, mode) : null;
}

/**
 * Refuses a key without a ledger. The key is created after the tables, so the ledger was lost, and
 * with a new one everybody could be messaged again. The ledger of a rehearsal may be deleted to
 * rehearse again.
 *
 * @throws InviteError `ledger_unavailable`
 */
function refuseKeyAlone(file: string, mode: Mode): void {
  // The key is checked first, since another process may create both files between the two checks.
  if (mode === 'rehearsal' || !existsSync(keyFileOf(file))) return;
  // Not `existsSync`: a broken link is reported by `createFile`.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return;
  throw new InviteError({ code: 'ledger_unavailable', file, reason: 'key_alone' });
}

function openOn(
  database: DatabaseSync,
  file: string,
  mode: Mode,
  { wait, files }: Waiting,
): OpenLedger {
  const keyedHash = keyedHashWith(keyOf(database, file));
  const store = storeOn(database, file, wait === undefined ? {} : { wait });
  let isOpen = true;
  return openLedgerOn(
    { store, name: file, read: reader(file), mode, keyedHash, newToken, isShared: false },
    {
      hold: store.hold,
      outsideItems: dataOutsideItems(database, file, store.scrub, files),
      close: async () => {
        if (isOpen) await store.close();
        isOpen = false;
      },
    },
  );
}

/**
 * The simulator of a rehearsal stores its messages in the same file, and migrations leave backups
 * next to it.
 */
function dataOutsideItems(
  database: DatabaseSync,
  file: string,
  scrub: () => Promise<void>,
  files: FileCalls | undefined,
): DataOutsideItems {
  const hasSimulatedMessages = (): boolean =>
    database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'simulated_messages'").get() !==
    undefined;
  return {
    find: (subject) => {
      const copies = copiesOf(file).map((copy) => basename(copy));
      if (!hasSimulatedMessages()) return { simulated: 0, copies };
      const [where, ...values] = conditionOf(subject);
      const found = database
        .prepare(`SELECT count(*) AS count FROM simulated_messages WHERE ${where}`)
        .get(...values);
      return { simulated: Number(found?.['count']), copies };
    },
    held: (phone) => {
      if (!hasSimulatedMessages()) return [];
      const [where, ...values] = conditionOf({ kind: 'number', phone });
      return database
        .prepare(`SELECT message FROM simulated_messages WHERE ${where}`)
        .all(...values)
        .map(({ message }) => simulatedItem(JSON.parse(String(message)) as object));
    },
    erase: (subject) => {
      if (!hasSimulatedMessages()) return;
      const [where, ...values] = conditionOf(subject);
      guarded(file, () =>
        database.prepare(`DELETE FROM simulated_messages WHERE ${where}`).run(...values),
      );
    },
    scrub: async () => {
      const left = guarded(file, () => copiesOf(file).filter((copy) => !isDeleted(copy, files)));
      await scrub();
      return left.map((copy) => basename(copy));
    },
    recoverableDays: 0,
  };
}

/** False while another program has the file open. */
function isDeleted(file: string, calls: FileCalls | undefined): boolean {
  try {
    deleteFile(file, calls);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'held') throw error;
    return false;
  }
}

/** A message of the simulator, whose form only the simulator knows. */
function simulatedItem(message: object): HeldItem {
  const facts = factsOf(message);
  const { sid, created_at: at } = facts;
  return {
    kind: 'simulated',
    mode: 'rehearsal',
    at: typeof at === 'string' ? at : null,
    player: null,
    sid: typeof sid === 'string' ? sid : null,
    about: null,
    facts,
  };
}

/** A WHERE condition for the simulated messages of a number or a season, and its values. */
function conditionOf(
  subject: ErasureSubject | LapsedSubject,
): readonly [where: string, ...values: string[]] {
  switch (subject.kind) {
    case 'number': {
      const { phone } = subject;
      return ['instr(message, ?) > 0 OR instr(message, ?) > 0', phone, nationalForm(phone)];
    }
    case 'season':
      return ["message ->> '$.contentVariables.5' = ?", subject.season];
    case 'rehearsals':
      return ["message ->> '$.createdAt' < ?", subject.before.toISOString()];
  }
}

/** The paths of backups from before a migration, complete or not. */
function copiesOf(file: string): readonly string[] {
  const folder = dirname(file);
  const isCopy = (name: string): boolean =>
    ['backup-v', 'new-'].some((word) => name.startsWith(`${basename(file)}.${word}`));
  return readdirSync(folder)
    .filter(isCopy)
    .map((name) => join(folder, name));
}
