import type { Message } from '../message/message.ts';
import { NOWHERE, type Finding, type FindingDetail, type RowProblem } from '../problem/finding.ts';
import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { memoizedNameKey, nameKey, partsOfLastName } from '../record/names/name-key.ts';
import { unknownTeamFinder, type ClubTeam } from '../record/values/club-teams.ts';
import type { Money } from '../record/values/money.ts';
import { startDuplicateCheck } from './duplicate-rows.ts';
import { startRecipientCheck } from './recipient-check.ts';

/**
 * All messages for one phone. They are shown on one card, so that a parent of two is seen as one person.
 */
export type Family = {
  readonly phone: string;
  readonly messages: readonly Message[];
};

/**
 * Families in the order in which the list first names them, and their messages in the order of its rows.
 */
export function familiesOf(messages: readonly Message[]): readonly Family[] {
  return [...Map.groupBy(messages, (message) => message.invite.parent.phone)].map(
    ([phone, members]) => ({ phone, messages: members }),
  );
}

/** Checks the rows of a list against each other. Keeps only the data of each row that this needs. */
export type ListCheck = {
  /**
   * Returns false if an earlier row has the same invite. Only the first is sent.
   *
   * @param phoneHeading the heading of the parent's number; null where there is none
   */
  readonly add: (message: Pick<Message, 'invite'>, phoneHeading?: string | null) => boolean;
  /** Findings that need the whole list: duplicates, and rows that contradict each other. */
  readonly finish: () => readonly Finding[];
};

/** @param teams the club's teams; empty if they are not known */
export function startListCheck(teams: readonly ClubTeam[] = []): ListCheck {
  const nameKeyOf = memoizedNameKey();
  const duplicateOf = startDuplicateCheck(nameKeyOf);
  const recipients = startRecipientCheck(nameKeyOf);
  const repeated: Finding[] = [];
  const secondParents: Finding[] = [];
  const consistencyChecks = [parentCheck(nameKeyOf), managerCheck(nameKeyOf)];
  const fees: RowFees[] = [];
  const seasons = new Set<string>();
  const surnames = startSurnameCheck();
  let records = 0;
  let withoutLastName = 0;
  const unknownTeam = unknownTeamFinder(teams);
  const unknownTeams: Finding[] = [];
  return {
    add: ({ invite }, phoneHeading = null) => {
      const { row, season, membershipFee, subscriptionFee } = invite;
      const { repeats, withOtherPhone } = duplicateOf(invite);
      if (repeats !== null) {
        repeated.push(warning(row, { code: 'same_invite_twice', firstRow: repeats }));
        return false;
      }
      // Both parents of one row are expected.
      if (withOtherPhone !== null && withOtherPhone !== row) {
        secondParents.push(warning(row, { code: 'two_parents', firstRow: withOtherPhone }));
      }
      recipients.add(invite, phoneHeading);
      for (const check of consistencyChecks) check.add(invite);
      const unknown = teams.length === 0 ? null : unknownTeam(invite);
      if (unknown !== null) {
        const about = { field: 'team_name', value: invite.team } as const;
        const found = warning(row, { code: 'team_unknown', ...unknown });
        unknownTeams.push({ ...found, ...about });
      }
      fees.push({ row, membershipFee, subscriptionFee });
      seasons.add(season);
      surnames.add(invite);
      records += 1;
      if (invite.player.lastName === '') withoutLastName += 1;
      return true;
    },
    // A literal, since `push` with spread arguments fails for very long lists.
    finish: () => [
      ...repeated,
      ...secondParents,
      ...recipients.finish(),
      ...unknownTeams,
      ...consistencyChecks.flatMap(({ findings }) => findings),
      ...unusualFees(fees, (one) => one.membershipFee).map(feeWarning('membership_fee_amount')),
      ...unusualFees(fees, (one) => one.subscriptionFee).map(feeWarning('subscription_fee_amount')),
      ...surnames.finish(),
      ...missingLastNames(withoutLastName, records),
      ...mixedSeasons([...seasons].toSorted()),
    ],
  };
}

type RowFees = Pick<Invite, 'row' | 'membershipFee' | 'subscriptionFee'>;

function missingLastNames(rows: number, of: number): readonly Finding[] {
  if (rows === 0) return [];
  const detail = { code: 'last_name_missing', rows, of } as const;
  return [{ severity: 'warning', row: null, ...NOWHERE, field: 'player_last_name', detail }];
}

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

type ConsistencyCheck = {
  readonly add: (invite: Invite) => void;
  readonly findings: readonly Finding[];
};
type NameKeyOf = typeof nameKey;

