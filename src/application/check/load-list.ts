import { startListCheck } from '../../domain/list/list-check.ts';
import {
  listedRow,
  playerIn,
  type ListedRow,
  type Narrowing,
} from '../../domain/list/narrowing.ts';
import { composeMessage, textChecker, type Message } from '../../domain/message/message.ts';
import { isMarketing, type Template } from '../../domain/message/template.ts';
import { lacksMarketingConsent } from '../../domain/policy/marketing-consent.ts';
import {
  excludesRow,
  NOWHERE,
  type Finding,
  type Repaired,
  type RowProblem,
} from '../../domain/problem/finding.ts';
import type { Field } from '../../domain/record/field.ts';
import type { Invite } from '../../domain/record/invite.ts';
import { fullName } from '../../domain/record/names/full-name.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { RepairOffer, RecordRules } from '../../domain/record/read-value.ts';
import { recordParser } from '../../domain/record/record.ts';
import type { TeamJoin } from '../../domain/teams/fill-records.ts';
import { startFilling, type TeamsReport } from '../../domain/teams/join-list.ts';

export type LoadedList<One = Message> = {
  /** The number of records in the list, valid or not. */
  readonly records: number;
  /** One for each invite that can be sent, in the list's order. */
  readonly messages: readonly One[];
  /** Messages that are in an earlier row of the list as well. */
  readonly repeats: readonly One[];
  /**
   * Those of the messages that may not be sent because no consent is on record; only where the template
   * counts as marketing.
   */
  readonly withoutConsent?: readonly One[];
  /** The rows that are not sent, with the error of each. */
  readonly refusedRows: readonly { readonly row: number; readonly because: Finding }[];
  /** The rows excluded by the operator or by their own cells. They are neither checked nor sent. */
  readonly leftOut: readonly number[];
  /** All errors and warnings, in the order of the rows. */
  readonly findings: readonly Finding[];
  readonly mended: readonly Repaired[];
  /** The repairs that need an operator's yes, each once. */
  readonly offers: readonly RepairOffer[];
  /**
   * The names of players in rows that are not sent, as far as they can be read. They count as present
   * in the list.
   */
  readonly unreadPlayers: readonly string[];
  /** Whether the operator is asked about the two parents of each row; left out where not. */
  readonly asksEachFamily?: boolean;
  /** What the teams' sheet gave; left out where there is none. */
  readonly teams?: TeamsReport;
  /** The part of the list that the run is about, and every row to find it; left out for a whole list. */
  readonly narrowing?: { readonly by: Narrowing; readonly listed: readonly ListedRow[] };
};

/** Takes the records of a list one at a time, and checks the whole list at the end. */
export type ListLoader<One = Message> = {
  readonly add: (record: RawRecord) => void;
  /** @param headingFindings problems of the headings, and the exclusions of rows */
  readonly finish: (headingFindings: readonly Finding[]) => LoadedList<One>;
};

/**
 * Checks a list and renders the messages of its valid rows.
 *
 * @param join the teams' sheet and where each team of the list is in it; null without a sheet
 * @param by the part of the list that the run is about; null for all of it
 */
export function startLoading(
  template: Template,
  rules: RecordRules,
  join: TeamJoin | null = null,
  by: Narrowing | null = null,
): ListLoader {
  const { add, finish } = loaderOf({ rules, join, by }, nameOfPlayer, (invite) => {
    const composed = composeMessage(invite, template);
    return composed.ok ? { ok: true, kept: composed.message } : composed;
  });
  if (!isMarketing(template)) return { add, finish };
  return {
    add,
    finish: (findings) => {
      const loaded = finish(findings);
      const withoutConsent = loaded.messages.filter((one) => lacksMarketingConsent(one, template));
      return { ...loaded, withoutConsent };
    },
  };
}

/** Checks a list, and holds only the row numbers of valid rows in memory: for lists of any size. */
export function startChecking(
  template: Template,
  rules: RecordRules,
  join: TeamJoin | null = null,
  by: Narrowing | null = null,
): ListLoader<number> {
  const problemOf = textChecker(template);
  return loaderOf(
    { rules, join, by },
    () => '',
    (invite) => {
      const problem = problemOf(invite);
      return problem === null ? { ok: true, kept: invite.row } : { ok: false, problem };
    },
  );
}

type Checked<One> =
  | { readonly ok: true; readonly kept: One }
  | { readonly ok: false; readonly problem: RowProblem };

/** What is kept of a row without an error of its own. */
type Kept<One> = { readonly row: number; readonly kept: One };

function nameOfPlayer({ invite }: Message): string {
  return fullName(invite.player);
}

/** What `startLoading` and `startChecking` take besides the template. */
type ListReading = {
  readonly rules: RecordRules;
  readonly join: TeamJoin | null;
  readonly by: Narrowing | null;
};

