import type { ColumnField } from '../../record/field.ts';
import type { HeadingParts } from './heading-parts.ts';
import type { Thing } from './heading-words.ts';

export type HeadingFields = {
  /** The field that the heading stands for; null if it stands for none, or could for several. */
  readonly take: ColumnField | null;
  readonly ask: readonly ColumnField[];
};

const NONE: HeadingFields = { take: null, ask: [] };
const take = (field: ColumnField): HeadingFields => ({ take: field, ask: [] });
const ask = (...fields: readonly ColumnField[]): HeadingFields => ({ take: null, ask: fields });

const CHILD_NAMES = {
  first: 'player_first_name',
  last: 'player_last_name',
  full: 'player_full_name',
} as const;
const PARENT_NAMES = {
  first: 'parent_first_name',
  last: 'parent_last_name',
  full: 'parent_full_name',
} as const;

/** The fields that a heading with these parts can stand for. */
export function fieldsOf(parts: HeadingParts): HeadingFields {
  switch (parts.owner) {
    case 'manager':
    case 'coach':
      return staffFields(parts);
    case 'parent':
    case 'contact_1':
    case 'account':
      return isAboutPerson(parts) ? parentFields(parts) : feesAsked(parts);
    case 'mother':
    case 'father':
    case 'contact':
    case 'applicant':
      return isAboutPerson(parts) ? asked(parentFields(parts)) : feesAsked(parts);
    case 'child_or_parent': {
      const child = asked(childFields(parts)).ask;
      return isAboutPerson(parts) ? ask(...child, ...asked(parentFields(parts)).ask) : NONE;
    }
    case 'child':
      return childFields(parts);
    case 'member':
      return parts.phone === null ? asked(childFields(parts)) : ask('parent_tel');
    case 'unnamed':
      return unnamedFields(parts);
    case 'partner':
      return NONE;
  }
}

function asked({ take: taken, ask: others }: HeadingFields): HeadingFields {
  return ask(...(taken === null ? [] : [taken]), ...others);
}

const PERSONAL: ReadonlySet<Thing> = new Set<Thing>([
  'first_name',
  'last_name',
  'name',
  'preferred',
  'mobile',
  'telephone',
  'phone',
  'number',
]);

function isAboutPerson({ things }: HeadingParts): boolean {
  return things.isSubsetOf(PERSONAL);
}

function parentFields(parts: HeadingParts): HeadingFields {
  const { owner, name, phone, things, isPlural, unused, isContact } = parts;
  const isSure = unused.size === 0;
  if (things.has('preferred')) return ask(PARENT_NAMES.first);
  if (phone !== null) {
    const isPhone = phone !== 'number' || (owner === 'parent' && isContact);
    return isPhone && isSure ? take('parent_tel') : ask('parent_tel');
  }
  if (name === null) {
    if (owner === 'account') return NONE;
    if (isContact || !isSure) return ask('parent_full_name', 'parent_tel');
  }
  const field = PARENT_NAMES[name ?? 'full'];
  const isOne = field !== 'parent_full_name' || (!isPlural && owner !== 'account');
  return isOne && isSure ? take(field) : ask(field);
}

const STAFF: ReadonlySet<Thing> = new Set<Thing>([...PERSONAL, 'team']);

function staffFields({ owner, things, phone, isCoach }: HeadingParts): HeadingFields {
  if (!things.isSubsetOf(STAFF) || things.has('preferred')) return NONE;
  const field = phone === null ? 'team_manager_1_full_name' : 'team_manager_1_tel';
  return owner === 'manager' && phone !== 'number' && !isCoach ? take(field) : ask(field);
}

function childFields(parts: HeadingParts): HeadingFields {
  const { name, things } = parts;
  if (things.has('preferred')) return ask(CHILD_NAMES.first);
  if (name !== null && !things.has('season')) return take(CHILD_NAMES[name]);
  return things.size === 0 ? ask(CHILD_NAMES.full) : thingFields(parts);
}

function unnamedFields(parts: HeadingParts): HeadingFields {
  const { name, phone, things } = parts;
  const isOfPerson = isAboutPerson(parts);
  if (isOfPerson && things.has('preferred')) return ask(CHILD_NAMES.first, PARENT_NAMES.first);
  if (isOfPerson && phone !== null) return ask('parent_tel');
  if (isOfPerson && name !== null) return ask(CHILD_NAMES[name], PARENT_NAMES[name]);
  return thingFields(parts);
}

/** What says nothing of a person but the child. */
function thingFields(parts: HeadingParts): HeadingFields {
  const { things, name, phone } = parts;
  if (phone !== null || name === 'first' || name === 'last') return NONE;
  const fees = feeFields(parts);
  if (fees !== null) return fees;
  if (things.has('birth')) return take('player_dob');
  if (things.has('season')) {
    const season = 'current_registration_season';
    return parts.owner === 'unnamed' ? take(season) : ask(season);
  }
  if (things.has('age')) {
    // "Team / Age Group" may hold both.
    const isSure = things.has('group') && !things.has('team');
    return isSure ? take('age_group') : ask('age_group');
  }
  if (things.has('team')) {
    return things.has('division') ? ask('team_name') : take('team_name');
  }
  return things.has('division') || things.has('group') ? ask('team_name') : NONE;
}

function feesAsked(parts: HeadingParts): HeadingFields {
  return asked(feeFields(parts) ?? NONE);
}

/** The fees; null where the heading names none. */
function feeFields({ things }: HeadingParts): HeadingFields | null {
  const has = (thing: Thing): boolean => things.has(thing);
  const isMonthly = has('month') || has('subscription');
  if (!has('fee') && !has('subscription') && !(has('membership') && has('year'))) return null;
  const isOfYear = has('year') || has('season');
  if (has('membership')) {
    if (isMonthly) return ask('membership_fee_amount', 'subscription_fee_amount');
    return isOfYear ? ask('membership_fee_amount') : take('membership_fee_amount');
  }
  if (isOfYear || !isMonthly) return ask('membership_fee_amount', 'subscription_fee_amount');
  const isSure = has('fee') || (has('subscription') && has('month'));
  return isSure ? take('subscription_fee_amount') : ask('subscription_fee_amount');
}
