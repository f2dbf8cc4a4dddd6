import type { HeadingParts, Owner } from './heading-parts.ts';
import type { Unused } from './heading-words.ts';
import { UNUSED_WORDS } from './vocabulary.ts';

/** What a column holds, where that is no field. */
export type Holds =
  | Unused
  | 'second_parent_name'
  | 'second_parent_phone'
  | 'second_phone'
  | 'child_phone'
  | 'other_child'
  | 'parent_birth_date'
  | 'birth_year'
  | 'school_year'
  | 'second_value'
  | 'several_values'
  | 'other_number'
  | 'answer';

const CONTENTS = Object.keys(UNUSED_WORDS) as readonly Unused[];

/** Those who may be a second parent, where there are two of them. */
const ADULTS: ReadonlySet<Owner> = new Set<Owner>([
  'parent',
  'mother',
  'father',
  'contact',
  'contact_1',
  'account',
  'applicant',
]);

/** Those who can be rung. */
const RUNG: ReadonlySet<Owner> = new Set<Owner>([
  'parent',
  'mother',
  'father',
  'contact',
  'contact_1',
  'manager',
  'coach',
]);

/** What a heading with these parts holds instead of a field; null where it may be a field. */
export function heldBy(parts: HeadingParts): Holds | null {
  return (
    unusedIn(parts) ??
    severalIn(parts) ??
    secondIn(parts) ??
    otherPersonIn(parts) ??
    numberIn(parts)
  );
}

function unusedIn({ unused, things, owner, isYesOrNo, phone, name }: HeadingParts): Holds | null {
  const content = CONTENTS.find((one) => unused.has(one));
  if (things.has('group') && things.has('year')) return 'school_year';
  const isParent = owner === 'parent' || owner === 'mother' || owner === 'father';
  // An emergency contact who is the parent is worth a question.
  const isAsked = content === 'emergency_contact' && unused.size === 1 && isParent;
  // "Home Team" has nothing to do with a phone.
  const isOtherHome = content === 'landline' && phone === null && things.size > 0;
  if (content !== undefined && !isAsked && !isOtherHome) return content;
  if (things.has('birth')) {
    return things.has('year') || things.has('month') ? 'birth_year' : null;
  }
  if (isYesOrNo) return 'answer';
  // A preferred name may be asked about; a preferred team is none yet.
  if (things.has('preferred') && things.size > 1 && name === null && phone === null) return 'wish';
  if (things.has('date')) return phone === null ? 'record_date' : 'landline';
  const isMoney = MONEY.some((one) => things.has(one)) || things.has('season');
  return things.has('year') && !isMoney ? 'school' : null;
}

const MONEY = ['fee', 'subscription', 'membership'] as const;

function severalIn({ name, phone, things, owner, isPlural }: HeadingParts): Holds | null {
  const isPhone = phone !== null && (phone !== 'number' || RUNG.has(owner));
  const values = [
    name !== null || things.has('preferred'),
    isPhone,
    things.has('birth'),
    things.has('age'),
    MONEY.some((one) => things.has(one)) && things.has('fee'),
  ];
  if (values.filter(Boolean).length > 1) return 'several_values';
  return owner === 'child' && isPlural && things.size === 0 ? 'several_values' : null;
}

function secondIn(parts: HeadingParts): Holds | null {
  const { owner, name, phone, person, phoneNumber, isSecond, isAdditional, things } = parts;
  const second = phone === null ? 'second_parent_name' : 'second_parent_phone';
  // Of one parent, the partner is the other.
  if (owner === 'partner') return second;
  if (isAdditional) {
    if (name === 'full') return 'name_part';
    return name !== null || phone !== null ? second : 'second_value';
  }
  const isOther = (person ?? 1) > 1;
  const isOtherPhone = (phoneNumber ?? 1) > 1;
  if (ADULTS.has(owner)) {
    if (isOther) return second;
    if (isOtherPhone || (isSecond && person === 1)) return 'second_phone';
    return isSecond ? second : null;
  }
  if (!isOther && !isSecond && !isOtherPhone) return null;
  if (owner === 'child' || owner === 'member') return 'other_child';
  if (owner === 'unnamed' && phone !== null && things.size === 1) return 'second_phone';
  return 'second_value';
}

function otherPersonIn({ owner, name, phone, things, isContact }: HeadingParts): Holds | null {
  const isPhone = phone !== null && (phone !== 'number' || isContact);
  if (owner === 'child' && isPhone) return 'child_phone';
  const isAdult = ADULTS.has(owner);
  if (isAdult && things.has('birth')) return 'parent_birth_date';
  const isStaff = owner === 'manager' || owner === 'coach';
  if (isStaff && (name === 'first' || name === 'last')) return 'name_part';
  return isStaff && things.has('birth') ? 'other_person' : null;
}

/** A number without a word for a phone is one only of somebody who can be rung. */
function numberIn({ owner, phone }: HeadingParts): Holds | null {
  if (phone !== 'number') return null;
  return RUNG.has(owner) ? null : 'other_number';
}
