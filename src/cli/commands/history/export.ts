import { resolve } from 'node:path';
import { writeExportFolder } from '../../../adapters/files/export-folder.ts';
import { sharedLedgerIn } from '../../../adapters/settings/aws-settings.ts';
import { keepUntil } from '../../../adapters/settings/run-settings.ts';
import { heldIn, type HeldItem, type HeldKind } from '../../../application/forget/held-data.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { internationalForm, type Phone } from '../../../domain/record/phone/phone.ts';
import { personPage } from '../../../pages/person-page.ts';
import { count, formatPhone, listed, printable } from '../../../text/format.ts';
import {
  dataRecipients,
  EXPORT_NOT_HERE,
  EXPORT_PURPOSE,
  EXPORT_SOURCES,
  HELD_COUNTS,
  retentionLines,
} from '../../../text/person-export.ts';
import type { HistoryOptions } from '../../command-line/options.ts';
import { openErasables } from '../../composition/open-stores.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

const PAGE = 'page.html';
const DATA = 'data.json';

/**
 * Writes what every ledger has on a number into a new folder, as a page and as JSON. Changes no ledger.
 *
 * @param folder as it was typed
 * @throws InviteError `player_not_found`, `export_exists`, `export_unwritable`, and if a ledger cannot be used
 */
export async function exportPerson(
  shell: Shell,
  phone: Phone,
  folder: string,
  options: HistoryOptions,
): Promise<ExitCode> {
  const player = options.player ?? null;
  const settings = settingsOf(shell);
  const frame = { isShared: sharedLedgerIn(settings) !== null, keepUntil: keepUntil(settings) };
  const ledgers = await openErasables(shell, settings);
  let items: readonly HeldItem[];
  try {
    items = await heldIn(ledgers, phone, player);
  } finally {
    await Promise.all(ledgers.map(async (ledger) => await ledger.close()));
  }
  if (items.length === 0 && player !== null) {
    throw new InviteError({ code: 'player_not_found', player });
  }
  const counts = countsOf(items);
  const number = formatPhone(shell.stdout, phone);
  if (items.length > 0) {
    const madeAt = shell.clock.now();
    const shown = { ...frame, number: internationalForm(phone), player, madeAt, items };
    const document = {
      schema: 1,
      number: phone,
      player,
      made_at: madeAt.toISOString(),
      purpose: EXPORT_PURPOSE,
      sources: EXPORT_SOURCES,
      recipients: dataRecipients(frame),
      kept: retentionLines(frame),
      not_here: EXPORT_NOT_HERE,
      items: items.map(({ kind, mode, at, facts }) => ({ kind, mode, at, data: facts })),
    };
    writeExportFolder(resolve(shell.workingFolder, folder), [
      { name: PAGE, text: personPage(shown) },
      { name: DATA, text: `${JSON.stringify(document, null, 2)}\n` },
    ]);
  }
  if (options.json) {
    const exported = { folder, page: PAGE, data: DATA, items: counts };
    writeDocument(shell.stdout, {
      command: 'history',
      number: phone,
      player,
      export: items.length === 0 ? null : exported,
    });
    return 0;
  }
  await writeWrapped(
    shell.stdout,
    items.length === 0
      ? `${number}  nothing is kept, so nothing was written.\n`
      : `${number}  ${countsText(counts)}, in ${printable(folder)}: ${PAGE} to read and print, ${DATA} for programs.\n`,
    2,
  );
  if (items.length > 0) shell.stderr.write(HAND_OVER);
  return 0;
}

const HAND_OVER =
  'Both have names, numbers and texts: give them to this person alone, and delete\nthe folder afterwards.\n';

type Counts = { readonly [kind in HeldKind]?: number };

function countsOf(items: readonly HeldItem[]): Counts {
  const byKind = Map.groupBy(items, ({ kind }) => kind);
  return Object.fromEntries([...byKind].map(([kind, all]) => [kind, all.length]));
}

function countsText(counts: Counts): string {
  const kinds = Object.keys(HELD_COUNTS) as readonly HeldKind[];
  return listed(
    kinds.flatMap((kind) => {
      const number = counts[kind] ?? 0;
      return number === 0 ? [] : [count(number, ...HELD_COUNTS[kind])];
    }),
  );
}