const parentCheck = (nameKeyOf: NameKeyOf): ConsistencyCheck =>
  startConsistencyCheck({
    keyOf: ({ parent }) => parent.phone,
    part: ({ parent }) => parent,
    isEqual: (one, other) =>
      isSameName(one.firstName, other.firstName, nameKeyOf) &&
      (one.lastName === '' ||
        other.lastName === '' ||
        isSameName(one.lastName, other.lastName, nameKeyOf)),
    problem: (firstRow, parent) => ({
      code: 'same_phone_other_parent',
      firstRow,
      firstName: fullName(parent),
    }),
  });

const managerCheck = (nameKeyOf: NameKeyOf): ConsistencyCheck =>
  startConsistencyCheck({
    keyOf: ({ team, ageGroup }) => nameKeyOf(team) + ageGroup,
    part: ({ manager }) => manager,
    isEqual: (one, other) =>
      one.phone === other.phone && isSameName(one.name, other.name, nameKeyOf),
    problem: (firstRow, { name }) => ({ code: 'manager_differs', firstRow, firstManager: name }),
  });

/** Reports rows that agree with an earlier row in `keyOf` and differ from it in `part`. */
function startConsistencyCheck<Part>(by: {
  readonly keyOf: (invite: Invite) => string;
  readonly part: (invite: Invite) => Part;
  readonly isEqual: (first: Part, other: Part) => boolean;
  readonly problem: (firstRow: number, first: Part) => RowProblem;
}): ConsistencyCheck {
  const firsts = new Map<string, { readonly row: number; readonly part: Part }>();
  const findings: Finding[] = [];
  return {
    add: (invite) => {
      const keyOf = by.keyOf(invite);
      const part = by.part(invite);
      const first = firsts.get(keyOf);
      if (first === undefined) firsts.set(keyOf, { row: invite.row, part });
      else if (!by.isEqual(first.part, part)) {
        findings.push(warning(invite.row, by.problem(first.row, first.part)));
      }
    },
    findings,
  };
}

function isSameName(one: string, other: string, nameKeyOf: NameKeyOf): boolean {
  return one === other || nameKeyOf(one) === nameKeyOf(other);
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

/** Shorter lists show no pattern. */
const FEWEST_ROWS = 5;

export type UnusualFee<Row> = { readonly invite: Row; readonly usual: Money };

/**
 * Rows whose fee is at most half or at least double that of most rows, such as a 4 or a 400 among 40s.
 * Returns none if no fee is in most rows.
 */
export function unusualFees<Row>(
  invites: readonly Row[],
  feeOf: (invite: Row) => Money,
): readonly UnusualFee<Row>[] {
  if (invites.length < FEWEST_ROWS) return [];
  const rowsByFee = Map.groupBy(invites, feeOf);
  const most = [...rowsByFee].find(([, rows]) => rows.length * 2 > invites.length);
  if (most === undefined) return [];
  const [usual] = most;
  return invites
    .filter((invite) => isFar(Number(feeOf(invite)), Number(usual)))
    .map((invite) => ({ invite, usual }));
}

function isFar(fee: number, usual: number): boolean {
  return fee >= usual * 2 || fee <= usual / 2;
}

/** Families with two surnames are common, but not in 80 % of the rows of a list. */
const DIFFERING_SURNAMES_SHARE = 0.8;

export type SurnameCheck = {
  readonly add: (invite: Invite) => void;
  readonly finish: () => readonly Finding[];
};

/**
 * Warns if nearly all children have another surname than their parents, a sign that one column was
 * sorted without the others.
 */
export function startSurnameCheck(): SurnameCheck {
  let of = 0;
  let differing = 0;
  return {
    add: ({ parent, player }) => {
      if (parent.lastName === '' || player.lastName === '') return;
      of += 1;
      if (!haveNameInCommon(parent.lastName, player.lastName)) differing += 1;
    },
    finish: () => {
      if (of < FEWEST_ROWS || differing < of * DIFFERING_SURNAMES_SHARE) return [];
      const detail = { code: 'surnames_differ', differing, of } as const;
      return [{ severity: 'warning', row: null, ...NOWHERE, detail }];
    },
  };
}

/** `Smith-Jones` matches both Smith and Jones. */
function haveNameInCommon(one: string, other: string): boolean {
  if (one === other) return true;
  const parts = new Set(partsOfLastName(other));
  return nameKey(one) === nameKey(other) || partsOfLastName(one).some((part) => parts.has(part));
}
