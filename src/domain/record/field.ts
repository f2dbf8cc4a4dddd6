/**
 * The twelve fields of a record. The names are part of the interface of the club's registration
 * system; the labels are shown to people.
 */
export const FIELD_LABELS = {
  player_first_name: "player's first name",
  player_last_name: "player's last name",
  team_name: 'team',
  age_group: 'age group',
  team_manager_1_full_name: "team manager's name",
  team_manager_1_tel: "team manager's phone",
  current_registration_season: 'season',
  parent_first_name: "parent's first name",
  parent_last_name: "parent's last name",
  parent_tel: "parent's mobile",
  membership_fee_amount: 'membership fee',
  subscription_fee_amount: 'monthly subscription',
} as const;

export type Field = keyof typeof FIELD_LABELS;

export const FIELDS = Object.keys(FIELD_LABELS) as readonly Field[];

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELD_LABELS, name);
}

/** Fields that a record may lack. */
const RECOMMENDED: ReadonlySet<Field> = new Set(['player_last_name', 'parent_last_name']);

/** Whether a record without this field is refused. */
export function isRequired(field: Field): boolean {
  return !RECOMMENDED.has(field);
}

/** Columns that hold a first and a last name together, and the fields they are split into. */
export const FULL_NAMES = {
  player_full_name: ['player_first_name', 'player_last_name'],
  parent_full_name: ['parent_first_name', 'parent_last_name'],
} as const satisfies { readonly [name: string]: readonly [first: Field, last: Field] };

export type FullName = keyof typeof FULL_NAMES;

export const FULL_NAME_FIELDS = Object.keys(FULL_NAMES) as readonly FullName[];

export function isFullName(name: string): name is FullName {
  return Object.hasOwn(FULL_NAMES, name);
}

/**
 * The full name that a field is part of; null for a field that is not the first or last name of a
 * player or parent.
 */
export function fullNameOf(field: ColumnField): FullName | null {
  return FULL_NAME_FIELDS.find((full) => FULL_NAMES[full].some((part) => part === field)) ?? null;
}

/** What may be on record about a parent's opt-in. These are optional, and no part of the message. */
export const OPT_IN_LABELS = {
  opt_in_at: 'day of the opt-in',
  opt_in_how: 'way of the opt-in',
  opt_in_wording: 'wording of the opt-in',
} as const;

export type OptInField = keyof typeof OPT_IN_LABELS;

/** Everything that a column of a list can be read as. */
export type ColumnField = Field | FullName | OptInField | 'player_dob';

export const COLUMN_LABELS: { readonly [field in ColumnField]: string } = {
  ...FIELD_LABELS,
  player_full_name: "player's full name",
  parent_full_name: "parent's full name",
  player_dob: "player's date of birth",
  ...OPT_IN_LABELS,
};

export const COLUMN_FIELDS = Object.keys(COLUMN_LABELS) as readonly ColumnField[];

export function isColumnField(name: string): name is ColumnField {
  return Object.hasOwn(COLUMN_LABELS, name);
}

/** Fields that can have one value for the whole list. */
const SHARED: ReadonlySet<Field> = new Set([
  'team_name',
  'age_group',
  'team_manager_1_full_name',
  'team_manager_1_tel',
  'current_registration_season',
  'membership_fee_amount',
  'subscription_fee_amount',
]);

export function canBeShared(field: Field): boolean {
  return SHARED.has(field);
}

/** Fields that name a person, or are somebody's number or birth date. */
const OF_PERSON: ReadonlySet<ColumnField> = new Set<ColumnField>([
  'player_first_name',
  'player_last_name',
  'player_full_name',
  'player_dob',
  'team_manager_1_full_name',
  'team_manager_1_tel',
  'parent_first_name',
  'parent_last_name',
  'parent_full_name',
  'parent_tel',
]);

export function isOfPerson(field: ColumnField): boolean {
  return OF_PERSON.has(field);
}
