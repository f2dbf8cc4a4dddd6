import type { Field } from '../domain/field.ts';
import { checkList } from '../domain/list.ts';
import { composeMessage, type Message } from '../domain/message.ts';
import { NOWHERE, type Finding, type Mended } from '../domain/problem.ts';
import { parseRecord, type RawRecord, type RecordRules } from '../domain/record.ts';
import type { Template } from '../domain/template.ts';

/** A list as it was read, not judged yet. */
export type ReadList = {
  readonly records: readonly RawRecord[];
  /** What is wrong with its headings. */
  readonly findings: readonly Finding[];
};

export type LoadedList = {
  /** One for each invite that may go, in the list's order. */
  readonly messages: readonly Message[];
  /** Messages that stand further up in the list already. */
  readonly repeats: readonly Message[];
  /** The rows that nothing is sent to, and the error that says why. */
  readonly refusedRows: readonly { readonly row: number; readonly because: Finding }[];
  /** The rows that the operator leaves out: neither judged nor sent. */
  readonly leftOut: readonly number[];
  /** Every problem at once, errors and warnings, in the order of the rows. */
  readonly findings: readonly Finding[];
  readonly mended: readonly Mended[];
};

/** Parses every row, keeps every problem, and renders what passed. */
export function loadList(list: ReadList, template: Template, rules: RecordRules): LoadedList {
  const records = list.records.filter((record) => !record.leftOut);
  const leftOut = list.records.flatMap((record) => (record.leftOut ? [record.row] : []));
  const isLeftOut = new Set(leftOut);
  const parsed = records.map((record) => parseRecord(record, rules));
  const composed = parsed.flatMap(({ invite }) =>
    invite === null ? [] : [{ invite, result: composeMessage(invite, template) }],
  );
  const tooLong = composed.flatMap(({ invite, result }): readonly Finding[] =>
    result.ok ? [] : [{ ...NOWHERE, severity: 'error', row: invite.row, detail: result.problem }],
  );
  const checked = checkList(composed.flatMap(({ result }) => (result.ok ? [result.message] : [])));
  const findings = [
    ...list.findings.filter(({ row }) => row === null || !isLeftOut.has(row)),
    ...parsed.flatMap((record) => record.findings),
    ...tooLong,
    ...checked.findings,
  ].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));

  const errors = findings.filter(({ severity }) => severity === 'error');
  const errorByRow = new Map(errors.map((finding) => [finding.row, finding] as const).toReversed());
  // A fault of the list as a whole leaves no row that could be trusted.
  const forAll = errors.find(isAboutTheList);
  const refusedRows = records.flatMap(({ row }) => {
    const because = forAll ?? errorByRow.get(row);
    return because === undefined ? [] : [{ row, because }];
  });
  return {
    messages: forAll === undefined ? checked.messages : [],
    repeats: forAll === undefined ? checked.repeats : [],
    refusedRows,
    leftOut,
    findings,
    mended: parsed.flatMap((record) => record.mended),
  };
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
