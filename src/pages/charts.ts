import { html, type Html } from './html.ts';

/** The count of each series, by its key. */
export type Counts = { readonly [key: string]: number };

export type Bar = { readonly label: string; readonly counts: Counts };

type ChartParts = {
  /** Unique on the page. The ids of the chart's parts begin with it. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows in a sentence, printed and read by screen readers. */
  readonly summary: string;
  readonly series: readonly Series[];
};

/** A single bar divided by series, with a table below that serves as its legend. */
export function stackedBar({
  id,
  title,
  summary,
  series,
  counts,
}: ChartParts & { readonly counts: Counts }): Html {
  const total = totalOf(series, counts);
  const [segments = []] = segmentsOf(series, [{ label: title, counts }]);
  return html`<figure class="chart">
<figcaption>${title}</figcaption>
<svg width="100%" height="44" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${summary}</desc>
${patternsFor(id, series)}
${segments.map((segment) => segmentOf(id, segment))}
</svg>
<p>${summary}</p>
<table>
<thead><tr><th scope="col">State</th><th scope="col">Messages</th><th scope="col">Share</th></tr></thead>
<tbody>
${series.map((one) => {
  const count = counts[one.key] ?? 0;
  return html`<tr><th scope="row">${swatch(id, one)}${one.label}</th><td>${count}</td><td>${shareOf(count, total)}</td></tr>\n`;
})}</tbody>
</table>
</figure>`;
}

/** A bar for each team or day, all on one scale. */
export function barChart({
  id,
  title,
  summary,
  series,
  bars,
  what,
}: ChartParts & {
  readonly bars: readonly Bar[];
  /** What each bar is for: `Team`. */
  readonly what: string;
}): Html {
  const segments = segmentsOf(series, bars);
  return html`<figure class="chart of-many">
<figcaption id="${id}-title">${title}</figcaption>
<p id="${id}-desc">${summary}</p>
<ul class="legend">${series.map((one) => html`<li>${swatch(id, one)}${one.label}</li>`)}</ul>
<svg width="0" height="0" aria-hidden="true">${patternsFor(id, series)}</svg>
<div class="bars" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
${bars.map(
  ({ label, counts }, at) => html`<div class="bar"><span class="bar-label">${label}</span>
<svg width="100%" height="20">${(segments[at] ?? []).map((segment) => segmentOf(id, segment))}</svg>
<span class="bar-total">${totalOf(series, counts)}</span></div>
`,
)}</div>
<details>
<summary>The same as a table</summary>
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-table">
<table>
<caption id="${id}-table" class="unseen">${title}</caption>
<thead><tr><th scope="col">${what}</th>${series.map(({ label }) => html`<th scope="col">${label}</th>`)}<th scope="col">All</th></tr></thead>
<tbody>
${bars.map(
  ({ label, counts }) =>
    html`<tr><th scope="row">${label}</th>${series.map(({ key }) => html`<td>${counts[key] ?? 0}</td>`)}<td>${totalOf(series, counts)}</td></tr>\n`,
)}</tbody>
</table>
</div>
</details>
</figure>`;
}

/** The segments of each bar, side by side. The longest bar fills the width. */
function segmentsOf(
  series: readonly Series[],
  bars: readonly Bar[],
): readonly (readonly Segment[])[] {
  const longest = Math.max(1, ...bars.map(({ counts }) => totalOf(series, counts)));
  const percentOf = (count: number): number => (100 * count) / longest;
  return bars.map(({ counts }) => {
    let from = 0;
    return series.flatMap((one): readonly Segment[] => {
      const count = counts[one.key] ?? 0;
      const start = from;
      from += count;
      return count === 0 ? [] : [{ series: one, from: percentOf(start), width: percentOf(count) }];
    });
  });
}

function totalOf(series: readonly Series[], counts: Counts): number {
  return series.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0);
}

/** A share in whole percent. 0% and 100% are exact: between them it is `under 1%` or `over 99%`. */
function shareOf(count: number, total: number): string {
  if (total === 0) return '';
  const share = Math.round((100 * count) / total);
  if (share === 0 && count > 0) return 'under 1%';
  return share === 100 && count < total ? 'over 99%' : `${share}%`;
}

/** What a count means for the club. It determines the colour and the pattern. */
type Tone = 'best' | 'good' | 'waiting' | 'bad' | 'unknown';

