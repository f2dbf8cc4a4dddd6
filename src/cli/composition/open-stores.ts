import { existsSync } from 'node:fs';
import {
  homeFolder,
  liveLedgerFile,
  rehearsalLedgerFile,
} from '../../adapters/files/home-folder.ts';
import { unsafeLedgerPlace } from '../../adapters/files/ledger-place.ts';
import { sharedLedgerIn, type SharedLedger } from '../../adapters/settings/aws-settings.ts';
import { operatorName as operatorIn, runMode } from '../../adapters/settings/run-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import type { Moving } from '../../adapters/storage/dynamo/ledger-table.ts';
import type { OpenLedger } from '../../adapters/storage/open-ledger.ts';
import {
  openLedgerFile,
  openWatchedLedgerFile,
} from '../../adapters/storage/sqlite/ledger-file.ts';
import type { Waiting } from '../../adapters/storage/sqlite/sqlite-store.ts';
import { dropLapsedRehearsals, type ErasableLedger } from '../../application/forget/forget.ts';
import type { Ledger } from '../../application/ports/ledger.ts';
import { asLedgerKey, type LedgerKey } from '../../domain/delivery/keyed-hash.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { printable } from '../../text/format.ts';
import {
  lapsedText,
  moveFinishedText,
  moveProgressText,
  moveStartedText,
  sharedMoveProgressText,
} from '../../text/ledger.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Shell } from '../shell.ts';
import { NO_SPINNER, startSpinner, type Spinner } from '../terminal/spinner.ts';
import { writeWrapped } from '../terminal/wrap-text.ts';
import { settingsOf } from './settings-of.ts';

/** The ledger, opt-outs and replies, in a file or in a table on DynamoDB. */
export type Stores = Omit<OpenLedger, 'erasable' | 'strangers' | 'namesBefore'> & {
  /** The ledger's name in texts: its file, or its table and region. */
  readonly ledgerName: string;
  /**
   * Opens the same ledger through another connection. Closing that connection releases the locks taken
   * through it.
   *
   * @throws InviteError as `openStores` does
   */
  readonly openLedger: () => Promise<Ledger>;
};

/**
 * Opens the shared ledger if the settings name one, else the file on this computer. A rehearsal always
 * uses a file.
 *
 * @param waiting how a call waits while another process writes to the file
 * @throws InviteError `settings_malformed`, and if the ledger cannot be used
 */
export async function openStores(
  shell: Shell,
  settings: Settings,
  mode: Mode,
  waiting?: Waiting,
): Promise<Stores> {
  const shared = mode === 'rehearsal' ? null : sharedLedgerIn(settings);
  if (shared === null) return await fileStores(shell, ledgerFileOf(shell, mode), mode, waiting);
  return {
    ...(await openSharedLedger(shared, mode, moveOptions(shell))),
    ledgerName: sharedLedgerName(shared),
    openLedger: async () => (await openSharedLedger(shared, mode, moveOptions(shell))).ledger,
  };
}

/**
 * Refuses a ledger of live messages in a folder that is synchronised or on another computer. The ledgers of
 * rehearsals and stand-ins record nothing that could be sent twice.
 *
 * @throws InviteError `ledger_unavailable`
 */
export function refuseUnsafePlace(shell: Shell, settings: Settings, mode: Mode): void {
  if (mode !== 'live' || sharedLedgerIn(settings) !== null) return;
  const file = ledgerFileOf(shell, mode);
  const reason = unsafeLedgerPlace(file, shell);
  if (reason !== null) throw new InviteError({ code: 'ledger_unavailable', file, reason });
}

/** A shared ledger's name in texts. */
export function sharedLedgerName({ table, region }: SharedLedger): string {
  return `the shared ledger ${table} (${region})`;
}

/**
 * Opens the ledger in a file on this computer.
 *
 * @throws InviteError as `openLocalLedger` does
 */
async function fileStores(
  shell: Shell,
  file: string,
  mode: Mode,
  waiting?: Waiting,
): Promise<Stores> {
  return {
    ...(await openLocalLedger(shell, file, mode, waiting)),
    ledgerName: file,
    openLedger: async () => openLedgerFile(file, mode, waiting).ledger,
  };
}

/**
 * Opens the ledger of rehearsals, and erases what was rehearsed more than 30 days ago.
 *
 * @throws InviteError as `openLocalLedger` does
 */
export async function rehearsalStores(shell: Shell, file: string): Promise<Stores> {
  const opened = await openLocalLedger(shell, file, 'rehearsal');
  const { erasable, namesBefore } = opened;
  const lapsed = await dropLapsedRehearsals(
    { erase: erasable.erase, scrub: erasable.scrub, namesBefore },
    shell.clock.now(),
  );
  if (lapsed !== null) await writeLine(shell, lapsedText(lapsed));
  const openLedger = async () => openLedgerFile(file, 'rehearsal').ledger;
  return { ...opened, ledgerName: file, openLedger };
}

/**
 * Opens the ledger that operators share. Its key comes from the settings, else from AWS Secrets Manager.
 *
 * @throws InviteError `ledger_unavailable`, `ledger_key_wrong`, `ledger_from_newer_version`
 */
