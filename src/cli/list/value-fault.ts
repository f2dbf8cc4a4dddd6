import { NOWHERE } from '../../domain/problem/finding.ts';
import type { Field } from '../../domain/record/field.ts';
import { parseField } from '../../domain/record/read-value.ts';
import type { Advice } from '../../text/advice.ts';
import { explainFinding } from '../../text/list/finding.ts';

/** Why a value cannot stand in every row, as with `--set`; null if it can. */
export function faultOfValue(field: Field, value: string): Advice | null {
  const parsed = parseField(field, value);
  if (parsed.ok) return null;
  const finding = { ...NOWHERE, row: null, field, detail: parsed.problem };
  return explainFinding({ severity: 'error', ...finding });
}
