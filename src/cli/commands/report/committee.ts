import type { ReportRow, ReportRows, ReportLine } from '../../../application/report/report-rows.ts';
import {
  TEMPLATE_VARIABLES,
  VARIABLE_NUMBERS,
  type Template,
} from '../../../domain/message/template.ts';
import { COLUMN_LABELS, FIELD_LABELS } from '../../../domain/record/field.ts';
import type { Bar } from '../../../pages/charts.ts';
import {
  REPORT_SERIES,
  type CommitteeReport,
  type Counted,
  type Failure,
  type RingTeam,
  type SeriesKey,
  type SentText,
} from '../../../pages/report-page.ts';
import { explainReportRow, STATE_WORDS } from '../../../text/delivery/report-reason.ts';
import { ERASED, londonDay, londonTime } from '../../../text/format.ts';
import { type Reporting, teamsToRing } from './reporting.ts';
import { teamReplies } from './team-replies.ts';

type PageOptions = { readonly made: Date; readonly withNumbers: boolean };

/** The content of the committee's page: counts, and names only with `--with-numbers`. */
export async function committeeReport(
  { rows, mode, season, template, optOuts, replyTo }: Reporting,
  { made, withNumbers }: PageOptions,
): Promise<CommitteeReport> {
  const seasons = new Set<string>();
  const families = new Set<string>();
  const all = barsBySeries();
  const [days, teams] = [barsBySeries(), barsBySeries()];
  const firstOfDay = new Map<string, number>();
  const [approvals, notSent] = [counter(), counter()];
  const texts = sentTexts(template);
  const replies = teamReplies(replyTo);
  const failures = counter<Omit<Failure, 'messages'>>();
  for await (const row of rows()) {
    const { line } = row;
    const series = seriesOf(row);
    if (series === null) notSent.add(reasonNotSent(row), { label: reasonNotSent(row) });
    if (series === null || line === null) continue;
    replies.add(row);
    seasons.add(line.season);
    families.add(line.isErased ? line.inviteeKey : line.to);
    all.add('', series);
    const time = (line.sentAt ?? line.approvedAt).getTime();
    const day = londonDay(new Date(time));
    days.add(day, series);
    firstOfDay.set(day, Math.min(firstOfDay.get(day) ?? time, time));
    teams.add(row.isErased ? ERASED : row.people.team, series);
    approvals.add(line.approvedBy, { label: line.approvedBy });
    texts.add(line);
    if (row.needsPhoneCall || row.reason.kind === 'template_held') {
      const { message, fix } = explainReportRow(row);
      failures.add(JSON.stringify([message, fix]), { label: message ?? '', fix: fix ?? '' });
    }
  }
  const about = season ?? [...seasons].toSorted().join(', ');
  const timeOf = ({ label }: Bar): number => firstOfDay.get(label) ?? 0;
  return {
    title: about === '' ? 'Registration invites' : `Registration invites ${about}`,
    notReal:
      mode === 'live'
        ? null
        : mode === 'rehearsal'
          ? 'This is a rehearsal: no message left the computer.'
          : 'This is about a stand-in for Twilio: no message was real.',
    made: londonTime(made),
    families: families.size,
    counts: all.bars()[0]?.counts ?? NONE,
    days: days.bars().toSorted((a, b) => timeOf(a) - timeOf(b)),
    teams: teams
      .bars()
      .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB', { numeric: true })),
    approvals: approvals.counted().toSorted(byNumberAndLabel),
    texts: texts.most(),
    failures: failures.counted().toSorted((a, b) => b.messages - a.messages),
    replies: replies.counted(),
    notSent: notSent.counted().toSorted(byNumberAndLabel),
    optOuts,
    toRing: withNumbers ? await ringTeams(rows) : null,
  };
}

/** The series a row is counted in; null where no message was sent for it. */
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

const NONE: Bar['counts'] = Object.fromEntries(REPORT_SERIES.map(({ key }) => [key, 0]));

/** Counts of each series by label, with the labels in the order they were added. */
function barsBySeries() {
  const bars = new Map<string, { [key: string]: number }>();
  return {
    add: (label: string, series: SeriesKey): void => {
      const counts = bars.get(label) ?? { ...NONE };
      counts[series] = (counts[series] ?? 0) + 1;
      bars.set(label, counts);
    },
    bars: (): readonly Bar[] => [...bars].map(([label, counts]) => ({ label, counts })),
  };
}

