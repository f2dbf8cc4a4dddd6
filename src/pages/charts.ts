import { patternsFor, segmentOf, swatch, type Segment, type Series } from './chart-parts.ts';
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
