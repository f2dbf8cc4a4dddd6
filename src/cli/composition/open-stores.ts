import { sharedLedgerIn, type SharedLedger } from '../../adapters/settings/aws-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import {
  homeFolder,
  liveLedgerFile,
  rehearsalLedgerFile,
} from '../../adapters/files/home-folder.ts';
import type { Moving } from '../../adapters/storage/dynamo/ledger-table.ts';
import type { Kept } from '../../adapters/storage/kept.ts';
import type { Waiting } from '../../adapters/storage/sqlite/sqlite-store.ts';
import {
  openLedgerFile,
  openWatchedLedgerFile,
} from '../../adapters/storage/sqlite/ledger-file.ts';
import type { ErasableLedger } from '../../application/forget/forget.ts';
import type { Ledger } from '../../application/ports/ports.ts';
import { asLedgerKey, type LedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Shell } from '../shell.ts';
import { existsSync } from 'node:fs';
import { moveBegunInWords, moveEndedInWords, movingInWords } from '../../text/ledger.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';
import { printable } from '../../text/format.ts';
import { NO_SPINNER, startSpinner, type Spinner } from '../terminal/spinner.ts';
import { operatorName as operatorIn, runMode } from '../../adapters/settings/run-settings.ts';
import type { ExitCode } from '../exit-codes/exit-code.ts';
import { settingsOf } from './settings-of.ts';

/** All that is kept of messages and people, wherever that is. */
export type Stores = Omit<Kept, 'erasable' | 'seasons'> & {
  /** Where it is, for people: a file, or the shared ledger in words. Nothing is opened by it. */
  readonly ledgerName: string;
  /**
   * Opens the same ledger through another connection. What is held through it is free again when it is closed.
   *
   * @throws InviteError as `openStores` does
   */
  readonly openLedger: () => Promise<Ledger>;
};

/**
 * The ledger of this computer, or the one that operators share where the settings name one. A rehearsal
 * is always this computer's own.
 *
 * @param waiting how a call waits for another process that writes into a file
 * @throws InviteError `settings_malformed`, and what keeps the ledger from being used
 */
export async function openStores(
  shell: Shell,
  settings: Settings,
  mode: Mode,
  waiting?: Waiting,
): Promise<Stores> {
  const shared = mode === 'rehearsal' ? null : sharedLedgerIn(settings);
  if (shared === null) return await fileStores(shell, fileOf(shell, mode), mode, waiting);
  return {
    ...(await openShared(shared, mode, movingBy(shell))),
    ledgerName: sharedName(shared),
    openLedger: async () => (await openShared(shared, mode, movingBy(shell))).ledger,
  };
}

export function sharedName({ table, region }: SharedLedger): string {
  return `the shared ledger ${table} (${region})`;
}

/** @throws InviteError when the ledger cannot be used */
export async function fileStores(
  shell: Shell,
  file: string,
  mode: Mode,
  waiting?: Waiting,
): Promise<Stores> {
  return {
    ...(await openLedgerHere(shell, file, mode, waiting)),
    ledgerName: file,
    openLedger: async () => openLedgerFile(file, mode, waiting).ledger,
  };
}

/**
 * The ledger that operators share, with its key.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_key_wrong`, `ledger_from_newer_version`
 */
export async function openShared(shared: SharedLedger, mode: Mode, moving: Moving): Promise<Kept> {
  const { openLedgerTable } = await import('../../adapters/storage/dynamo/ledger-table.ts');
  const key = shared.key ?? (await keyOfShared(shared));
  return await openLedgerTable(shared, mode, key, moving);
}

/** @throws InviteError `ledger_unavailable`, `ledger_key_wrong` */
async function keyOfShared(shared: SharedLedger): Promise<LedgerKey> {
  const { readKeySecret } = await import('../../adapters/storage/dynamo/key-in-secret.ts');
  const key = asLedgerKey(await readKeySecret(shared));
  if (key !== null) return key;
  const file = sharedName(shared);
  throw new InviteError({ code: 'ledger_key_wrong', file, key: 'The secret on AWS' });
}

/**
 * Every ledger of which somebody can be a part: the shared one, where the settings name one, and those of
 * this computer, with all their modes.
 *
 * @throws InviteError as `openStores` does
 */
