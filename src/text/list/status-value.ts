import type { ValueGroup } from '../../domain/list/exclusion/value-groups.ts';
import { quoted } from '../format.ts';

type Group = Pick<ValueGroup, 'kind' | 'value'>;

/** Values of a consent or status column in words: `Pending`, `Pending …`, `(empty)`. */
export function valueText({ kind, value }: Group): string {
  if (kind === 'others') return 'other answers';
  if (value === '') return '(empty)';
  return kind === 'beginning' ? `${value} …` : value;
}

/** The option that includes the rows with these values. */
export function includeOption(heading: string, group: Group | undefined): string {
  const value = group === undefined || group.kind === 'others' ? 'value' : group.value;
  return `--include ${quoted(`${heading}=${value}${group?.kind === 'beginning' ? '*' : ''}`)}`;
}

/** What to do about a row whose consent or status is unclear. */
export const UNCLEAR_FIX = 'Put the answer into the list, or invite them with --include.';
