import type { Finding } from '../../domain/problem/finding.ts';
import { placeOf } from '../../domain/record/cell-place.ts';
import { readCell } from '../../domain/record/cell/cell-text.ts';
import { parsePhone, type Phone } from '../../domain/record/phone/phone.ts';
import type { OptOuts, OptOutDetails } from '../ports/contact.ts';

/** A phone number as read from a file. */
type Row = {
  readonly row: number;
  readonly column: string | null;
  readonly heading: string | null;
  readonly value: unknown;
};

/** Each row is counted once: as added, as already there, or as a finding. */
export type ImportedOptOuts = {
  readonly added: number;
  readonly alreadyThere: number;
  /** One for each row without a valid number. */
  readonly findings: readonly Finding[];
};

/** Adds an opt-out for every valid number and returns a finding for every other row. */
export async function importOptOuts(
  rows: readonly Row[],
  optOuts: Pick<OptOuts, 'add'>,
  details: OptOutDetails,
): Promise<ImportedOptOuts> {
  return await countImport(rows, async (phones) => await optOuts.add(phones, details));
}

/** Returns what `importOptOuts` would return, and changes nothing. */
export async function previewImport(
  rows: readonly Row[],
  optOuts: Pick<OptOuts, 'has' | 'list'>,
): Promise<ImportedOptOuts> {
  return await countImport(rows, async (phones) => {
    const current = await optOuts.has(phones);
    const pending = (await optOuts.list()).filter(({ state }) => state === 'pending');
    const unconfirmed = new Set(pending.map(({ phone }) => phone));
    return new Set(phones.filter((phone) => !current.has(phone) || unconfirmed.has(phone)));
  });
}

async function countImport(
  rows: readonly Row[],
  newOf: (phones: readonly Phone[]) => Promise<ReadonlySet<Phone>>,
): Promise<ImportedOptOuts> {
  const phones: Phone[] = [];
  const findings: Finding[] = [];
  for (const row of rows) {
    const read = phoneIn(row);
    if (typeof read === 'string') phones.push(read);
    else findings.push(read);
  }
  const added = (await newOf(phones)).size;
  return { added, alreadyThere: phones.length - added, findings };
}

function phoneIn(row: Row): Phone | Finding {
  const cell = readCell(row.value);
  const phone = cell.ok ? parsePhone(cell.value.text) : cell;
  if (phone.ok) return phone.value;
  return { severity: 'error', ...placeOf(row.row, 'parent_tel', row), detail: phone.problem };
}
