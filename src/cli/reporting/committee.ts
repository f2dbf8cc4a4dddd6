import type { ReportRow } from '../../application/report-rows.ts';
import { COLUMN_LABELS } from '../../domain/field.ts';
import type { Bar } from '../../pages/charts.ts';
import {
  REPORT_SERIES,
  type CommitteeReport,
  type Counted,
  type Failure,
  type RingTeam,
  type SeriesKey,
} from '../../pages/report-page.ts';
import type { Reporting } from '../commands/report.ts';
import { explainReportRow, STATE_WORDS } from '../explain/report-reason.ts';
import { ERASED, londonDay, londonTime } from '../render.ts';
import { teamsToRing } from './chase.ts';
import { sentTexts } from './sent-texts.ts';

type Given = { readonly made: Date; readonly withNumbers: boolean };

/** A report as its page takes it: counts, and names only where they were asked for. */
export function committeeReport(
  { rows, mode, season, template, optOuts }: Reporting,
  { made, withNumbers }: Given,
): CommitteeReport {
  const went = rows.flatMap((row) => {
    const series = seriesOf(row);
    return series === null || row.line === null ? [] : [{ row, series, line: row.line }];
  });
  const seasons = [...new Set(went.map(({ line }) => line.season))].toSorted();
  const about = season ?? seasons.join(', ');
  const inTime = went.toSorted((a, b) => timeOf(a.row) - timeOf(b.row));
  const teams = barsBy(went, ({ row }) => (row.isErased ? ERASED : row.people.team));
  return {
    title: about === '' ? 'Registration invites' : `Registration invites ${about}`,
    notReal:
      mode === 'live'
        ? null
        : mode === 'rehearsal'
          ? 'This is a rehearsal: no message left the computer.'
          : 'This is about a stand-in for Twilio: no message was real.',
    made: londonTime(made),
    families: new Set(went.map(({ line }) => (line.isErased ? line.inviteeKey : line.to))).size,
    counts: countsOf(went.map(({ series }) => series)),
    days: barsBy(inTime, ({ row }) => londonDay(new Date(timeOf(row)))),
    teams: teams.toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB', { numeric: true })),
    approvals: counted(went.map(({ line }) => line.approvedBy)),
    texts: sentTexts(
      went.map(({ line }) => line),
      template,
    ),
    failures: failuresIn(went),
    notSent: counted(rows.filter((row) => seriesOf(row) === null).map(whyNotSent)),
    optOuts,
    toRing: withNumbers ? ringTeams(rows) : null,
  };
}

type Went = { readonly row: ReportRow; readonly series: SeriesKey };

/** What a row counts as; null where nothing went out for it. */
function seriesOf({ state }: ReportRow): SeriesKey | null {
  switch (state) {
    case 'read':
    case 'delivered':
    case 'unknown':
      return state;
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return 'waiting';
    case 'refused':
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return 'failed';
    case 'not_sent':
    case 'held_back':
    case 'left_out':
      return null;
  }
}

function timeOf({ line }: ReportRow): number {
  return (line?.sentAt ?? line?.approvedAt ?? new Date(0)).getTime();
}

function countsOf(keys: readonly SeriesKey[]): Bar['counts'] {
  return Object.fromEntries(
    REPORT_SERIES.map(({ key }) => [key, keys.filter((one) => one === key).length]),
  );
}

function barsBy<One extends Went>(
  went: readonly One[],
  labelOf: (one: One) => string,
): readonly Bar[] {
  return [...Map.groupBy(went, labelOf)].map(([label, members]) => ({
    label,
    counts: countsOf(members.map(({ series }) => series)),
  }));
}

/** Each text once, the most frequent first. */
function counted(texts: readonly string[]): readonly Counted[] {
  return [...Map.groupBy(texts, (text) => text)]
    .map(([label, all]) => ({ label, messages: all.length }))
    .toSorted((a, b) => b.messages - a.messages || a.label.localeCompare(b.label, 'en-GB'));
}

function failuresIn(went: readonly Went[]): readonly Failure[] {
  const failed = went.filter(({ row }) => row.isToBeRung);
  const groups = Map.groupBy(failed, ({ row }) => JSON.stringify(explainReportRow(row)));
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const { message, fix } = explainReportRow(first.row);
      return [{ label: message ?? '', fix: fix ?? '', messages: members.length }];
    })
    .toSorted((a, b) => b.messages - a.messages);
}

/** In words that quote nothing from the list. */
function whyNotSent({ state, reason }: ReportRow): string {
  if (reason.kind !== 'findings') {
    return reason.kind === 'left_out' ? 'Left out by the operator' : 'Not sent yet';
  }
  const codes = new Set(reason.findings.map(({ detail }) => detail.code));
  if (codes.has('opted_out')) return 'The parent said stop';
  if (codes.has('no_consent')) return 'No consent, by the list';
  if (codes.has('left_club')) return 'Left the club, by the list';
  if (codes.has('same_invite_twice')) return 'The same invite stands in another row';
  if (codes.has('two_parents')) return 'The other parent was chosen';
  const labels = [
    ...new Set(
      reason.findings.flatMap(({ field }) => (field === null ? [] : [COLUMN_LABELS[field]])),
    ),
  ];
  return labels.length === 0
    ? `${STATE_WORDS[state]} because of a fault in the list`
    : `Fault in the list: ${labels.join(', ')}`;
}

function ringTeams(rows: readonly ReportRow[]): readonly RingTeam[] {
  return teamsToRing(rows).map(({ team, manager, managerNumber, rows: members }) => ({
    team: team === '' ? 'No team' : team,
    manager: [manager, managerNumber].filter((part) => part !== '').join(', ') || 'not known',
    people: members.map((row) => {
      const { message, fix } = explainReportRow(row);
      return {
        parent: row.people.parent || 'No parent',
        number: row.people.number || 'no number',
        player: row.people.player || 'a player without a name',
        why: [message, fix].filter((part) => part !== null).join(' '),
      };
    }),
  }));
}
