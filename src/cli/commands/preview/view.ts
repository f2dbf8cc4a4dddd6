import { basename } from 'node:path';
import type { LoadedList } from '../../../application/check/load-list.ts';
import { familiesOf } from '../../../domain/list/list-check.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Finding } from '../../../domain/problem/finding.ts';
import type { Template } from '../../../domain/message/template.ts';
import type { Preview, PreviewNote } from '../../../pages/preview-page.ts';
import type { PreviewOptions } from '../../command-line/options.ts';
import { explainFinding } from '../../../text/list/finding.ts';
import type { NamedList } from '../../list/read-list-file.ts';
import { placesOf } from '../../list/render-findings.ts';
import { count, londonTime } from '../../../text/format.ts';
import { notesOnRow } from '../../list/render-findings.ts';

type Chosen = {
  readonly template: Template;
  readonly messages: readonly Message[];
  /** Why rows that were asked for are left out: their errors, or what their own cells say. */
  readonly leavingOut: readonly Finding[];
  readonly made: Date;
};

/** A preview as its page takes it: what the terminal would say, said in the same words. */
export function previewInWords(
  { name, changedAt, leftOut }: NamedList,
  loaded: LoadedList,
  { template, messages, leavingOut, made }: Chosen,
  options: PreviewOptions,
): Preview {
  return {
    file: basename(name),
    changed: changedAt === null ? null : londonTime(changedAt),
    made: londonTime(made),
    template,
    families: familiesOf(messages),
    notesOn: notesByRow(loaded),
    narrowedTo: narrowedTo(options),
    leftOut: [...notesOf(leavingOut), ...leftOutByOperator(leftOut), ...repeated(loaded)],
    aboutList: notesOf(
      loaded.findings.filter(({ row, severity }) => row === null && severity === 'warning'),
    ),
  };
}

/** Sorted once: a long list may have something mended in every row. */
function notesByRow(loaded: LoadedList): (row: number) => readonly string[] {
  const mended = Map.groupBy(loaded.mended, ({ row }) => row);
  const findings = Map.groupBy(loaded.findings, ({ row }) => row);
  return (row) =>
    notesOnRow(
      { ...loaded, mended: mended.get(row) ?? [], findings: findings.get(row) ?? [] },
      row,
    );
}

function notesOf(findings: readonly Finding[]): readonly PreviewNote[] {
  const alike = Map.groupBy(findings, (finding) => JSON.stringify(explainFinding(finding)));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ ...explainFinding(first), places: placesOf(group) }];
  });
}

function leftOutByOperator(leftOut: NamedList['leftOut']): readonly PreviewNote[] {
  return leftOut
    .filter(({ rows }) => rows > 0)
    .map(({ heading, value, rows }) => ({
      message: `${count(rows, 'row')} with ${heading} = ${value === '' ? 'empty' : value}, by --leave-out.`,
      fix: null,
      places: [],
    }));
}

function repeated({ repeats }: LoadedList): readonly PreviewNote[] {
  if (repeats.length === 0) return [];
  const places = repeats.map(({ invite }) => `row ${invite.row}`);
  return [{ message: 'The same invite stands further up; one of each goes.', fix: null, places }];
}

function narrowedTo({ row, player }: PreviewOptions): string | null {
  const parts = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(player === undefined ? [] : [`players whose name contains “${player}”`]),
  ];
  return parts.length === 0 ? null : `only ${parts.join(', ')}`;
}
