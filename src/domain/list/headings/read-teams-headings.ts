import type { Field } from '../../record/field.ts';
import { isField } from '../../record/field.ts';
import { canBeShared } from '../../record/field.ts';
import { fitsCells } from './fitting-cells.ts';
import { fieldsOf, type HeadingFields } from './heading-fields.ts';
import { partsOf, type HeadingParts } from './heading-parts.ts';
import { wordsOfHeading, type Thing } from './heading-words.ts';
import type { HeadingColumn } from './read-heading-row.ts';
import { heldBy } from './unused-heading.ts';

/** The field that a column of a teams' sheet stands for, or those that it could stand for. */
export type TeamsHeading = { readonly take: Field | null; readonly ask: readonly Field[] };

const NOTHING: TeamsHeading = { take: null, ask: [] };

/**
 * Reads the headings of a teams' sheet together. The words are those of a list, but each row is a team:
 * `Name` is the team's, and `Phone` the manager's. The order of the columns makes no difference.
 */
export function readTeamsHeadings(columns: readonly HeadingColumn[]): readonly TeamsHeading[] {
  const read = columns.map(readColumn);
  const taken = new Set(read.flatMap(({ take }) => take ?? []));
  return read.map((column, at): TeamsHeading => {
    const { take, ask } = column;
    if (take !== null || columns[at]?.field !== null) return column;
    const open = ask.filter((field) => !taken.has(field));
    const isName = ask[0] === 'team_name' && ask[1] === 'team_manager_1_full_name';
    // "Name" is the team's where no other column is, and perhaps the manager's beside "Team".
    if (isName && open[0] === 'team_name') return { take: 'team_name', ask: [] };
    // "Joining" beside "Monthly" is a fee; alone it may be a date.
    const [only, ...others] = open;
    const isFee = only === 'membership_fee_amount' || only === 'subscription_fee_amount';
    const isOnePart = isFee && others.length === 0 && PARTS_OF_FEES.has(thingsKey(columns[at]));
    const hasBoth = columns.some(
      (one, index) =>
        index !== at && PARTS_OF_FEES.has(thingsKey(one)) && read[index]?.ask[0] !== only,
    );
    return isOnePart && hasBoth ? { take: only, ask: [] } : { take: null, ask: open };
  });
}

const PARTS_OF_FEES: ReadonlySet<string> = new Set(['membership', 'month']);

function thingsKey(column: HeadingColumn | undefined): string {
  return [...partsOf(wordsOfHeading(column?.heading ?? '')).things].toSorted().join(' ');
}

function readColumn({ heading, field, cells }: HeadingColumn): TeamsHeading {
  if (field !== null) {
    return { take: isField(field) && canBeShared(field) ? field : null, ask: [] };
  }
  const words = wordsOfHeading(heading);
  const parts = partsOf(words);
  if (words.length === 0 || heldBy(parts) !== null) return NOTHING;
  const { take, ask } = fieldsOfTeam(parts);
  const fitting = [...(take === null ? [] : [take]), ...ask]
    .filter(isField)
    .filter(canBeShared)
    .filter((one) => fitsCells(one, cells));
  const isPlain = words.every(({ meaning }) => meaning !== null);
  const [first] = fitting;
  return take !== null && isPlain && first === take
    ? { take: first, ask: [] }
    : { take: null, ask: fitting };
}

const OF_PERSON: ReadonlySet<Thing> = new Set<Thing>([
  'name',
  'mobile',
  'telephone',
  'phone',
  'number',
  'team',
]);

/** What is said of nobody, or of a contact, is said of the team or its manager. */
function fieldsOfTeam(parts: HeadingParts): HeadingFields {
  const { owner, things, phone, name, isContact } = parts;
  const isOpen = owner === 'unnamed' || owner === 'contact' || owner === 'contact_1';
  if (!isOpen) return fieldsOf(parts);
  const isOfPerson =
    things.isSubsetOf(OF_PERSON) && (isContact || phone !== null || name === 'full');
  if (isOfPerson && phone !== null) return take('team_manager_1_tel');
  if (isContact) {
    if (!things.isSubsetOf(OF_PERSON)) return { take: null, ask: [] };
    return name === 'full'
      ? take('team_manager_1_full_name')
      : { take: null, ask: ['team_manager_1_full_name', 'team_manager_1_tel'] };
  }
  if (isOfPerson && !things.has('team')) {
    return { take: null, ask: ['team_name', 'team_manager_1_full_name'] };
  }
  const is = (thing: Thing): boolean => things.size === 1 && things.has(thing);
  if (things.has('age') && !things.has('birth') && phone === null) return take('age_group');
  if (is('group')) return { take: null, ask: ['age_group', 'team_name'] };
  if (is('membership')) return { take: null, ask: ['membership_fee_amount'] };
  if (is('month')) return { take: null, ask: ['subscription_fee_amount'] };
  return fieldsOf(parts);
}

function take(field: Field): HeadingFields {
  return { take: field, ask: [] };
}
