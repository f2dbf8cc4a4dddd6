import { count } from '../text/format.ts';
import { type Counts, barChart, stackedBar, type Bar, type Series, CHART_STYLE } from './charts.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';

export const REPORT_KIND = 'report';

/** A row of a table: a label, and the number of messages it applies to. */
export type Counted = { readonly label: string; readonly messages: number };

/** The body of a template that was sent, with the names of its variables in their places. */
export type SentText = { readonly sid: string; readonly body: string; readonly messages: number };

export type Failure = Counted & { readonly fix: string };

/** A team with the parents to ring. The page has these only with `--with-numbers`. */
export type RingTeam = {
  readonly team: string;
  readonly manager: string;
  readonly people: readonly {
    readonly parent: string;
    readonly number: string;
    readonly player: string;
    readonly why: string;
  }[];
};

/** How many parents of a team wrote back, and what became of their last messages. */
export type TeamReplies = {
  readonly team: string;
  readonly wrote: number;
  readonly waiting: number;
  readonly tooLate: number;
  readonly answered: number;
  readonly done: number;
  readonly stopped: number;
};

/** The content of the page. Names and numbers are in `toRing` only; operators are named in `approvals`. */
export type CommitteeReport = {
  readonly title: string;
  /** A note that the messages were not real, as in a rehearsal; null for a live ledger. */
  readonly notReal: string | null;
  readonly made: string;
  readonly families: number;
  readonly counts: Counts;
  readonly days: readonly Bar[];
  readonly teams: readonly Bar[];
  readonly approvals: readonly Counted[];
  readonly texts: readonly SentText[];
  readonly failures: readonly Failure[];
  /** By team; none where no parent wrote. */
  readonly replies: readonly TeamReplies[];
  /** The rows of the list for which nothing was sent, by reason. */
  readonly notSent: readonly Counted[];
  readonly optOuts: number;
  /** Null without `--with-numbers`. */
  readonly toRing: readonly RingTeam[] | null;
};

export const REPORT_SERIES = [
  { key: 'read', label: 'Read', tone: 'best' },
  { key: 'delivered', label: 'Delivered', tone: 'good' },
  { key: 'waiting', label: 'Not confirmed yet', tone: 'waiting' },
  { key: 'failed', label: 'Did not arrive', tone: 'bad' },
  { key: 'unknown', label: 'Unknown', tone: 'unknown' },
] as const satisfies readonly Series[];

export type SeriesKey = (typeof REPORT_SERIES)[number]['key'];

/** A page for the committee: what was sent, and what became of it. */
export function reportPage(report: CommitteeReport): string {
  return page({
    title: report.title,
    kind: REPORT_KIND,
    style: `${CHART_STYLE}${REPORT_STYLE}`,
    script: '',
    body: html`${headerOf(report)}
<main>
${total(report) === 0 ? html`<p>No message went out.</p>` : chartsOf(report)}
${repliesOf(report.replies)}
${countedTable('not-sent', 'Not sent', ['Why', 'Rows'], report.notSent)}
${failuresOf(report.failures)}
${countedTable('approved', 'Who approved', ['Operator', 'Messages'], report.approvals)}
${textsOf(report.texts)}
${report.toRing === null ? null : toRing(report.toRing)}
</main>
<footer class="quiet">
<p>Made on ${report.made} by urmston-invite.</p>
</footer>`,
  });
}

function total({ counts }: CommitteeReport): number {
  return REPORT_SERIES.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0);
}

function headerOf(report: CommitteeReport): Html {
  const lead = `${count(total(report), 'message')} to ${count(report.families, 'family', 'families')}.`;
  const optOuts =
    report.optOuts === 0
      ? 'Nobody has said stop.'
      : `${count(report.optOuts, 'person has', 'people have')} said stop and ${report.optOuts === 1 ? 'is' : 'are'} not written to.`;
  return html`<header>
<h1>${report.title}</h1>
<p class="lead">${lead}</p>
${report.notReal === null ? null : html`<p class="warn">${report.notReal}</p>`}
${report.toRing === null ? null : html`<p class="warn">This page holds names and phone numbers. Keep it to yourself, and delete it after use.</p>`}
<p>${optOuts}</p>
</header>`;
}

function chartsOf(report: CommitteeReport): Html {
  const { counts, days, teams } = report;
  const series = REPORT_SERIES.filter(({ key }) => (counts[key] ?? 0) > 0);
  const states = series
    .map(({ key, label }) => `${counts[key] ?? 0} ${label.toLowerCase()}`)
    .join(', ');
  return html`${stackedBar({
    id: 'all',
    title: 'What became of the messages',
    summary: `Of ${count(total(report), 'message')}: ${states}.`,
    series,
    counts,
  })}
${barChart({
  id: 'days',
  title: 'By day',
  summary: `${days.length === 1 ? 'How many went, all on one day' : `How many went on each of ${days.length} days`}, and what became of them.`,
  series,
  bars: days,
  what: 'Day',
})}
${barChart({
  id: 'teams',
  title: 'By team',
  summary: `What became of the messages for ${count(teams.length, 'team')}.`,
  series,
  bars: teams,
  what: 'Team',
})}`;
}

