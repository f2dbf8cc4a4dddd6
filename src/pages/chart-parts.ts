import { html, type Html } from './html.ts';

/** What a count means for the club, which gives it its colour and its pattern. */
type Tone = 'best' | 'good' | 'waiting' | 'bad' | 'unknown';

/** One kind of thing that is counted: `delivered`. */
export type Series = { readonly key: string; readonly label: string; readonly tone: Tone };

/** A part of a bar, in percent of the width there is. */
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

/** The patterns of one chart; what is drawn in it refers to them by the chart's id. */
export function patternsFor(id: string, series: readonly Series[]): Html {
  const tones = [...new Set(series.map(({ tone }) => tone))];
  return html`<defs>${tones.map((tone) => {
    const pattern = PATTERNS[tone];
    return pattern === null
      ? html``
      : html`<pattern id="${id}-${tone}" width="8" height="8" patternUnits="userSpaceOnUse" class="pattern">${pattern}</pattern>`;
  })}</defs>`;
}

/** A rectangle across its part of the width, as high as the drawing it stands in. */
export function segmentOf(id: string, { series, from, width }: Segment): Html {
  const place = html`x="${percent(from)}" width="${percent(width)}" height="100%"`;
  const isPlain = PATTERNS[series.tone] === null;
  return html`<rect class="segment tone-${series.tone}" ${place} />${
    isPlain ? null : html`<rect fill="url(#${id}-${series.tone})" ${place} />`
  }`;
}

/** The same colour and pattern, beside a word. */
export function swatch(id: string, series: Series): Html {
  return html`<svg class="swatch" width="18" height="18" aria-hidden="true">${segmentOf(id, { series, from: 0, width: 100 })}</svg>`;
}

function percent(number: number): string {
  return `${Number(number.toFixed(3))}%`;
}
