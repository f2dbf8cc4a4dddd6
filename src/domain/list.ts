import { feesOutOfLine, type FeeOutOfLine } from './fee-out-of-line.ts';
import { NOWHERE, type Finding, type FindingDetail, type RowProblem } from './problem.ts';
import type { KeyedInvite, Message } from './message.ts';
import type { Invite } from './record.ts';
import { rememberedSpelling } from './same-spelling.ts';
import { startSurnameCheck } from './surnames-differ.ts';
import { childOf } from './two-parents.ts';

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
  readonly add: (message: KeyedInvite) => boolean;
  /** What only the list as a whole can show: doubles and disagreements between rows. */
  readonly finish: () => readonly Finding[];
};

export function startListCheck(): ListCheck {
  const firstRows = new Map<string, number>();
  const repeated: Finding[] = [];
  const spell = rememberedSpelling();
  const differences = [otherParents(spell), secondParents(spell), otherManagers(spell)];
  const fees: RowFees[] = [];
  const seasons = new Set<string>();
  const surnames = startSurnameCheck();
  return {
    add: ({ key, invite }) => {
      const { row, season, membershipFee, subscriptionFee } = invite;
      const firstRow = firstRows.get(key);
      if (firstRow !== undefined) {
        repeated.push(warning(row, { code: 'same_invite_twice', firstRow }));
        return false;
      }
      firstRows.set(key, row);
      for (const difference of differences) difference.add(invite);
      fees.push({ row, membershipFee, subscriptionFee });
      seasons.add(season);
      surnames.add(invite);
      return true;
    },
    // Lists and not pushes: one call takes no hundred thousand arguments.
    finish: () => [
      ...repeated,
      ...differences.flatMap(({ findings }) => findings),
      ...feesOutOfLine(fees, (one) => one.membershipFee).map(feeWarning('membership_fee_amount')),
      ...feesOutOfLine(fees, (one) => one.subscriptionFee).map(
        feeWarning('subscription_fee_amount'),
      ),
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
type First = { readonly row: number; readonly differs: string; readonly name: string };

const otherParents = (spell: Spell): Difference =>
  startDifference({
    same: ({ parent }) => parent.phone,
    differs: (invite) => parentName(invite, spell),
    name: ({ parent }) => `${parent.firstName} ${parent.lastName}`,
    problem: ({ row, name }) => ({
      code: 'same_phone_other_parent',
      firstRow: row,
      firstName: name,
    }),
  });

const secondParents = (spell: Spell): Difference =>
  startDifference({
    same: (invite) => childOf(invite, spell),
    differs: ({ parent }) => parent.phone,
    name: () => '',
    problem: ({ row }) => ({ code: 'two_parents', firstRow: row }),
  });

const otherManagers = (spell: Spell): Difference =>
  startDifference({
    same: (invite) => teamName(invite, spell),
    differs: (invite) => managerName(invite, spell),
    name: ({ manager }) => manager.name,
    problem: ({ row, name }) => ({ code: 'manager_differs', firstRow: row, firstManager: name }),
  });

/** Rows that agree with an earlier one in `same` and not in `differs`; each told once. */
function startDifference(by: {
  readonly same: (invite: Invite) => string;
  readonly differs: (invite: Invite) => string;
  /** What the first row is called when it is told of. */
  readonly name: (invite: Invite) => string;
  readonly problem: (first: First) => RowProblem;
}): Difference {
  const firsts = new Map<string, First>();
  const findings: Finding[] = [];
  return {
    add: (invite) => {
      const same = by.same(invite);
      const differs = by.differs(invite);
      const first = firsts.get(same);
      if (first === undefined) {
        firsts.set(same, { row: invite.row, differs, name: by.name(invite) });
      } else if (first.differs !== differs) findings.push(warning(invite.row, by.problem(first)));
    },
    findings,
  };
}

type Spell = (name: string) => string;

function parentName({ parent }: Invite, spell: Spell): string {
  return spell(parent.firstName) + spell(parent.lastName);
}

function teamName({ team, ageGroup }: Invite, spell: Spell): string {
  return spell(team) + ageGroup;
}

function managerName({ manager }: Invite, spell: Spell): string {
  return spell(manager.name) + manager.phone;
}

function feeWarning(field: 'membership_fee_amount' | 'subscription_fee_amount') {
  return ({ invite, usual }: FeeOutOfLine<RowFees>): Finding => ({
    ...warning(invite.row, { code: 'money_out_of_line', usual: `£${usual}` }),
    field,
    value: field === 'membership_fee_amount' ? invite.membershipFee : invite.subscriptionFee,
  });
}

function warning(row: number, detail: FindingDetail): Finding {
  return { ...NOWHERE, severity: 'warning', row, detail };
}