/** One of the categories that are counted, as `delivered`. */
export type Series = { readonly key: string; readonly label: string; readonly tone: Tone };

/** A part of a bar, in percent of the drawing's width. */
type Segment = {
  readonly series: Series;
  readonly from: number;
  readonly width: number;
};

const PATTERNS: { readonly [tone in Tone]: Html | null } = {
  best: null,
  good: html`<path d="M0 4h8" stroke-width="1" />`,
  waiting: html`<path d="M4 0v8" />`,
  bad: html`<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" />`,
  unknown: html`<circle cx="4" cy="4" r="1" />`,
};

/** The SVG patterns of a chart. Their ids begin with the chart's id. */
function patternsFor(id: string, series: readonly Series[]): Html {
  const tones = [...new Set(series.map(({ tone }) => tone))];
  return html`<defs>${tones.map((tone) => {
    const pattern = PATTERNS[tone];
    return pattern === null
      ? html``
      : html`<pattern id="${id}-${tone}" width="8" height="8" patternUnits="userSpaceOnUse" class="pattern">${pattern}</pattern>`;
  })}</defs>`;
}

/** A rectangle over its part of the drawing's width and its whole height. */
function segmentOf(id: string, { series, from, width }: Segment): Html {
  const place = html`x="${percent(from)}" width="${percent(width)}" height="100%"`;
  const isPlain = PATTERNS[series.tone] === null;
  return html`<rect class="segment tone-${series.tone}" ${place} />${
    isPlain ? null : html`<rect fill="url(#${id}-${series.tone})" ${place} />`
  }`;
}

/** A small sample of a series' colour and pattern, to put beside its label. */
function swatch(id: string, series: Series): Html {
  return html`<svg class="swatch" width="18" height="18" aria-hidden="true">${segmentOf(id, { series, from: 0, width: 100 })}</svg>`;
}

function percent(number: number): string {
  return `${Number(number.toFixed(3))}%`;
}

/**
 * The style of charts. The colours are safe for colour-blind readers (after Okabe and Ito), with a contrast
 * of at least 3:1 to the page; all but the best have a pattern too, for print in grey.
 */
export const CHART_STYLE = `
:root { --best: #0072b2; --good: #00805d; --waiting: #a86400; --bad: #c8440a; --unknown: #6b7280; }
@media screen and (prefers-color-scheme: dark) {
  :root { --best: #5ab7ee; --good: #35c59b; --waiting: #e9a820; --bad: #ff8a55; --unknown: #a4aeb9; }
}
.tone-best { fill: var(--best); } .tone-good { fill: var(--good); } .tone-waiting { fill: var(--waiting); }
.tone-bad { fill: var(--bad); } .tone-unknown { fill: var(--unknown); }
.segment { stroke: var(--paper); stroke-width: 1px; }
.pattern { stroke: var(--paper); stroke-width: 2; fill: var(--paper); }
.chart { margin: 0; display: grid; gap: .75rem; min-width: 0; }
.chart figcaption { font-size: 1.15rem; font-weight: 700; }
.chart svg { display: block; overflow: visible; }
.chart .swatch { display: inline-block; vertical-align: -.15em; margin-right: .5rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.bars { display: grid; grid-template-columns: fit-content(40%) 1fr max-content; gap: .45rem .9rem; align-items: center; }
.bar { display: contents; }
.bar-total { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
.chart table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.chart th, .chart td { padding: .3rem .9rem .3rem 0; text-align: right; border-bottom: 1px solid var(--line); }
.chart th:first-child { text-align: left; }
.chart thead th { font-weight: 600; vertical-align: bottom; }
.chart tbody th { font-weight: 400; }
.chart summary { cursor: pointer; padding-block: .5rem; }
@media screen and (max-width: 30rem) {
  .bars { display: block; }
  .bar { display: grid; grid-template-columns: 1fr max-content; gap: 0 .9rem; margin-bottom: .6rem; }
  .bar svg { grid-area: 2 / 1 / 3 / 3; }
}
@media (forced-colors: active) { .chart svg { forced-color-adjust: none; background: #fff; } }
@media print {
  .chart, .bar-label, .chart tr { break-inside: avoid; }
  .chart.of-many { break-inside: auto; }
  .chart figcaption, .legend { break-after: avoid; }
  .chart summary { list-style: none; }
  .chart details::details-content { content-visibility: visible; block-size: auto; }
}
`;