export async function openErasables(
  shell: Shell,
  settings: Settings,
): Promise<readonly ErasableLedger[]> {
  const home = homeFolder(shell);
  const shared = sharedLedgerIn(settings);
  const opened: ErasableLedger[] = [];
  const add = (kept: Kept | null, isRehearsal: boolean): void => {
    if (kept !== null) opened.push({ ...kept.erasable, isRehearsal });
  };
  try {
    add(await openLedgerHereIfThere(shell, liveLedgerFile(home), 'live'), false);
    add(await openLedgerHereIfThere(shell, rehearsalLedgerFile(home), 'rehearsal'), true);
    if (shared !== null) add(await openShared(shared, 'live', movingBy(shell)), false);
  } catch (error) {
    await Promise.all(opened.map(async (ledger) => await ledger.close()));
    throw error;
  }
  return opened;
}

/** So many items are moved before the next word about it. */
const TOLD_EVERY = 1000;

/** Moves a shared ledger of the version before, and says how far it is. */
export function movingBy(shell: Shell): Moving {
  return {
    now: shell.clock.now(),
    onProgress: (moved) => {
      if (moved % TOLD_EVERY !== 0 && moved !== 1) return;
      shell.stderr.write(`Moving the shared ledger to its new layout: ${moved} entries so far.\n`);
    },
  };
}

function fileOf(shell: Shell, mode: Mode): string {
  const home = homeFolder(shell);
  return mode === 'rehearsal' ? rehearsalLedgerFile(home) : liveLedgerFile(home);
}

/** A move that ends before shows nothing of how far it is. */
const SHOWN_AFTER_MS = 1000;

/**
 * Opens the ledger in a file of this computer. The move of an older one, which can take minutes, is shown
 * on standard error; stopped there, it goes on with the next command.
 *
 * @throws InviteError `stopped_by_hand`, and what keeps the ledger from being used
 */
export async function openLedgerHere(
  shell: Shell,
  file: string,
  mode: Mode,
  waiting?: Waiting,
): Promise<Kept> {
  const began = shell.monotonicMs();
  let spinner: Spinner | null = null;
  let copyMade: string | null = null;
  try {
    return await openWatchedLedgerFile(
      file,
      mode,
      {
        onProgress: async ({ done, total }) => {
          if (shell.monotonicMs() - began < SHOWN_AFTER_MS) return;
          if (shell.stop.aborted)
            throw new InviteError({ code: 'stopped_by_hand', during: 'move' });
          const text = movingInWords(total === 0 ? 100 : Math.floor((100 * done) / total));
          if (spinner === null) {
            spinner = await startSpinner(shell, text, false);
            if (!spinner.isDrawn) await told(shell, moveBegunInWords(file));
          }
          spinner.say(text);
        },
        onMoved: (copy) => {
          copyMade = copy;
        },
      },
      waiting,
    );
  } finally {
    (spinner ?? NO_SPINNER).stop();
    if (copyMade !== null) await told(shell, moveEndedInWords(file, copyMade));
  }
}

/** The same, or null where there is no file: reading must not make one. */
export async function openLedgerHereIfThere(
  shell: Shell,
  file: string,
  mode: Mode,
): Promise<Kept | null> {
  return existsSync(file) ? await openLedgerHere(shell, file, mode) : null;
}

async function told(shell: Shell, text: string): Promise<void> {
  await writeWrapped(shell.stderr, `${printable(text)}\n`);
}

export type OpenRecord = Pick<Stores, 'ledger' | 'optOuts' | 'replies'> & {
  readonly mode: Mode;
  readonly operatorName: string;
};

/**
 * All that was written down, of rehearsals or for real. Needs no settings.
 *
 * @throws InviteError `ledger_unavailable`, and whatever `work` throws
 */
export async function withRecord(
  shell: Shell,
  rehearse: boolean,
  work: (record: OpenRecord) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = settingsOf(shell);
  const mode = runMode(settings, rehearse);
  const operatorName = operatorIn(settings, shell.loginName());
  const { ledger, optOuts, replies, close } = await openStores(shell, settings, mode);
  try {
    return await work({ mode, operatorName, ledger, optOuts, replies });
  } finally {
    await close();
  }
}
