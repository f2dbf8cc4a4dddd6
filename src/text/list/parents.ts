import type { WhichParents } from '../../domain/list/parent-choice.ts';
import type { ListParents } from '../../domain/list/which-parents.ts';
import { count } from '../format.ts';

const WHO: { readonly [which in WhichParents]: string } = {
  first: 'the first parent gets the invite, the second nothing',
  second: 'the second parent gets the invite, the first nothing',
  both: 'both get the invite, each in a message of their own',
  mobile: 'the parent with a mobile gets the invite, the first if both have one',
  each: 'you choose for each family',
};

/** `in 12 rows the first parent gets the invite, the second nothing`; null where no row has two. */
export function parentsText({ which, rows }: ListParents): string | null {
  return rows.size === 0 ? null : `in ${count(rows.size, 'row')} ${WHO[which]}`;
}

/** What the card of a row says of its two parents. */
export function parentsNotes({ which, rows }: ListParents, row: number): readonly string[] {
  return rows.has(row) ? [`This row has two parents: ${WHO[which]}.`] : [];
}
