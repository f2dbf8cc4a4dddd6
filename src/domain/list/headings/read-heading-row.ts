import type { ColumnField } from '../../record/field.ts';
import { fitsCells } from './fitting-cells.ts';
import type { Owner } from './heading-parts.ts';
import { readHeading, type HeadingReading } from './read-heading.ts';

export type HeadingColumn = {
  readonly heading: string;
  /** The field that is already certain, by its own name or by the operator's choice. */
  readonly field: ColumnField | null;
  /** Some of the cells below the heading. */
  readonly cells: readonly string[];
};

/** What the column stands for in its row. `owner` says whose it is. */
export type RowReading = Pick<HeadingReading, 'owner' | 'take' | 'ask' | 'holds'>;

type Column = HeadingReading & { readonly isCertain: boolean };

/** Reads the headings of a row together. Their order makes no difference. */
export function readHeadingRow(headings: readonly HeadingColumn[]): readonly RowReading[] {
  return RULES.reduce((columns: readonly Column[], rule) => {
    const change = rule(columns);
    return columns.map((column) => (column.isCertain ? column : change(column)));
  }, headings.map(readColumn));
}

function readColumn({ heading, field, cells }: HeadingColumn): Column {
  const reading = readHeading(heading);
  if (field !== null) {
    return { ...reading, take: field, ask: [], holds: null, isCertain: true };
  }
  const fits = (one: ColumnField): boolean => fitsCells(one, cells);
  const { take, ask } = reading;
  // A person can still choose a column whose heading is clear.
  if (take !== null && !fits(take)) {
    return { ...reading, take: null, ask: [take], isCertain: false };
  }
  return { ...reading, ask: ask.filter(fits), isCertain: false };
}

/** A rule looks at the whole row, and returns what it changes in a column. */
type Change = (column: Column) => Column;

const asked = (column: Column): Column =>
  column.take === null ? column : { ...column, take: null, ask: [column.take, ...column.ask] };

const taken = (column: Column, field: ColumnField): Column => ({ ...column, take: field, ask: [] });

/** A parent is surer than the first contact, who is surer than the holder of the account. */
function surestAdults(columns: readonly Column[]): Change {
  const isOwn = (column: Column): boolean => isOfParent(column.take);
  const hasParent = columns.some((column) => isOwn(column) && !isWeak(column));
  const hasContact = columns.some((column) => isOwn(column) && column.owner === 'contact_1');
  return (column) => {
    if (column.owner === 'contact_1') return hasParent ? asked(column) : column;
    return column.owner === 'account' && (hasParent || hasContact) ? asked(column) : column;
  };
}

function isWeak({ owner, isCertain }: Column): boolean {
  return !isCertain && (owner === 'contact_1' || owner === 'account');
}

/**
 * A name without an owner is the child's beside columns of a parent, and the parent's beside the
 * same part of a child's name. Where neither holds, or a name of both is there, it stays unclear.
 */
function unnamedNames(columns: readonly Column[]): Change {
  const fields = new Set(columns.flatMap(({ take }) => (take === null ? [] : [take])));
  const adults = columns.flatMap(({ owner, ask }) =>
    owner === 'mother' || owner === 'father' ? ask : [],
  );
  for (const field of adults) fields.add(field);
  const parts = ['first', 'last'] as const;
  const has = (whose: 'player' | 'parent', part: 'first' | 'last' | 'full'): boolean =>
    fields.has(`${whose}_full_name`) ||
    (part === 'full'
      ? parts.some((one) => fields.has(`${whose}_${one}_name`))
      : fields.has(`${whose}_${part}_name`));
  const childHasName = has('player', 'full');
  const parentHasName = has('parent', 'full');
  const isParentThere = parentHasName || fields.has('parent_tel');
  return (column) => {
    const part = namePart(column);
    if (part === null) return column;
    if (has('player', part) && has('parent', part)) return { ...column, ask: [] };
    const isChilds =
      !has('player', part) && (has('parent', part) || (!childHasName && isParentThere));
    if (isChilds) return taken(column, `player_${part}_name`);
    const isParents =
      part !== 'full' &&
      column.owner === 'unnamed' &&
      fields.has(`player_${part}_name`) &&
      !fields.has('player_full_name') &&
      !parentHasName;
    return isParents ? taken(column, `parent_${part}_name`) : column;
  };
}

/** The part of a name that a column without an owner asks for. */
function namePart({ owner, take, ask, isPreferred }: Column): 'first' | 'last' | 'full' | null {
  if (take !== null || isPreferred || (owner !== 'unnamed' && owner !== 'member')) return null;
  return (
    (['first', 'last', 'full'] as const).find((part) => ask[0] === `player_${part}_name`) ?? null
  );
}

/** Where a child is named and only one of mother and father is, and no other adult, that is the parent. */
function onlyMotherOrFather(columns: readonly Column[]): Change {
  const hasChild = columns.some(({ take }) => take !== null && CHILD_NAMES.has(take));
  const hasOther = columns.some(
    ({ owner, take, isCertain }) =>
      isOfParent(take) && (isCertain || (owner !== 'mother' && owner !== 'father')),
  );
  const owners = new Set<Owner>(columns.map(({ owner }) => owner));
  const isOnly = owners.has('mother') !== owners.has('father');
  return (column) => {
    const {
      owner,
      ask: [field, ...others],
    } = column;
    if (owner !== 'mother' && owner !== 'father') return column;
    const isClear = field !== undefined && others.length === 0 && !column.isPreferred;
    return hasChild && isOnly && !hasOther && isClear ? taken(column, field) : column;
  };
}

const CHILD_NAMES: ReadonlySet<ColumnField> = new Set<ColumnField>([
  'player_first_name',
  'player_last_name',
  'player_full_name',
]);

function isOfParent(field: ColumnField | null): boolean {
  return field !== null && field.startsWith('parent_');
}

/** In an address book with employers, and without children and teams, a manager is the one at work. */
function managersAtWork(columns: readonly Column[]): Change {
  const hasEmployer = columns.some(({ holds }) => holds === 'organisation');
  const isOfClub = columns.some(
    ({ take, ask }) => take?.startsWith('player_') === true || [take, ...ask].includes('team_name'),
  );
  return (column) =>
    column.owner === 'manager' && hasEmployer && !isOfClub
      ? { ...column, take: null, ask: [], holds: 'other_person' }
      : column;
}

/** A "telephone" beside a "mobile" of the same person is a landline. */
function mobilesFirst(columns: readonly Column[]): Change {
  const mobiles = new Set(
    columns.flatMap(({ take, phone }) => (take !== null && phone === 'mobile' ? [take] : [])),
  );
  return (column) =>
    column.phone === 'telephone' && column.take !== null && mobiles.has(column.take)
      ? { ...column, take: null, ask: [], holds: 'landline' }
      : column;
}

function birthDatesOfChildren(columns: readonly Column[]): Change {
  const hasOwn = columns.some(
    ({ owner, take, isCertain }) => take === 'player_dob' && (owner === 'child' || isCertain),
  );
  return (column) =>
    hasOwn && column.take === 'player_dob' && column.owner !== 'child'
      ? { ...column, take: null }
      : column;
}

const RULES: readonly ((columns: readonly Column[]) => Change)[] = [
  surestAdults,
  unnamedNames,
  onlyMotherOrFather,
  managersAtWork,
  mobilesFirst,
  birthDatesOfChildren,
];
