import { unknownTeamFinder, type ClubTeam } from '../record/values/club-teams.ts';
import { unusualFees, type UnusualFee } from './unusual-fees.ts';
import { startDuplicateCheck } from './duplicate-rows.ts';
import { NOWHERE, type Finding, type FindingDetail, type RowProblem } from '../problem/problem.ts';
import type { Message } from '../message/message.ts';
import type { Invite } from '../record/invite.ts';
import { memoizedNameKey, type nameKey } from '../record/names/name-key.ts';
import { startSurnameCheck } from './surnames-differ.ts';

/** One phone and every message for it, so that a parent of two sees one card and not two strangers. */
export type Family = {
  readonly phone: string;
  readonly messages: readonly Message[];
};

/** Families in the order the list names them first; within one, in the order of its rows. */
export function familiesOf(messages: readonly Message[]): readonly Family[] {
  return [...Map.groupBy(messages, (message) => message.invite.parent.phone)].map(
    ([phone, members]) => ({ phone, messages: members }),
  );
}

/** Holds a list against itself, row by row, and keeps no more of a row than that needs. */
export type ListCheck = {
  /** False where the same invite stands further up already: one of each goes. */
  readonly add: (message: Pick<Message, 'invite'>) => boolean;
  /** What only the list as a whole can show: doubles and disagreements between rows. */
  readonly finish: () => readonly Finding[];
};

/** @param teams the club's; none where they are not known */
export function startListCheck(teams: readonly ClubTeam[] = []): ListCheck {
  const spell = memoizedNameKey();
  const namesakeOf = startDuplicateCheck(spell);
  const repeated: Finding[] = [];
  const secondParents: Finding[] = [];
  const differences = [otherParents(spell), otherManagers(spell)];
  const fees: RowFees[] = [];
  const seasons = new Set<string>();
  const surnames = startSurnameCheck();
  const unknownTeam = unknownTeamFinder(teams);
  const unknownTeams: Finding[] = [];
  return {
    add: ({ invite }) => {
      const { row, season, membershipFee, subscriptionFee } = invite;
      const { repeats, withOtherPhone } = namesakeOf(invite);
      if (repeats !== null) {
        repeated.push(warning(row, { code: 'same_invite_twice', firstRow: repeats }));
        return false;
      }
      if (withOtherPhone !== null) {
        secondParents.push(warning(row, { code: 'two_parents', firstRow: withOtherPhone }));
      }
      for (const difference of differences) difference.add(invite);
      const unknown = teams.length === 0 ? null : unknownTeam(invite);
      if (unknown !== null) {
        const about = { field: 'team_name', value: invite.team } as const;
        const found = warning(row, { code: 'team_unknown', ...unknown });
        unknownTeams.push({ ...found, ...about });
      }
      fees.push({ row, membershipFee, subscriptionFee });
      seasons.add(season);
      surnames.add(invite);
      return true;
    },
    // Lists and not pushes: one call takes no hundred thousand arguments.
    finish: () => [
      ...repeated,
      ...secondParents,
      ...unknownTeams,
      ...differences.flatMap(({ findings }) => findings),
      ...unusualFees(fees, (one) => one.membershipFee).map(feeWarning('membership_fee_amount')),
      ...unusualFees(fees, (one) => one.subscriptionFee).map(feeWarning('subscription_fee_amount')),
      ...surnames.finish(),
      ...mixedSeasons([...seasons].toSorted()),
    ],
  };
}

type RowFees = Pick<Invite, 'row' | 'membershipFee' | 'subscriptionFee'>;

function mixedSeasons(seasons: readonly string[]): readonly Finding[] {
  if (seasons.length < 2) return [];
  return [
    {
      severity: 'error',
      row: null,
      ...NOWHERE,
      field: 'current_registration_season',
      detail: { code: 'mixed_seasons', seasons },
    },
  ];
}

type Difference = { readonly add: (invite: Invite) => void; readonly findings: readonly Finding[] };
type Spell = typeof nameKey;

const otherParents = (spell: Spell): Difference =>
  startDifference({
    same: ({ parent }) => parent.phone,
    part: ({ parent }) => parent,
    isOne: (one, other) =>
      isSpeltAlike(one.firstName, other.firstName, spell) &&
      isSpeltAlike(one.lastName, other.lastName, spell),
    problem: (firstRow, { firstName, lastName }) => ({
      code: 'same_phone_other_parent',
      firstRow,
      firstName: `${firstName} ${lastName}`,
    }),
  });

const otherManagers = (spell: Spell): Difference =>
  startDifference({
    same: ({ team, ageGroup }) => spell(team) + ageGroup,
    part: ({ manager }) => manager,
    isOne: (one, other) => one.phone === other.phone && isSpeltAlike(one.name, other.name, spell),
    problem: (firstRow, { name }) => ({ code: 'manager_differs', firstRow, firstManager: name }),
  });

/** Rows that agree with an earlier one in `same`, and of which a part is not one; each told once. */
function startDifference<Part>(by: {
  readonly same: (invite: Invite) => string;
  readonly part: (invite: Invite) => Part;
  readonly isOne: (first: Part, other: Part) => boolean;
  readonly problem: (firstRow: number, first: Part) => RowProblem;
}): Difference {
  const firsts = new Map<string, { readonly row: number; readonly part: Part }>();
  const findings: Finding[] = [];
  return {
    add: (invite) => {
      const same = by.same(invite);
      const part = by.part(invite);
      const first = firsts.get(same);
      if (first === undefined) firsts.set(same, { row: invite.row, part });
      else if (!by.isOne(first.part, part)) {
        findings.push(warning(invite.row, by.problem(first.row, first.part)));
      }
    },
    findings,
  };
}

function isSpeltAlike(one: string, other: string, spell: Spell): boolean {
  return one === other || spell(one) === spell(other);
}

function feeWarning(field: 'membership_fee_amount' | 'subscription_fee_amount') {
  return ({ invite, usual }: UnusualFee<RowFees>): Finding => ({
    ...warning(invite.row, { code: 'money_out_of_line', usual: `£${usual}` }),
    field,
    value: field === 'membership_fee_amount' ? invite.membershipFee : invite.subscriptionFee,
  });
}

function warning(row: number, detail: FindingDetail): Finding {
  return { ...NOWHERE, severity: 'warning', row, detail };
}
