import { feesOutOfLine, type FeeOutOfLine } from './fee-out-of-line.ts';
import { NOWHERE, type Finding, type FindingDetail, type RowProblem } from './problem.ts';
import type { KeyedInvite, Message } from './message.ts';
import type { Invite } from './record.ts';
import { sameSpelling } from './same-spelling.ts';

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

export type CheckedList<One extends KeyedInvite = Message> = {
  readonly messages: readonly One[];
  /** Messages that stand further up already: one of each goes. */
  readonly repeats: readonly One[];
  readonly findings: readonly Finding[];
};

/** What only the list as a whole can show: doubles and disagreements between rows. */
export function checkList<One extends KeyedInvite>(composed: readonly One[]): CheckedList<One> {
  const repeated: Finding[] = [];
  const first = new Map<string, One>();
  const repeats: One[] = [];
  for (const message of composed) {
    const earlier = first.get(message.key);
    if (earlier === undefined) first.set(message.key, message);
    else {
      repeats.push(message);
      repeated.push(
        warning(message.invite, { code: 'same_invite_twice', firstRow: earlier.invite.row }),
      );
    }
  }
  const messages = [...first.values()];
  const invites = messages.map((message) => message.invite);
  // Lists and not pushes: one call takes no hundred thousand arguments.
  const findings: readonly Finding[] = [
    ...repeated,
    ...differences(
      invites,
      (invite) => invite.parent.phone,
      parentName,
      (invite, other) => ({
        code: 'same_phone_other_parent',
        firstRow: other.row,
        firstName: `${other.parent.firstName} ${other.parent.lastName}`,
      }),
    ),
    ...differences(
      invites,
      childName,
      (invite) => invite.parent.phone,
      (invite, other) => ({
        code: 'two_parents',
        firstRow: other.row,
      }),
    ),
    ...differences(invites, teamName, managerName, (invite, other) => ({
      code: 'manager_differs',
      firstRow: other.row,
      firstManager: other.manager.name,
    })),
    ...feesOutOfLine(invites, (invite) => invite.membershipFee).map(
      feeWarning('membership_fee_amount'),
    ),
    ...feesOutOfLine(invites, (invite) => invite.subscriptionFee).map(
      feeWarning('subscription_fee_amount'),
    ),
    ...mixedSeasons(invites),
  ];
  return { messages, repeats, findings };
}

function mixedSeasons(invites: readonly Invite[]): readonly Finding[] {
  const seasons = [...new Set(invites.map((invite) => invite.season))].toSorted();
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

/** Rows that agree with an earlier one in `same` and not in `differs`; each told once. */
function differences(
  invites: readonly Invite[],
  same: (invite: Invite) => string,
  differs: (invite: Invite) => string,
  problem: (invite: Invite, other: Invite) => RowProblem,
): readonly Finding[] {
  const first = new Map<string, Invite>();
  const findings: Finding[] = [];
  for (const invite of invites) {
    const key = same(invite);
    const other = first.get(key);
    if (other === undefined) first.set(key, invite);
    else if (differs(other) !== differs(invite)) {
      findings.push(warning(invite, problem(invite, other)));
    }
  }
  return findings;
}

const parentName = ({ parent }: Invite): string =>
  sameSpelling(`${parent.firstName} ${parent.lastName}`);
const childName = ({ player, team, ageGroup }: Invite): string =>
  sameSpelling(`${player.firstName} ${player.lastName} ${team} ${ageGroup}`);
const teamName = ({ team, ageGroup }: Invite): string => sameSpelling(`${team} ${ageGroup}`);
const managerName = ({ manager }: Invite): string =>
  sameSpelling(`${manager.name} ${manager.phone}`);

function feeWarning(field: 'membership_fee_amount' | 'subscription_fee_amount') {
  return ({ invite, usual }: FeeOutOfLine): Finding => ({
    ...warning(invite, { code: 'money_out_of_line', usual: `£${usual}` }),
    field,
    value: field === 'membership_fee_amount' ? invite.membershipFee : invite.subscriptionFee,
  });
}

function warning(invite: Invite, detail: FindingDetail): Finding {
  return {
    severity: 'warning',
    row: invite.row,
    ...NOWHERE,
    detail,
  };
}
