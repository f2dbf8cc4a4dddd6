import { html, type Html } from './html.ts';

/** What a count means for the club. It determines the colour and the pattern. */
type Tone = 'best' | 'good' | 'waiting' | 'bad' | 'unknown';

/** One of the categories that are counted, as `delivered`. */
export type Series = { readonly key: string; readonly label: string; readonly tone: Tone };

/** A part of a bar, in percent of the drawing's width. */
export type Segment = {
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
export function patternsFor(id: string, series: readonly Series[]): Html {
  const tones = [...new Set(series.map(({ tone }) => tone))];
  return html`<defs>${tones.map((tone) => {
    const pattern = PATTERNS[tone];
    return pattern === null
      ? html``
      : html`<pattern id="${id}-${tone}" width="8" height="8" patternUnits="userSpaceOnUse" class="pattern">${pattern}</pattern>`;
  })}</defs>`;
}

/** A rectangle over its part of the drawing's width and its whole height. */
export function segmentOf(id: string, { series, from, width }: Segment): Html {
  const place = html`x="${percent(from)}" width="${percent(width)}" height="100%"`;
  const isPlain = PATTERNS[series.tone] === null;
  return html`<rect class="segment tone-${series.tone}" ${place} />${
    isPlain ? null : html`<rect fill="url(#${id}-${series.tone})" ${place} />`
  }`;
}

/** A small sample of a series' colour and pattern, to put beside its label. */
export function swatch(id: string, series: Series): Html {
  return html`<svg class="swatch" width="18" height="18" aria-hidden="true">${segmentOf(id, { series, from: 0, width: 100 })}</svg>`;
}

function percent(number: number): string {
  return `${Number(number.toFixed(3))}%`;
}
