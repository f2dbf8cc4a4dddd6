import { parsePhone, type Phone } from '../../domain/record/phone/phone.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import { placeOf } from '../../domain/record/record.ts';
import { readCell } from '../../domain/record/cell/cell-text.ts';
import type { OptOuts, OptOutDetails } from '../ports/contact.ts';

/** A number as it stands in a file. */
type Row = {
  readonly row: number;
  readonly column: string | null;
  readonly heading: string | null;
  readonly value: unknown;
};

/** The rows are as many as the three together. */
export type ImportedOptOuts = {
  readonly added: number;
  readonly alreadyThere: number;
  /** One for each row that holds no number. */
  readonly findings: readonly Finding[];
};

/** Adds every number of a list that is one, and tells every row that is none. */
export async function importOptOuts(
  rows: readonly Row[],
  optOuts: Pick<OptOuts, 'add'>,
  said: OptOutDetails,
): Promise<ImportedOptOuts> {
  return await countImport(rows, async (phones) => await optOuts.add(phones, said));
}

/** The same account of what would come of it; nothing is changed. */
export async function previewImport(
  rows: readonly Row[],
  optOuts: Pick<OptOuts, 'has' | 'list'>,
): Promise<ImportedOptOuts> {
  return await countImport(rows, async (phones) => {
    const there = await optOuts.has(phones);
    const waiting = (await optOuts.list()).filter(({ state }) => state === 'pending');
    const confirmed = new Set(waiting.map(({ phone }) => phone));
    return new Set(phones.filter((phone) => !there.has(phone) || confirmed.has(phone)));
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
