import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { ErasureSubject } from '../../../application/forget/forget.ts';
import { keyedHashWith } from '../../../domain/delivery/keyed-hash.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { nationalForm } from '../../../domain/record/phone/phone.ts';
import { reader } from '../documents.ts';
import type { DataOutsideItems } from '../erasure/erasure.ts';
import { openLedgerOn, type OpenLedger } from '../open-ledger.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { keyFileOf, newToken } from '../ledger-key.ts';
import { openFile } from './database.ts';
import { keyOf } from './file-key.ts';
import { guarded } from './file-errors.ts';
import { isOlder, LAYOUT, UNMOVED_LAYOUT } from './file-layout.ts';
import { copyBeforeMove, pagesMoved, type MoveProgress } from './move/move-older.ts';
import { storeOn, type Waiting } from './sqlite-store.ts';

/**
 * The ledger in a file of this computer, made with its key and its folder where there is none.
 *
 * @param mode whose messages it sees; the others in the same file are invisible to it
 * @param waiting how a call waits for another process that writes
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, `ledger_key_missing`,
 *   `ledger_key_wrong`
 */
export function openLedgerFile(file: string, mode: Mode, waiting: Waiting = {}): OpenLedger {
  refuseKeyAlone(file, mode);
  const database = openFile(file, LAYOUT, waiting.busyMs);
  try {
    return guarded(file, () => keptOn(database, file, mode, waiting));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What is done while a ledger of an older version is moved to the tables of this one. */
export type MoveWatch = {
  /** After each page, and waited for. What it throws cuts the move off: the next to open the file goes on. */
  readonly onProgress: (progress: MoveProgress) => Promise<void>;
  /** After the last page; with the copy of the file as it was before. */
  readonly onMoved: (copy: string) => void;
};

/**
 * As `openLedgerFile`, and an older ledger is moved with turns for everything else between two pages.
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
      // A move waits longer for other processes than a call does.
      database.close();
      return openLedgerFile(file, mode, waiting);
    }
    return guarded(file, () => keptOn(database, file, mode, waiting));
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
  let copy: string | null = null;
  for (;;) {
    const page = guarded(file, () => pages.next());
    if (page.done === true) break;
    copy ??= guarded(file, () => copyBeforeMove(database, file));
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    await setImmediate();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await onProgress(page.value);
  }
  if (copy !== null) onMoved(copy);
}

/** The same as `openLedgerFile`, or null where there is no file: reading must not make one. */
export function openLedgerFileIfThere(file: string, mode: Mode): OpenLedger | null {
  refuseKeyAlone(file, mode);
  return existsSync(file) ? openLedgerFile(file, mode) : null;
}

/**
 * A ledger gets its key after its tables, so a key without a ledger means that the ledger was lost. A new
 * one in its place would let everybody be asked again. A rehearsal's may be deleted to rehearse once more.
 *
 * @throws InviteError `ledger_unavailable`
 */
function refuseKeyAlone(file: string, mode: Mode): void {
  // The key first: another process may make both of them between the two looks.
  if (mode === 'rehearsal' || !existsSync(keyFileOf(file))) return;
  // Not `existsSync`: a link that leads nowhere has a reason of its own.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return;
  throw new InviteError({ code: 'ledger_unavailable', file, reason: 'key_alone' });
}

function keptOn(database: DatabaseSync, file: string, mode: Mode, { wait }: Waiting): OpenLedger {
  const keyedHash = keyedHashWith(keyOf(database, file));
  const store = storeOn(database, file, wait === undefined ? {} : { wait });
  let isOpen = true;
  return openLedgerOn(
    { store, name: file, read: reader(file), mode, keyedHash, newToken, isShared: false },
    {
      hold: store.hold,
      outsideItems: dataOutsideItems(database, file, store.scrub),
      close: async () => {
        if (isOpen) await store.close();
        isOpen = false;
      },
    },
  );
}

/** The rehearsal's simulator keeps its messages in the same file, and an older version left copies of it. */
function dataOutsideItems(
  database: DatabaseSync,
  file: string,
  scrub: () => Promise<void>,
): DataOutsideItems {
  const hasSimulatedMessages = (): boolean =>
    database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'simulated_messages'").get() !==
    undefined;
  return {
    find: (subject) => {
      const copies = copiesOf(file).map((copy) => basename(copy));
      if (!hasSimulatedMessages()) return { simulated: 0, copies };
      const [where, ...values] = named(subject);
      const found = database
        .prepare(`SELECT count(*) AS count FROM simulated_messages WHERE ${where}`)
        .get(...values);
      return { simulated: Number(found?.['count']), copies };
    },
    erase: (subject) => {
      if (!hasSimulatedMessages()) return;
      const [where, ...values] = named(subject);
      guarded(file, () =>
        database.prepare(`DELETE FROM simulated_messages WHERE ${where}`).run(...values),
      );
    },
    scrub: async () => {
      guarded(file, () => {
        for (const copy of copiesOf(file)) rmSync(copy, { force: true });
      });
      await scrub();
    },
    recoverableDays: 0,
  };
}

/** The simulated messages of a number or a season, as a condition with its values. */
function named(subject: ErasureSubject): readonly [where: string, ...values: string[]] {
  return subject.kind === 'number'
    ? ['instr(message, ?) > 0 OR instr(message, ?) > 0', subject.phone, nationalForm(subject.phone)]
    : ["message ->> '$.contentVariables.5' = ?", subject.season];
}

/** Copies from before a change of the tables, whole or cut off while they were made. */
function copiesOf(file: string): readonly string[] {
  const folder = dirname(file);
  const isCopy = (name: string): boolean =>
    ['backup-v', 'new-'].some((word) => name.startsWith(`${basename(file)}.${word}`));
  return readdirSync(folder)
    .filter(isCopy)
    .map((name) => join(folder, name));
}