function countedTable(
  id: string,
  heading: string,
  [what, counted]: readonly [string, string],
  lines: readonly Counted[],
): Html | null {
  if (lines.length === 0) return null;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<table>
<thead><tr><th scope="col">${what}</th><th scope="col" class="count">${counted}</th></tr></thead>
<tbody>
${lines.map(({ label, messages }) => html`<tr><th scope="row"><bdi>${label}</bdi></th><td class="count">${messages}</td></tr>\n`)}</tbody>
</table>
</section>`;
}

const REPLY_COLUMNS = [
  ['Wrote', 'wrote'],
  ['Wait', 'waiting'],
  ['No answer in time', 'tooLate'],
  ['Answered', 'answered'],
  ['Need no answer', 'done'],
  ['Said stop', 'stopped'],
] as const satisfies readonly (readonly [string, Exclude<keyof TeamReplies, 'team'>])[];

function repliesOf(teams: readonly TeamReplies[]): Html | null {
  if (teams.length === 0) return null;
  return html`<section aria-labelledby="replies">
<h2 id="replies">What parents wrote back</h2>
<table>
<thead><tr><th scope="col">Team</th>${REPLY_COLUMNS.map(([heading]) => html`<th scope="col" class="count">${heading}</th>`)}</tr></thead>
<tbody>
${teams.map((one) => html`<tr><th scope="row"><bdi>${one.team}</bdi></th>${REPLY_COLUMNS.map(([, key]) => html`<td class="count">${one[key]}</td>`)}</tr>\n`)}</tbody>
</table>
</section>`;
}

function failuresOf(failures: readonly Failure[]): Html | null {
  if (failures.length === 0) return null;
  return html`<section aria-labelledby="failures">
<h2 id="failures">What went wrong</h2>
<table>
<thead><tr><th scope="col">Why, and what to do</th><th scope="col" class="count">Messages</th></tr></thead>
<tbody>
${failures.map(({ label, fix, messages }) => html`<tr><th scope="row">${label} <span class="quiet">${fix}</span></th><td class="count">${messages}</td></tr>\n`)}</tbody>
</table>
</section>`;
}

function textsOf(texts: readonly SentText[]): Html | null {
  if (texts.length === 0) return null;
  return html`<section aria-labelledby="texts">
<h2 id="texts">The text as it was sent</h2>
${texts.map(
  ({ sid, body, messages }) => html`<figure class="text">
<figcaption class="quiet">${count(messages, 'message')}, template <span class="sid">${sid}</span></figcaption>
<blockquote>${body}</blockquote>
</figure>`,
)}
</section>`;
}

function toRing(teams: readonly RingTeam[]): Html {
  return html`<section aria-labelledby="to-ring">
<h2 id="to-ring">To ring</h2>
${teams.length === 0 ? html`<p>Nobody has to be rung.</p>` : null}
${teams.map(
  ({ team, manager, people }) => html`<section class="team">
<h3><bdi>${team}</bdi></h3>
<p class="quiet">Manager: <bdi>${manager}</bdi></p>
<ul>
${people.map(({ parent, number, player, why }) => html`<li><p><strong><bdi>${parent}</bdi></strong> <span class="number">${number}</span>, for <bdi>${player}</bdi></p><p class="quiet">${why}</p></li>\n`)}</ul>
</section>`,
)}
</section>`;
}

/** The style of the report: one column, wide enough for charts and narrow enough to read. */
const REPORT_STYLE = `
header, main, footer { max-width: 54rem; margin-inline: auto; padding-inline: 1rem; }
header { padding-block: 1.5rem 1rem; display: grid; gap: .75rem; }
.lead { font-size: 1.1rem; }
.warn { border-left: 4px solid var(--odd-line); background: var(--odd); color: var(--odd-ink); padding: .6rem .9rem; border-radius: 0 .4rem .4rem 0; }
main { display: grid; gap: 2rem; padding-block: 1rem 2rem; grid-template-columns: minmax(0, 1fr); }
main > section { display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr); }
main > section > table { width: 100%; border-collapse: collapse; }
main > section > table th, main > section > table td { padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
main > section > table thead th { font-weight: 600; }
main > section > table .count { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; white-space: nowrap; width: 6rem; }
.chart thead th { overflow-wrap: normal; }
.text { margin: 0; display: grid; gap: .4rem; }
.text blockquote { margin: 0; white-space: pre-wrap; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1.1rem; }
.team { display: grid; gap: .3rem; }
.team ul { display: grid; gap: .5rem; border-left: 4px solid var(--line); padding-left: .9rem; }
footer { padding-block: 1rem 2rem; border-top: 1px solid var(--line); }
@media print {
  header, main, footer { max-width: none; padding-inline: 0; }
  header { padding-top: 0; }
  html { font-size: 10pt; }
  main { display: block; }
  main > .chart, main > section { margin-bottom: 7mm; }
  .chart, main > section, .text, .team { display: block; }
  .chart > *, main > section > *, .text > *, .team > * { margin-bottom: 2mm; }
  .chart > p, .chart > svg, .text figcaption, .team > p { break-after: avoid; }
  .bars, .text blockquote { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  .team li, .warn, main > section > table tr { break-inside: avoid; }
}
`;
