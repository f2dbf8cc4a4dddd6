import type { HeadingWord, OwnerWord, Thing, Unused } from './heading-words.ts';

/** The person a heading is about. `contact_1` is the first of several contacts. */
export type Owner = Exclude<OwnerWord, 'family'> | 'contact_1' | 'child_or_parent' | 'unnamed';

export type Phone = 'mobile' | 'telephone' | 'phone' | 'number';

export type HeadingParts = {
  readonly owner: Owner;
  readonly things: ReadonlySet<Thing>;
  readonly unused: ReadonlySet<Unused>;
  /** The parts of a name that the heading asks for. */
  readonly name: 'first' | 'last' | 'full' | null;
  readonly phone: Phone | null;
  /** Which of several persons, by a number or a word; null where the heading does not say. */
  readonly person: number | null;
  /** Which of several phones of one person. */
  readonly phoneNumber: number | null;
  /** Whether a word says that it is not the first, of a person or of a phone. */
  readonly isSecond: boolean;
  readonly isAdditional: boolean;
  /** Whether it says "coach". */
  readonly isCoach: boolean;
  /** Whether it asks for a yes or no. */
  readonly isYesOrNo: boolean;
  /** Whether it says "contact". */
  readonly isContact: boolean;
  /** Whether it is about several people. */
  readonly isPlural: boolean;
};

/** Combines the words of a heading, whatever their order. */
export function partsOf(words: readonly HeadingWord[]): HeadingParts {
  const owners = new Set<OwnerWord>();
  const things = new Set<Thing>();
  const unused = new Set<Unused>();
  const flags = new Set<string>();
  let person: number | null = null;
  let phoneNumber: number | null = null;
  for (const { meaning, number } of words) {
    if (meaning !== null) flags.add(meaning.is);
    if (meaning?.is === 'owner') owners.add(meaning.owner);
    if (meaning?.is === 'thing') things.add(meaning.thing);
    if (meaning?.is === 'unused') unused.add(meaning.content);
    if (meaning?.is === 'thing' && isPhoneWord(meaning.thing)) {
      phoneNumber = largest(phoneNumber, number);
    } else person = largest(person, number);
  }
  const isFirst = flags.has('first');
  const which = person ?? (isFirst ? 1 : null);
  const name = nameIn(things, owners);
  return {
    owner: ownerAmong(owners, which, name),
    things,
    unused,
    name,
    phone: phoneIn(things),
    person: which,
    phoneNumber,
    isSecond: flags.has('second'),
    isAdditional: flags.has('additional'),
    isContact: owners.has('contact'),
    isCoach: owners.has('coach'),
    isYesOrNo: flags.has('yes_or_no') && !flags.has('question'),
    isPlural: words.some(
      ({ meaning, isPlural }) =>
        isPlural &&
        (meaning?.is === 'owner' || (meaning?.is === 'thing' && meaning.thing === 'name')),
    ),
  };
}

function largest(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.max(one, other ?? one);
}

function isPhoneWord(thing: Thing): boolean {
  return thing === 'number' || PHONES.some((phone) => phone === thing);
}

const PHONES = ['mobile', 'telephone', 'phone'] as const;

function phoneIn(things: ReadonlySet<Thing>): Phone | null {
  return PHONES.find((phone) => things.has(phone)) ?? (things.has('number') ? 'number' : null);
}

function nameIn(
  things: ReadonlySet<Thing>,
  owners: ReadonlySet<OwnerWord>,
): 'first' | 'last' | 'full' | null {
  const isLast = things.has('last_name') || (owners.has('family') && things.has('name'));
  if (things.has('first_name')) return isLast ? 'full' : 'first';
  if (isLast) return 'last';
  return things.has('name') ? 'full' : null;
}

/** The words for a parent, by how surely each means one. */
const ADULTS = ['mother', 'father', 'parent', 'partner'] as const;
const OTHERS = ['child', 'member', 'account', 'contact', 'applicant'] as const;

function ownerAmong(
  owners: ReadonlySet<OwnerWord>,
  which: number | null,
  name: HeadingParts['name'],
): Owner {
  if (owners.has('manager')) return owners.has('account') ? 'unnamed' : 'manager';
  if (owners.has('coach')) return 'coach';
  const adult = ADULTS.find((one) => owners.has(one));
  if (adult !== undefined) {
    if (owners.has('child') || owners.has('member')) return 'child_or_parent';
    // "Mum or Dad" is the parent who registered the child.
    return owners.has('mother') && owners.has('father') ? 'applicant' : adult;
  }
  const other = OTHERS.find((one) => owners.has(one));
  if (other === 'contact') return which === null ? 'contact' : 'contact_1';
  if (other !== undefined) return other;
  return owners.has('family') && name === null ? 'applicant' : 'unnamed';
}