/** Counts of messages by kind, with the kinds in the order they were added. */
function counter<Kind extends object = { readonly label: string }>() {
  const kinds = new Map<string, Kind & { messages: number }>();
  return {
    add: (name: string, kind: Kind): void => {
      const known = kinds.get(name) ?? { ...kind, messages: 0 };
      known.messages += 1;
      kinds.set(name, known);
    },
    counted: (): readonly (Kind & { readonly messages: number })[] => [...kinds.values()],
  };
}

function byNumberAndLabel(a: Counted, b: Counted): number {
  return b.messages - a.messages || a.label.localeCompare(b.label, 'en-GB');
}

/** Why no message was sent for a row, in words that quote nothing from the list. */
function reasonNotSent({ state, reason }: ReportRow): string {
  if (reason.kind !== 'findings') {
    return reason.kind === 'left_out' ? 'Left out by the operator' : 'Not sent yet';
  }
  const codes = new Set(reason.findings.map(({ detail }) => detail.code));
  if (codes.has('opted_out')) return 'The parent said stop';
  if (codes.has('no_marketing_consent')) return 'No consent to marketing on record';
  if (codes.has('no_consent')) return 'No consent, by the list';
  if (codes.has('left_club')) return 'Left the club, by the list';
  if (codes.has('same_invite_twice')) return 'The same invite stands in another row';
  if (codes.has('two_parents')) return 'The other parent was chosen';
  if (codes.has('recipient_is_player')) return 'The message may go to the player';
  const labels = [
    ...new Set(
      reason.findings.flatMap(({ field }) => (field === null ? [] : [COLUMN_LABELS[field]])),
    ),
  ];
  return labels.length === 0
    ? `${STATE_WORDS[state]} because of a fault in the list`
    : `Fault in the list: ${labels.join(', ')}`;
}

async function ringTeams(rows: ReportRows): Promise<readonly RingTeam[]> {
  return (await teamsToRing(rows)).map(({ team, manager, managerNumber, rows: members }) => ({
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

/** The page shows this many texts, the most frequent ones. */
const MOST_TEXTS = 5;

/** Counts of the texts of messages that are added one at a time. */
type SentTexts = {
  readonly add: (line: ReportLine) => void;
  /** The most frequent first. */
  readonly most: () => readonly SentText[];
};

/**
 * The texts that were sent, with `[field]` in place of each value, so that no name is shown. A text made
 * from the given template is that template's own text; in any other text the values are replaced.
 */
function sentTexts({ sid, body }: Pick<Template, 'sid' | 'body'>): SentTexts {
  const texts = new Map<string, SentText>();
  return {
    add: (line) => {
      if (line.body === '') return;
      const isThisTemplate = line.templateSid === sid && filled(body, line) === line.body;
      const text = {
        sid: line.templateSid,
        body: isThisTemplate ? withFieldNames(body) : withoutValues(line),
      };
      const name = JSON.stringify(text);
      texts.set(name, { ...text, messages: (texts.get(name)?.messages ?? 0) + 1 });
    },
    most: () =>
      [...texts.values()].toSorted((a, b) => b.messages - a.messages).slice(0, MOST_TEXTS),
  };
}

const PLACEHOLDER = /\{\{\s*(\d)\s*\}\}/gu;
const labelOf = (number: keyof typeof TEMPLATE_VARIABLES): string =>
  `[${FIELD_LABELS[TEMPLATE_VARIABLES[number]]}]`;
const numberOf = (text: string): keyof typeof TEMPLATE_VARIABLES | undefined =>
  VARIABLE_NUMBERS.find((number) => number === text);

function filled(body: string, { variables }: ReportLine): string {
  return body.replace(PLACEHOLDER, (whole, number: string) => {
    const known = numberOf(number);
    return (known === undefined ? undefined : variables[known]) ?? whole;
  });
}

function withFieldNames(body: string): string {
  return body.replace(PLACEHOLDER, (whole, number: string) => {
    const known = numberOf(number);
    return known === undefined ? whole : labelOf(known);
  });
}

/**
 * Replaces every value wherever it occurs, the longest first. Other words that contain a short value change
 * as well, but no name is left.
 */
function withoutValues({ body, variables }: ReportLine): string {
  const byValue = new Map(
    VARIABLE_NUMBERS.flatMap((number) => {
      const value = variables[number];
      return value === undefined || value === '' ? [] : [[value, labelOf(number)] as const];
    }),
  );
  if (byValue.size === 0) return '[the values of this message were erased]';
  const values = [...byValue.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(values.map((value) => RegExp.escape(value)).join('|'), 'gu');
  return body.replace(pattern, (value) => byValue.get(value) ?? value);
}