export async function openSharedLedger(
  shared: SharedLedger,
  mode: Mode,
  moving: Moving,
): Promise<OpenLedger> {
  const { openOperatorTable } = await import('../../adapters/storage/dynamo/operator-table.ts');
  const key = shared.key ?? (await readSharedKey(shared));
  return await openOperatorTable(shared, mode, key, moving);
}

/** @throws InviteError `ledger_unavailable`, `ledger_key_wrong` */
async function readSharedKey(shared: SharedLedger): Promise<LedgerKey> {
  const { readKeySecret } = await import('../../adapters/storage/dynamo/key-in-secret.ts');
  const key = asLedgerKey(await readKeySecret(shared));
  if (key !== null) return key;
  const file = sharedLedgerName(shared);
  throw new InviteError({ code: 'ledger_key_wrong', file, key: 'The secret on AWS' });
}

/**
 * Opens every ledger that may hold a person's data, to erase it: the two files on this computer, if they
 * exist, and the shared ledger, if the settings name one.
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
  const add = (kept: OpenLedger | null, isRehearsal: boolean): void => {
    if (kept !== null) opened.push({ ...kept.erasable, isRehearsal });
  };
  try {
    add(await openLocalLedgerIfExists(shell, liveLedgerFile(home), 'live'), false);
    add(await openLocalLedgerIfExists(shell, rehearsalLedgerFile(home), 'rehearsal'), true);
    if (shared !== null) add(await openSharedLedger(shared, 'live', moveOptions(shell)), false);
  } catch (error) {
    await Promise.all(opened.map(async (ledger) => await ledger.close()));
    throw error;
  }
  return opened;
}

/** How many items are moved between two reports of progress. */
const REPORT_EVERY_ITEMS = 1000;

/** How a shared ledger of an older version is moved: progress is reported on standard error. */
export function moveOptions(shell: Shell): Moving {
  return {
    now: shell.clock.now(),
    onProgress: (moved) => {
      if (moved % REPORT_EVERY_ITEMS !== 0 && moved !== 1) return;
      shell.stderr.write(`${sharedMoveProgressText(moved)}\n`);
    },
  };
}

function ledgerFileOf(shell: Shell, mode: Mode): string {
  const home = homeFolder(shell);
  return mode === 'rehearsal' ? rehearsalLedgerFile(home) : liveLedgerFile(home);
}

/** A move that takes less time shows no progress. */
const PROGRESS_AFTER_MS = 1000;

/**
 * Opens the ledger in a file on this computer. A file of an older version is moved to the present layout,
 * which can take minutes: progress is shown on standard error. A move that is stopped is resumed by the next
 * command.
 *
 * @throws InviteError `stopped_by_hand`, and if the ledger cannot be used
 */
export async function openLocalLedger(
  shell: Shell,
  file: string,
  mode: Mode,
  waiting?: Waiting,
): Promise<OpenLedger> {
  const startedAtMs = shell.monotonicMs();
  let spinner: Spinner | null = null;
  let backupFile: string | null = null;
  try {
    return await openWatchedLedgerFile(
      file,
      mode,
      {
        onProgress: async ({ done, total }) => {
          if (shell.monotonicMs() - startedAtMs < PROGRESS_AFTER_MS) return;
          if (shell.stop.aborted)
            throw new InviteError({ code: 'stopped_by_hand', during: 'move' });
          const text = moveProgressText(total === 0 ? 100 : Math.floor((100 * done) / total));
          if (spinner === null) {
            spinner = await startSpinner(shell, text, false);
            if (!spinner.isDrawn) await writeLine(shell, moveStartedText(file));
          }
          spinner.say(text);
        },
        onMoved: (copy) => {
          backupFile = copy;
        },
      },
      waiting,
    );
  } finally {
    (spinner ?? NO_SPINNER).stop();
    if (backupFile !== null) await writeLine(shell, moveFinishedText(file, backupFile));
  }
}

/** As `openLocalLedger`, but resolves to null if there is no file, and never creates one. */
export async function openLocalLedgerIfExists(
  shell: Shell,
  file: string,
  mode: Mode,
): Promise<OpenLedger | null> {
  return existsSync(file) ? await openLocalLedger(shell, file, mode) : null;
}

async function writeLine(shell: Shell, text: string): Promise<void> {
  await writeWrapped(shell.stderr, `${printable(text)}\n`);
}

/** The open stores of a mode, and the name under which the operator's actions are recorded. */
export type OpenStores = Pick<Stores, 'ledger' | 'optOuts' | 'replies' | 'findings' | 'persons'> & {
  readonly mode: Mode;
  readonly operatorName: string;
};

/**
 * Calls `work` with the stores of a mode, and closes them afterwards. No setting is required.
 *
 * @throws InviteError `ledger_unavailable`, and the errors of `work`
 */
export async function withStores(
  shell: Shell,
  rehearse: boolean,
  work: (stores: OpenStores) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = settingsOf(shell);
  const mode = runMode(settings, rehearse);
  const operatorName = operatorIn(settings, shell.loginName());
  const { close, ...stores } = await openStores(shell, settings, mode);
  try {
    return await work({ mode, operatorName, ...stores });
  } finally {
    await close();
  }
}
