import type { WrongContent } from '../../../domain/problem/list-option-fault.ts';
import type { ColumnField } from '../../../domain/record/field.ts';

export type KnownHeadings = {
  /** Matched to the field, and listed as an alias in the column report. */
  readonly alias: readonly string[];
  /** Ambiguous: used only where the operator chooses the column. */
  readonly ask: readonly string[];
  /** Looks right but holds something else: refused even with --map. */
  readonly never: readonly RefusedHeading[];
};

export type RefusedHeading = {
  readonly heading: string;
  readonly holds: WrongContent;
};

/**
 * Headings seen in the exports of UK clubs. A field's own name needs no entry. Headings are compared
 * without case, spaces and punctuation.
 */
export const HEADING_ALIASES: { readonly [field in ColumnField]: KnownHeadings } = {
  player_first_name: {
    alias: ['playerFirstName1', 'CHILD_FIRST_NAME', 'Child First Name'],
    ask: ['CHILD_PREFERRED_FIRST_NAME', 'Forename', 'First Name'],
    never: [],
  },
  player_last_name: {
    alias: ['playerSurname1', 'Child Surname', 'CHILD_LAST_NAME'],
    ask: ['Surname'],
    never: [],
  },
  player_full_name: {
    alias: ['Player Name'],
    ask: ['Team Member Name', 'Name'],
    never: [],
  },
  player_dob: {
    alias: ['playerDOB1', 'Date of Birth', 'DOB', 'Birthdate', 'Birth Date', 'CHILD_DATE_OF_BIRTH'],
    ask: [],
    never: [{ heading: 'parGdnDOB1', holds: 'parent_birth_date' }],
  },
  team_name: {
    alias: ['team', 'playerTeam1', 'Squad'],
    ask: ['Division', 'Group'],
    never: [],
  },
  age_group: {
    alias: ['playerAgeGroup1'],
    ask: ['Age'],
    never: [{ heading: 'Year Group', holds: 'school_year' }],
  },
  team_manager_1_full_name: {
    alias: ['Manager', 'Team Manager', 'Manager Name'],
    ask: ['Coach'],
    never: [],
  },
  team_manager_1_tel: {
    alias: ['Manager Mobile', 'Manager Phone', 'Team Manager Tel'],
    ask: [],
    never: [],
  },
  current_registration_season: {
    alias: ['Season', 'Team Season', 'Registration Season'],
    ask: [],
    never: [],
  },
  parent_first_name: {
    alias: [
      'parGdnFirstName1',
      'Guardian First Name',
      'Parent #1 First Name',
      'Parent/Guardian #1 First Name',
      'Parent 1 First Name',
      'P1 First Name',
      'Account First Name',
      'Guardian 1 First Name',
    ],
    ask: ['PARENT_1_NAME', 'Mum First Name', 'Contact First Name', 'First Name'],
    never: [],
  },
  parent_last_name: {
    alias: ['parGdnSurname1', 'Guardian Last Name', 'Parent Surname', 'P1 Last Name'],
    ask: ['Last Name'],
    never: [],
  },
  parent_full_name: {
    alias: ['parGdnFullName1', 'Parent #1 Full Name', 'Parent Name', 'Parent/Guardian'],
    ask: ['PARENT_1_NAME', 'Guardians', 'Name'],
    never: [],
  },
  parent_tel: {
    alias: [
      'parGdnTel1',
      'Parent Mobile',
      'Parent Phone',
      'Guardian Mobile',
      'PARENT_1_PHONE',
      'P1 Mobile',
    ],
    ask: [
      'Mobile Phone',
      'Cell',
      'Cellphone',
      'Mobile',
      'Phone Number',
      'Phone',
      'Primary Phone',
      'Team Member Mobile',
      'Emergency Contact Number',
    ],
    never: [
      { heading: 'Phone 2', holds: 'second_phone' },
      { heading: 'Other phone', holds: 'second_phone' },
    ],
  },
  membership_fee_amount: {
    alias: ['Membership Fee', 'Signing On Fee', 'Registration Fee'],
    ask: ['Fee'],
    never: [],
  },
  subscription_fee_amount: {
    alias: ['Monthly Subs', 'Monthly Fee', 'Subscription Fee'],
    ask: ['Subs'],
    never: [],
  },
};

/** Headings of exports that no field uses. They only show that a row is the heading row. */
export const UNUSED_HEADINGS: readonly string[] = [
  'parent_relationship_to_player',
  'parGdnRelToChild1',
  'PARENT_1_RELATIONSHIP',
  'Role label',
  'FAN',
  'Contact ID',
  'Primary Contact ID',
  'registration_code',
];