/** @param nameOf the name of a player whose row turns out to be refused; empty where names are not kept */
function loaderOf<One>(
  { rules, join, by }: ListReading,
  nameOf: (kept: One) => string,
  check: (invite: Invite) => Checked<One>,
): ListLoader<One> {
  const rows: number[] = [];
  // Only for their columns: the values may be replaced by those of the next row.
  let firstCells: RawRecord['cells'] = {};
  const leftOut: number[] = [];
  const parse = recordParser(rules);
  const filler = join === null ? null : startFilling(join, rules);
  // A team that the sheet lacks is reported by the filler.
  const listCheck = startListCheck(filler === null ? rules.teams : []);
  const ready: Kept<One>[] = [];
  const repeats: Kept<One>[] = [];
  const rowFindings: Finding[] = [];
  const mended: Repaired[] = [];
  const offers = new Map<RepairOffer['id'], RepairOffer>();
  const unreadPlayers = new Set<string>();
  // Kept only where they are needed: a list may be very long.
  const listed: ListedRow[] = [];
  const list = (
    record: RawRecord,
    invite: Invite | null,
    offered: readonly RepairOffer[],
  ): void => {
    if (by === null) return;
    listed.push({ ...listedRow(record, invite, rules.set), offers: offered.map(({ id }) => id) });
  };
  return {
    add: (record) => {
      if (record.leftOut) {
        leftOut.push(record.row);
        list(record, null, []);
        unreadPlayers.add(playerIn(record));
        return;
      }
      // A row with two parents gives two records.
      if (rows.at(-1) !== record.row) rows.push(record.row);
      if (rows.length === 1) firstCells = record.cells;
      const filled = filler?.fill(record) ?? { record, findings: [] };
      const parsed = parse(filled.record);
      rowFindings.push(...filled.findings, ...parsed.findings);
      mended.push(...parsed.repaired);
      for (const offer of parsed.offers) offers.set(offer.id, offer);
      const { row } = parsed;
      const isDecided = filled.findings.every(({ severity }) => severity === 'warning');
      const invite = isDecided ? parsed.invite : null;
      list(filled.record, invite, parsed.offers);
      const checked = invite === null ? null : check(invite);
      if (invite !== null && checked?.ok === true) {
        const phoneHeading = record.cells.parent_tel?.heading ?? null;
        const isFirst = listCheck.add({ invite }, phoneHeading);
        (isFirst ? ready : repeats).push({ row, kept: checked.kept });
        return;
      }
      unreadPlayers.add(playerIn(record));
      if (checked?.ok === false) {
        rowFindings.push({ ...NOWHERE, severity: 'error', row, detail: checked.problem });
      }
    },
    finish: (headingFindings) => {
      const isLeftOut = new Set(leftOut);
      const aboutHeadings = headingFindings.filter(
        (finding) => finding.row === null || !isLeftOut.has(finding.row) || excludesRow(finding),
      );
      const aboutComparison = listCheck.finish().map((finding) => withColumn(finding, firstCells));
      const ofSheet = filler?.finish();
      const findings = inRowOrder([
        ...aboutHeadings,
        ...(ofSheet?.findings ?? []),
        ...rowFindings,
        ...aboutComparison,
      ]);
      const errors = findings.filter(({ severity }) => severity === 'error');
      // An error of the whole list makes every row unreliable.
      const forAll = errors.find(isListProblem);
      const refused = refusedRows(rows, errors, forAll);
      const isRefused = new Set(refused.map(({ row }) => row));
      const notRead = forAll === undefined ? ready.filter(({ row }) => isRefused.has(row)) : [];
      for (const { kept } of notRead) unreadPlayers.add(nameOf(kept));
      const goodOf = (all: readonly Kept<One>[]): readonly One[] =>
        all.filter(({ row }) => !isRefused.has(row)).map(({ kept }) => kept);
      return {
        records: rows.length + leftOut.length,
        messages: goodOf(ready),
        repeats: goodOf(repeats),
        refusedRows: refused,
        leftOut,
        findings,
        mended,
        offers: [...offers.values()],
        unreadPlayers: [...unreadPlayers].filter((name) => name !== ''),
        ...(ofSheet === undefined ? {} : { teams: ofSheet.report }),
        ...(by === null ? {} : { narrowing: { by, listed } }),
      };
    },
  };
}

/** Findings in the order of their rows; those of the whole list come first. */
export function inRowOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

function refusedRows(
  rows: readonly number[],
  errors: readonly Finding[],
  forAll: Finding | undefined,
): LoadedList['refusedRows'] {
  const errorByRow = new Map(errors.map((finding) => [finding.row, finding] as const).toReversed());
  return rows.flatMap((row) => {
    const because = forAll ?? errorByRow.get(row);
    return because === undefined ? [] : [{ row, because }];
  });
}

/** The same list, with all rows refused because of an error of the whole list. */
export function refusedAsAWhole(loaded: LoadedList, because: Finding): LoadedList {
  const rows = [
    ...[...loaded.messages, ...loaded.repeats].map(({ invite }) => invite.row),
    ...loaded.refusedRows.map(({ row }) => row),
  ];
  const refusedRows = rows.toSorted((a, b) => a - b).map((row) => ({ row, because }));
  return { ...loaded, messages: [], repeats: [], withoutConsent: [], refusedRows };
}

/** Adds the column to a finding from the comparison of rows, which only names the field. */
function withColumn(finding: Finding, cells: RawRecord['cells']): Finding {
  const cell = finding.field === null || finding.row === null ? undefined : cells[finding.field];
  return cell === undefined ? finding : { ...finding, column: cell.column, heading: cell.heading };
}

/** The fields that have a value in `set`, so that the list needs no column for them. */
export function fieldsOf(set: RecordRules['set']): ReadonlySet<Field> {
  return new Set(Object.keys(set) as Field[]);
}

const LIST_PROBLEMS: ReadonlySet<Finding['detail']['code']> = new Set([
  'column_missing',
  'column_doubled',
  'column_ambiguous',
  'mixed_seasons',
]);

function isListProblem({ detail }: Finding): boolean {
  return LIST_PROBLEMS.has(detail.code);
}
