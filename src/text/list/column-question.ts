import type { ColumnCandidate } from '../../domain/problem/finding.ts';
import {
  canBeShared,
  COLUMN_LABELS,
  FULL_NAMES,
  isField,
  isFullName,
  isRequired,
  type ColumnField,
} from '../../domain/record/field.ts';
import { count, cutTo, listed, printable } from '../format.ts';

/** Where a question is among all of them. */
type Place = { readonly at: number; readonly of: number };

/** `No column is surely the monthly subscription (question 2 of 5).` */
export function columnDoubtText(field: ColumnField, { at, of }: Place): string {
  const place = of === 1 ? '' : ` (question ${at} of ${of})`;
  return `No column is surely the ${COLUMN_LABELS[field]}${place}.`;
}

/** `Monthly Sub (£26, £26, £30)`. */
export function candidateText({ heading, samples }: ColumnCandidate): string {
  const cells = samples.length === 0 ? 'nothing in it' : samples.map(sampleText).join(', ');
  return `${cutTo(onOneLine(heading), LONGEST_HEADING)} (${cells})`;
}

const LONGEST_HEADING = 40;
const LONGEST_SAMPLE = 24;

function sampleText(sample: string): string {
  return cutTo(onOneLine(sample), LONGEST_SAMPLE);
}

function onOneLine(text: string): string {
  return printable(text.replace(/\s+/gu, ' ').trim());
}

/** What the key 0 stands for. */
export function noColumnText(field: ColumnField): string {
  return hasOneForAll(field) ? 'none: one value for all rows' : 'none of these';
}

export function moreColumnsText(columns: number): string {
  return count(columns, 'more column');
}

export function whichColumnText(field: ColumnField, keys: readonly string[]): string {
  const digits = keys.filter((key) => /[1-9]/u.test(key));
  const last = digits.at(-1);
  const choice = digits.length > 1 && last !== undefined ? [`1-${last}`] : digits;
  const others = keys.filter((key) => !digits.includes(key));
  return `Which column is the ${COLUMN_LABELS[field]}? (${[...choice, ...others].join('/')})`;
}

export function columnKeysText(field: ColumnField): string {
  const none = hasOneForAll(field)
    ? 'No column holds it: give one value, which then stands in every message.'
    : isNeeded(field)
      ? 'No column holds it. Each row has its own, so that nothing can be sent.'
      : 'No column holds it. The list is read without.';
  return [
    'A digit  The column of this number holds it, in every row.',
    `0        ${none}`,
    'm        Show more columns.',
    'b        Go back to the question before.',
    'q        Stop here. Nothing is sent and nothing is kept.',
    '',
  ].join('\n');
}

export const ONE_VALUE_PROMPT = 'The value for all rows (Enter alone goes back): ';

export function nothingCanBeSentText(field: ColumnField): string {
  return `Without the ${COLUMN_LABELS[field]}, nothing in this list can be sent.`;
}

export function fullNamesText(heading: string): string {
  return `${onOneLine(heading)} holds first and last names, which are read apart.`;
}

/** Whether a list without this field can be sent to nobody. */
export function isNeeded(field: ColumnField): boolean {
  const parts: readonly ColumnField[] = isFullName(field) ? FULL_NAMES[field] : [field];
  return parts.some((part) => isField(part) && isRequired(part));
}

/** Whether one value for all rows can stand in place of a column. */
export function hasOneForAll(field: ColumnField): boolean {
  return isField(field) && canBeShared(field);
}

export const KEEP_ANSWERS = 'With a name, these answers are kept for lists with the same headings.';
export const KEEP_NAME_PROMPT = 'Name (Enter alone: do not keep them): ';
export const KEEP_NAME_FAULT = 'A name has letters, digits and dashes.';

export function replaceMapText(name: string): string {
  return `There is a kept map called ${name}. Replace it? (y/n)`;
}

/** What is said of a list whose headings are those of kept maps. */
export function sameHeadingsText(names: readonly string[]): string {
  return names.length === 1
    ? `Read with the kept map ${names.join('')} (same headings; --no-use-map reads without it).`
    : `These are the headings of the kept maps ${listed(names)}: choose one with --use-map.`;
}

export function unreadMapText(name: string): string {
  return `The kept map ${printable(name)} cannot be read, so it is not compared with this list.`;
}
