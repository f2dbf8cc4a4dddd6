import { liveLedgerFile, rehearsalLedgerFile } from '../../adapters/files/home-folder.ts';
import { sharedLedgerIn, type SharedLedger } from '../../adapters/settings/aws-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import type { Moving } from '../../adapters/storage/dynamo/ledger-table.ts';
import { LEDGER_KEY_SECRET } from '../../adapters/storage/dynamo/table-layout.ts';
import { keyFileOf } from '../../adapters/storage/ledger-key.ts';
import type { OpenLedger } from '../../adapters/storage/open-ledger.ts';
import type { SetUp } from '../../application/set-up/examine-set-up.ts';
import { checkDeliveries } from '../../application/set-up/template-deliveries.ts';
import type { TemplateSid } from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { parseSeason, type Season } from '../../domain/record/values/season.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { KeyPlace, SetUpDetail } from '../../domain/set-up/set-up.ts';
import { openSharedLedger, sharedLedgerName } from './open-stores.ts';

type LedgerSetUp = Pick<
  SetUp,
  'ledgerFile' | 'ledgerKey' | 'tryLedger' | 'keptSeasons' | 'strangers' | 'deliveriesOf'
>;

async function openFile(file: string, mode: Mode): Promise<OpenLedger> {
  const { openLedgerFile } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  return openLedgerFile(file, mode);
}

async function tryLedger(file: string, mode: Mode): Promise<void> {
  await (await openFile(file, mode)).close();
}

async function deliveriesIn(
  { ledger, close }: OpenLedger,
  template: TemplateSid,
): Promise<SetUpDetail> {
  try {
    return await checkDeliveries(ledger, template);
  } finally {
    await close();
  }
}

/** The checks of the ledger that the settings name, and of the seasons in every ledger. */
export function ledgerOf(
  settings: Settings,
  home: string,
  mode: Mode,
  moving: Moving,
): LedgerSetUp {
  const file = liveLedgerFile(home);
  const shared = sharedIn(settings);
  const table = shared === null || shared === 'malformed' ? null : shared;
  return {
    ledgerFile: shared === 'malformed' ? null : table === null ? file : sharedLedgerName(table),
    ledgerKey: keyPlaceFor(file, table),
    tryLedger: async () =>
      await (table === null ? tryLedger(file, mode) : trySharedLedger(table, mode, moving)),
    deliveriesOf: async (template) =>
      await deliveriesIn(
        table === null ? await openFile(file, mode) : await openSharedLedger(table, mode, moving),
        template,
      ),
    strangers: async () =>
      (table === null ? 0 : await strangersIn(await openSharedLedger(table, 'live', moving))) +
      (await strangersInFile(file)),
    keptSeasons: async () =>
      [
        ...new Set([
          ...(table === null ? [] : await seasonsInTable(table, moving)),
          ...(await seasonsInFile(file)),
          ...(await rehearsedSeasons(rehearsalLedgerFile(home))),
        ]),
      ].toSorted(),
  };
}

/** The checks of the ledger of rehearsals. */
export function rehearsalLedgerOf(file: string): LedgerSetUp {
  return {
    ledgerFile: file,
    ledgerKey: { kind: 'rehearsal' },
    tryLedger: async () => await tryLedger(file, 'rehearsal'),
    deliveriesOf: async (template) =>
      await deliveriesIn(await openFile(file, 'rehearsal'), template),
    keptSeasons: async () => await seasonsInFile(file),
    strangers: async () => await strangersInFile(file),
  };
}

function keyPlaceFor(file: string, shared: SharedLedger | null): KeyPlace {
  if (shared === null) return { kind: 'file', file: keyFileOf(file) };
  return shared.key === null
    ? { kind: 'secret', name: LEDGER_KEY_SECRET }
    : { kind: 'setting', name: 'LEDGER_KEY' };
}

/** Null if the ledger is a file. Malformed settings are reported by the check of the settings. */
function sharedIn(settings: Settings): SharedLedger | 'malformed' | null {
  try {
    return sharedLedgerIn(settings);
  } catch (error) {
    if (error instanceof InviteError) return 'malformed';
    throw error;
  }
}

/** Opens the table as a send does, which fails if it is missing or is no ledger. */
async function trySharedLedger(place: SharedLedger, mode: Mode, moving: Moving): Promise<void> {
  const { ledger, close } = await openSharedLedger(place, mode, moving);
  try {
    await ledger.open();
  } finally {
    await close();
  }
}

async function seasonsInFile(file: string): Promise<readonly Season[]> {
  const { openLedgerFileIfThere } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  const kept = openLedgerFileIfThere(file, 'live');
  return kept === null ? [] : await readSeasons(kept);
}

async function strangersInFile(file: string): Promise<number> {
  const { openLedgerFileIfThere } = await import('../../adapters/storage/sqlite/ledger-file.ts');
  const kept = openLedgerFileIfThere(file, 'live');
  return kept === null ? 0 : await strangersIn(kept);
}

async function strangersIn({ strangers, close }: OpenLedger): Promise<number> {
  try {
    return await strangers();
  } finally {
    await close();
  }
}

async function seasonsInTable(place: SharedLedger, moving: Moving): Promise<readonly Season[]> {
  return await readSeasons(await openSharedLedger(place, 'live', moving));
}

async function readSeasons({ seasons, close }: OpenLedger): Promise<readonly Season[]> {
  try {
    return (await seasons()).flatMap((text) => {
      const season = parseSeason(text);
      return season.ok ? [season.value] : [];
    });
  } finally {
    await close();
  }
}

/** A damaged ledger of rehearsals does not affect a real send, so its errors are ignored. */
async function rehearsedSeasons(file: string): Promise<readonly Season[]> {
  try {
    return await seasonsInFile(file);
  } catch (error) {
    if (error instanceof InviteError) return [];
    throw error;
  }
}
