import { InvalidArgumentError } from 'commander';
import { canBeShared, FIELD_LABELS, FIELDS, isField, type Field } from '../domain/field.ts';

type PerField = { readonly [field in Field]?: string };

/** One more `--set field=value`; the value is checked when the list is read, as a cell would be. */
export function addSet(text: string, before: PerField): PerField {
  const [field, value] = split(text, 'value');
  if (!canBeShared(field)) {
    throw new InvalidArgumentError(`Each row has its own ${FIELD_LABELS[field]}.`);
  }
  return { ...before, [field]: value };
}

/** One more `--map field="Heading"`. */
export function addMap(text: string, before: PerField): PerField {
  const [field, heading] = split(text, '"Heading"');
  return { ...before, [field]: heading };
}

/** A row as a spreadsheet counts them. */
export function rowNumber(text: string): number {
  const row = Number(text);
  if (!Number.isSafeInteger(row) || row < 1) throw new InvalidArgumentError('Rows count from 1.');
  return row;
}

function split(text: string, what: string): readonly [Field, string] {
  const at = text.indexOf('=');
  const field = text.slice(0, Math.max(at, 0)).trim();
  const rest = text.slice(at + 1).trim();
  if (at === -1 || rest === '') throw new InvalidArgumentError(`Write it as field=${what}.`);
  if (!isField(field)) {
    throw new InvalidArgumentError(`The fields are ${FIELDS.join(', ')}.`);
  }
  return [field, rest];
}
