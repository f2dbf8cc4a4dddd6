/** The report: one column, wide enough for charts and narrow enough to read. */
export const REPORT_STYLE = `
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
