/**
 * The twelve fields of a record. The names are the ones the club's registration system posts, so
 * they are fixed; the labels are what a person is shown.
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

/** Fields that can be the same for everybody on a list; the others are somebody's own. */
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
