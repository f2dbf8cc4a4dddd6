import type { Dice } from './dice.ts';

/** One record of the list, as the club's system exports it. */
export type Player = {
  readonly player_first_name: string;
  readonly parent_tel: string;
  readonly [field: string]: string;
};

const PARENTS = ['Jane', 'Daniel', 'Priya', 'Sam', 'Omar', 'Grace', 'Liam', 'Zoe'] as const;
const SURNAMES = ['Smith', 'Prescott', 'Bancroft', 'Hartley', 'Ellis', 'Moss', 'Doyle'] as const;
const CHILDREN = [
  ['John', 'Amelia', 'Noah', 'Ava'],
  ['Ben', 'Cara', 'Eve', 'Finn'],
  ['Isla', 'Jack', 'Kit', 'Lola'],
  ['Mia', 'Ned', 'Orla', 'Poppy'],
] as const;

/** Four families; one in four has two children. No two players share a first name and a parent. */
export function familiesBy(dice: Dice): readonly Player[] {
  return CHILDREN.flatMap((names, family) => {
    const surname = dice.pick(SURNAMES, 'surname', family);
    const parent = {
      parent_first_name: dice.pick(PARENTS, 'parent', family),
      parent_last_name: surname,
      // From 07700 900100 to 900139 no number misbehaves by itself.
      parent_tel: `+4477009001${family}${dice.whole(0, 9, 'number', family)}`,
    };
    const first = dice.whole(0, names.length - 1, 'first child', family);
    const children = dice.pick([1, 1, 1, 2], 'children', family);
    return Array.from({ length: children }, (_, child) => ({
      ...OF_THE_CLUB,
      ...parent,
      player_first_name: names[(first + child) % names.length] ?? names[0],
      player_last_name: surname,
    }));
  });
}

const OF_THE_CLUB = {
  team_name: 'Panthers',
  age_group: 'u11s',
  team_manager_1_full_name: 'Alex Johnson',
  team_manager_1_tel: '+447700900001',
  current_registration_season: '2026-27',
  membership_fee_amount: '40',
  subscription_fee_amount: '26',
};
