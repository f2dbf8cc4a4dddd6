import {
  excludesRow,
  NOWHERE,
  type Finding,
  type Repaired,
  type RowProblem,
} from '../../domain/problem/finding.ts';
import type { Field } from '../../domain/record/field.ts';
import { startListCheck } from '../../domain/list/list-check.ts';
import { composeMessage, textChecker, type Message } from '../../domain/message/message.ts';
import { recordParser } from '../../domain/record/record.ts';
import type { RepairOffer, RecordRules } from '../../domain/record/read-value.ts';
import type { Invite } from '../../domain/record/invite.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { Template } from '../../domain/message/template.ts';

export type LoadedList<One = Message> = {
  /** How many records the list has, whatever becomes of them. */
  readonly records: number;
  /** One for each invite that may go, in the list's order. */
  readonly messages: readonly One[];
  /** Messages that stand further up in the list already. */
  readonly repeats: readonly One[];
  /** The rows that nothing is sent to, and the error that says why. */
  readonly refusedRows: readonly { readonly row: number; readonly because: Finding }[];
  /** The rows that the operator or their own cells leave out: neither judged nor sent. */
  readonly leftOut: readonly number[];
  /** Every problem at once, errors and warnings, in the order of the rows. */
  readonly findings: readonly Finding[];
  readonly mended: readonly Repaired[];
  /** Each mend that waits for an operator's yes, once. */
  readonly offers: readonly RepairOffer[];
  /** Who is meant by the rows that nothing is sent to, as far as they tell: not to be taken for gone. */
  readonly unreadPlayers: readonly string[];
};

/** Takes the records of a list one at a time, and judges it once all are there. */
export type ListLoader<One = Message> = {
  readonly add: (record: RawRecord) => void;
  /** `headingFindings`: what is wrong with the list's headings, and why its own cells leave out rows. */
  readonly finish: (headingFindings: readonly Finding[]) => LoadedList<One>;
};

/** Parses every row, keeps every problem, and renders what passed. */
export function startLoading(template: Template, rules: RecordRules): ListLoader {
  return loaderOf(rules, (invite) => {
    const composed = composeMessage(invite, template);
    return composed.ok ? { ok: true, kept: composed.message } : composed;
  });
}

/** The same judgement, of which no more is kept than the rows' numbers: any list fits in memory. */
export function startChecking(template: Template, rules: RecordRules): ListLoader<number> {
  const problemOf = textChecker(template);
  return loaderOf(rules, (invite) => {
    const problem = problemOf(invite);
    return problem === null ? { ok: true, kept: invite.row } : { ok: false, problem };
  });
}

type Judged<One> =
  | { readonly ok: true; readonly kept: One }
  | { readonly ok: false; readonly problem: RowProblem };

function loaderOf<One>(
  rules: RecordRules,
  judge: (invite: Invite) => Judged<One>,
): ListLoader<One> {
  const rows: number[] = [];
  // For where they stand alone: their values may be the next row's by then.
  let firstCells: RawRecord['cells'] = {};
  const leftOut: number[] = [];
  const parse = recordParser(rules);
  const check = startListCheck(rules.teams);
  const messages: One[] = [];
  const repeats: One[] = [];
  const rowFindings: Finding[] = [];
  const mended: Repaired[] = [];
  const offers = new Map<RepairOffer['id'], RepairOffer>();
  const unreadPlayers = new Set<string>();
  return {
    add: (record) => {
      if (record.leftOut) {
        leftOut.push(record.row);
        unreadPlayers.add(playerIn(record));
        return;
      }
      rows.push(record.row);
      if (rows.length === 1) firstCells = record.cells;
      const parsed = parse(record);
      rowFindings.push(...parsed.findings);
      mended.push(...parsed.repaired);
      for (const offer of parsed.offers) offers.set(offer.id, offer);
      const { row, invite } = parsed;
      const judged = invite === null ? null : judge(invite);
      if (invite !== null && judged?.ok === true) {
        (check.add({ invite }) ? messages : repeats).push(judged.kept);
        return;
      }
      unreadPlayers.add(playerIn(record));
      if (judged?.ok === false) {
        rowFindings.push({ ...NOWHERE, severity: 'error', row, detail: judged.problem });
      }
    },
    finish: (headingFindings) => {
      const isLeftOut = new Set(leftOut);
      const aboutRest = headingFindings.filter(
        (finding) => finding.row === null || !isLeftOut.has(finding.row) || excludesRow(finding),
      );
      const aboutRows = check.finish().map((finding) => withColumn(finding, firstCells));
      const findings = [...aboutRest, ...rowFindings, ...aboutRows].toSorted(
        (a, b) => (a.row ?? 0) - (b.row ?? 0),
      );
      const errors = findings.filter(({ severity }) => severity === 'error');
      // A fault of the list as a whole leaves no row that could be trusted.
      const forAll = errors.find(isAboutTheList);
      return {
        records: rows.length + leftOut.length,
        messages: forAll === undefined ? messages : [],
        repeats: forAll === undefined ? repeats : [],
        refusedRows: refusedRows(rows, errors, forAll),
        leftOut,
        findings,
        mended,
        offers: [...offers.values()],
        unreadPlayers: [...unreadPlayers].filter((name) => name !== ''),
      };
    },
  };
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

/** The same list when something about it as a whole keeps all of it from being sent. */
export function refusedAsAWhole(loaded: LoadedList, because: Finding): LoadedList {
  const rows = [
    ...[...loaded.messages, ...loaded.repeats].map(({ invite }) => invite.row),
    ...loaded.refusedRows.map(({ row }) => row),
  ];
  const refusedRows = rows.toSorted((a, b) => a - b).map((row) => ({ row, because }));
  return { ...loaded, messages: [], repeats: [], refusedRows };
}

/** What one row shows beside the others is about a field; a table has one column for it. */
function withColumn(finding: Finding, cells: RawRecord['cells']): Finding {
  const cell = finding.field === null || finding.row === null ? undefined : cells[finding.field];
  return cell === undefined ? finding : { ...finding, column: cell.column, heading: cell.heading };
}

function playerIn({ cells }: RawRecord): string {
  const { player_full_name: whole, player_first_name: first, player_last_name: last } = cells;
  return [whole, first, last]
    .flatMap((cell) => (typeof cell?.value === 'string' ? [cell.value] : []))
    .join(' ')
    .trim();
}

/** The fields that a set of values gives, so that no column for them is needed. */
export function fieldsOf(set: RecordRules['set']): ReadonlySet<Field> {
  return new Set(Object.keys(set) as Field[]);
}

const ABOUT_THE_LIST: ReadonlySet<Finding['detail']['code']> = new Set([
  'column_missing',
  'column_doubled',
  'column_ambiguous',
  'mixed_seasons',
]);

function isAboutTheList({ detail }: Finding): boolean {
  return ABOUT_THE_LIST.has(detail.code);
}
