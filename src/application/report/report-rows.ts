import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import {
  needsPhoneCall,
  reportedOf,
  type ReportReason,
  type Reported,
  type ReportState,
} from '../../domain/delivery/report-state.ts';
import {
  type AttemptState,
  type DeliveryState,
  allowsNewAttempt,
} from '../../domain/delivery/state.ts';
import type { HeldMessages } from '../../domain/delivery/status/held-template.ts';
import type { InviteeKey, Message, MessageKey } from '../../domain/message/message.ts';
import type { ContentVariables, TemplateSid } from '../../domain/message/template.ts';
import { type Finding, type FindingCode, exclusionsByRow } from '../../domain/problem/finding.ts';
import type { Field } from '../../domain/record/field.ts';
import type { Invite } from '../../domain/record/invite.ts';
import { fullName } from '../../domain/record/names/full-name.ts';
import { nationalForm, parsePhone, type Phone } from '../../domain/record/phone/phone.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { SettledList } from '../check/settle-list.ts';

/** One message in the ledger, by its latest attempt. */
export type ReportLine = {
  readonly key: KeyedHash;
  readonly inviteeKey: KeyedHash;
  readonly player: string;
  readonly parent: string;
  readonly team: string;
  readonly season: string;
  /** Whether names, number, text and list name were erased; they are empty then. */
  readonly isErased: boolean;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly state: AttemptState;
  readonly messageSid: MessageSid | null;
  /** For an unknown outcome: the message at Twilio that may be it. */
  readonly candidate?: Candidate;
  /** Twilio's error code where it refused the message. */
  readonly twilioCode: number | null;
  readonly delivery: DeliveryState | null;
  /** Twilio's error code where it was not delivered. */
  readonly deliveryCode: number | null;
  /** Twilio's or WhatsApp's own words on a refusal or a failure. */
  readonly twilioText: string | null;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  /** When the request was sent; null where none was. */
  readonly sentAt: Date | null;
  /** When its state last changed. */
  readonly at: Date;
  readonly templateSid: TemplateSid;
  readonly variables: Partial<ContentVariables>;
  /** The approved text. */
  readonly body: string;
  readonly file: string;
  readonly row: number;
};

export function reportLineOf(message: LedgerMessage): ReportLine {
  const { operator, at, deliveryAt } = message;
  return { ...message, approvedBy: operator, at: deliveryAt ?? at };
}

/** The people of a row; empty where not known. Numbers are in national form. */
export type ReportPeople = {
  readonly player: string;
  readonly parent: string;
  readonly team: string;
  readonly number: string;
  readonly manager: string;
  readonly managerNumber: string;
};

/** One row of a report: a row of a list, or a message of the ledger. */
export type ReportRow = {
  readonly row: number;
  readonly people: ReportPeople;
  /** `whatsapp:` and an E.164 number; null where the row has no valid number. */
  readonly to: string | null;
  readonly state: ReportState;
  readonly reason:
    | ReportReason
    | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
    | { readonly kind: 'left_out' };
  /** Whether it was sent with another template than the configured one. */
  readonly isOtherTemplate: boolean;
  /** Whether the club must phone this parent. */
  readonly needsPhoneCall: boolean;
  /** Whether the people were erased. */
  readonly isErased: boolean;
  readonly line: ReportLine | null;
};

/** All rows of a report, read anew at each call: a season does not fit in memory. */
export type ReportRows = () => AsyncIterable<ReportRow>;

/** What is held in memory of a row to phone: neither the text nor the variables. */
export type RowToRing = Omit<ReportRow, 'line'> & {
  readonly line: Pick<ReportLine, 'messageSid' | 'at' | 'state' | 'delivery'> | null;
};

export function rowOfLedger(line: ReportLine, moment: ReportMoment): ReportRow {
  const place = { row: line.row, people: peopleOf(line), isOtherTemplate: false };
  const reported = rowOfLine(line, place, moment);
  // No number is left to phone.
  return line.isErased
    ? { ...reported, to: null, needsPhoneCall: false, isErased: true }
    : reported;
}

/** When a report is made, which decides what it says of a message. */
export type ReportMoment = {
  readonly now: Date;
  /** The messages that WhatsApp may be holding. */
  readonly held: HeldMessages;
};

type Listed = ReportMoment & {
  readonly settled: SettledList;
  readonly records: readonly RawRecord[];
  /** The ledger's messages for each invitee of the list. */
  readonly known: ReadonlyMap<InviteeKey, readonly ReportLine[]>;
  readonly keyOf: (key: MessageKey) => KeyedHash;
  readonly set: { readonly [field in Field]?: string };
};

