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
