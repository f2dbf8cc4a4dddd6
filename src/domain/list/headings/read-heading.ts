import type { ColumnField } from '../../record/field.ts';
import type { ParentField } from '../../record/raw-record.ts';
import { exclusionColumn } from '../exclusion/column.ts';
import { fieldsOf } from './heading-fields.ts';
import { partsOf, type HeadingParts, type Owner, type Phone } from './heading-parts.ts';
import { wordsOfHeading, type HeadingWord } from './heading-words.ts';
import { heldBy, type Holds } from './unused-heading.ts';
import { NAMES_TOO } from './vocabulary.ts';

export type HeadingReading = {
  readonly owner: Owner;
  /** The field that the heading stands for, by itself. */
  readonly take: ColumnField | null;
  /** The fields that it could stand for, between which a person has to choose. */
  readonly ask: readonly ColumnField[];
  /** What it holds instead of a field. */
  readonly holds: Holds | null;
  /** Whether it is about emergencies. */
  readonly isForEmergencies: boolean;
  /** Whether it asks for the name that somebody goes by. */
  readonly isPreferred: boolean;
  /** The word by which it names a phone. */
  readonly phone: Phone | null;
  /** Whether this text can only be a heading, and no cell. */
  readonly isSurelyHeading: boolean;
};

const NOTHING: HeadingReading = {
  owner: 'unnamed',
  take: null,
  ask: [],
  holds: null,
  isForEmergencies: false,
  isPreferred: false,
  phone: null,
  isSurelyHeading: false,
};

/** Enough for a question. Longer text is an explanation, or no heading. */
const LONGEST_READ = 120;

/** What a heading says by itself. The rest of its row may say more: see `read-heading-row.ts`. */
export function readHeading(heading: string): HeadingReading {
  if (heading.length > LONGEST_READ || exclusionColumn(heading) !== null) return NOTHING;
  const words = wordsOfHeading(heading);
  if (words.length === 0) return NOTHING;
  const parts = partsOf(words);
  const isPlain = words.every(({ meaning }) => meaning !== null);
  const reading = {
    ...NOTHING,
    owner: parts.owner,
    phone: parts.phone,
    isForEmergencies: parts.unused.has('emergency_contact'),
    isPreferred: parts.things.has('preferred'),
  };
  const isSurelyHeading = isPlain && !isCell(parts, words);
  const holds = heldBy(parts);
  if (holds !== null) {
    // "Paid" and "Home" may be cells.
    const isLong = words.length > 1 || words.some(({ number }) => number !== null);
    const isId = holds === 'identifier';
    return { ...reading, holds, isSurelyHeading: isSurelyHeading && (isId || isLong) };
  }
  const { take, ask } = fieldsOf(parts);
  const isField = take !== null || ask.length > 0;
  if (isPlain) return { ...reading, take, ask, isSurelyHeading: isSurelyHeading && isField };
  // A word that is not known may change everything, as in "Parent Employer Name".
  const isWorthAsking =
    parts.things.size > 0 && (parts.owner !== 'unnamed' || take === 'team_name');
  return { ...reading, ask: isWorthAsking ? [...(take === null ? [] : [take]), ...ask] : [] };
}

/** The field that a column of the second parent stands for; null if it is none, or of a third one. */
export function secondParentField(heading: string): ParentField | null {
  if (heading.length > LONGEST_READ) return null;
  const parts = partsOf(wordsOfHeading(heading));
  const holds = heldBy(parts);
  if (parts.unused.size > 0 || (parts.person ?? 2) > 2) return null;
  if (holds === 'second_parent_phone') return 'parent_tel';
  if (holds !== 'second_parent_name') return null;
  return `parent_${parts.name ?? 'full'}_name`;
}

/** Whether this may be a cell, such as the "Mother" of a relationship or somebody called Christian. */
function isCell({ owner, things, unused }: HeadingParts, words: readonly HeadingWord[]): boolean {
  const isRelation = things.size + unused.size === 0 && !STATED_ALONE.has(owner);
  return isRelation || words.every(({ text }) => ALSO_NAMES.has(text));
}

const STATED_ALONE: ReadonlySet<Owner> = new Set<Owner>(['parent', 'manager', 'coach', 'unnamed']);
const ALSO_NAMES: ReadonlySet<string> = new Set(NAMES_TOO.split(' '));