/** One row for each record of a list, in the list's order. */
export function rowsOfList(listed: Listed): readonly ReportRow[] {
  const { settled, records, known, keyOf, set } = listed;
  const { loaded, notChosen, optedOut, withoutConsent, openRecipients } = settled;
  const heldBack = new Map(
    [...notChosen, ...openRecipients, ...optedOut, ...withoutConsent].map(
      ({ message, because }) => [message, because],
    ),
  );
  const errors = Map.groupBy(
    loaded.findings.filter(({ severity }) => severity === 'error'),
    ({ row }) => row,
  );
  const duplicates = new Map(
    loaded.findings.flatMap((finding) =>
      finding.detail.code === 'same_invite_twice' ? [[finding.row, finding] as const] : [],
    ),
  );
  const excluded = exclusionsByRow(loaded.findings);
  const refused = new Map(loaded.refusedRows.map(({ row, because }) => [row, because]));
  const messages = Map.groupBy(loaded.messages, ({ invite }) => invite.row);
  const repeats = new Map(loaded.repeats.map((message) => [message.invite.row, message]));

  const rowOf = (record: RawRecord, message: Message | null): ReportRow => {
    const { row } = record;
    const people = message === null ? peopleIn(record, set) : peopleFrom(message.invite);
    const place = { row, people, isOtherTemplate: false };
    const because = refused.get(row);
    if (record.leftOut) {
      const why = excluded.get(row);
      return why === undefined
        ? withoutLine(place, null, 'left_out', { kind: 'left_out' })
        : withoutLine(place, null, 'left_out', { kind: 'findings', findings: [why] });
    }
    const isReady = message !== null && messages.get(row)?.includes(message) === true;
    if (message === null || (because !== undefined && !isReady)) {
      const found = errors.get(row) ?? (because === undefined ? [] : [because]);
      return withoutLine(place, message, 'held_back', { kind: 'findings', findings: found });
    }
    if (!isReady) {
      const duplicate = duplicates.get(row);
      const findings = duplicate === undefined ? [] : [duplicate];
      return withoutLine(place, message, 'held_back', { kind: 'findings', findings });
    }
    const lines = known.get(message.inviteeKey) ?? [];
    const key = keyOf(message.key);
    // A list without last names finds the line of one with them, under another key.
    const own =
      lines.find((one) => one.key === key) ??
      lines.find(({ templateSid }) => templateSid === message.contentSid);
    const other = lines.findLast(({ state }) => !allowsNewAttempt(state));
    const line = own === undefined || allowsNewAttempt(own.state) ? (other ?? own) : own;
    const hold = heldBack.get(message);
    if (line !== undefined && (hold === undefined || outweighsHold(line))) {
      return rowOfLine(line, { ...place, isOtherTemplate: line !== own }, listed);
    }
    return hold === undefined
      ? withoutLine(place, message, 'not_sent', { kind: 'never_asked' })
      : withoutLine(place, message, 'held_back', { kind: 'findings', findings: [hold] });
  };

  // A row with two parents was read as two records.
  const byRow = new Map(records.toReversed().map((record) => [record.row, record]));
  return [...byRow.values()].toReversed().flatMap((record) => {
    const own = messages.get(record.row) ?? [];
    const only = repeats.get(record.row) ?? null;
    return own.length === 0 ? [rowOf(record, only)] : own.map((message) => rowOf(record, message));
  });
}

/** Whether the state of the message matters more than the reason why none is sent now. */
function outweighsHold({ state }: ReportLine): boolean {
  return state === 'refused' || !allowsNewAttempt(state);
}

type Place = Pick<ReportRow, 'row' | 'people' | 'isOtherTemplate'>;

function rowOfLine(line: ReportLine, place: Place, { now, held }: ReportMoment): ReportRow {
  const reported: Reported = reportedOf(line, now, held.holds(line));
  return {
    ...place,
    ...reported,
    to: line.to,
    needsPhoneCall: needsPhoneCall(reported),
    isErased: false,
    line,
  };
}

function withoutLine(
  place: Place,
  message: Message | null,
  state: ReportState,
  reason: ReportRow['reason'],
): ReportRow {
  return {
    ...place,
    to: message?.to ?? null,
    state,
    reason,
    needsPhoneCall: state === 'held_back' && !isSentElsewhere(reason),
    isErased: false,
    line: null,
  };
}

const SENT_ELSEWHERE: ReadonlySet<FindingCode> = new Set([
  'same_invite_twice',
  'two_parents',
  'other_parent_chosen',
]);

/** Whether the invite is in another row, or goes to the other parent. */
function isSentElsewhere(reason: ReportRow['reason']): boolean {
  return (
    reason.kind === 'findings' &&
    reason.findings.every(({ detail }) => SENT_ELSEWHERE.has(detail.code))
  );
}

function peopleOf({ player, parent, team, to, variables }: ReportLine): ReportPeople {
  return {
    player,
    parent,
    team,
    number: nationalForm(to.replace(/^whatsapp:/u, '') as Phone),
    manager: variables['8'] ?? '',
    managerNumber: variables['9'] ?? '',
  };
}

function peopleFrom({ player, parent, team, ageGroup, manager }: Invite): ReportPeople {
  return {
    player: fullName(player),
    parent: fullName(parent),
    team: `${team} ${ageGroup}`,
    number: nationalForm(parent.phone),
    manager: manager.name,
    managerNumber: nationalForm(manager.phone),
  };
}

/** The people of a row with errors, as far as its cells name them. */
function peopleIn({ cells }: RawRecord, set: Listed['set']): ReportPeople {
  const text = (field: keyof RawRecord['cells']): string => {
    const value = cells[field]?.value ?? (set as { readonly [name: string]: unknown })[field];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const join = (...fields: readonly (keyof RawRecord['cells'])[]): string =>
    fields
      .map(text)
      .filter((part) => part !== '')
      .join(' ');
  return {
    player: join('player_full_name') || join('player_first_name', 'player_last_name'),
    parent: join('parent_full_name') || join('parent_first_name', 'parent_last_name'),
    team: join('team_name', 'age_group'),
    number: text('parent_tel'),
    manager: text('team_manager_1_full_name'),
    managerNumber: asNational(text('team_manager_1_tel')),
  };
}

/** One form for each number, so that rows of one manager group together. */
function asNational(number: string): string {
  const phone = parsePhone(number);
  return phone.ok ? nationalForm(phone.value) : number;
}
