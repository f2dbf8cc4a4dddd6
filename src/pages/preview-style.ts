/**
 * The style of the preview: facts above, then as many families side by side as there is room for.
 *
 * A page of a thousand families must stay fast. On a screen, families out of view are not laid out
 * (`content-visibility`). In print, one column is filled before the next (`column-fill`): to balance columns,
 * a browser lays out all pages repeatedly, which takes minutes.
 */
export const PREVIEW_STYLE = `
header, main, footer, .search { max-width: 84rem; margin-inline: auto; padding-inline: 1rem; }
header { padding-block: 1.5rem 1rem; display: grid; gap: 1rem; }
.lead { font-size: 1.1rem; }
.warn { border-left: 4px solid var(--odd-line); background: var(--odd); color: var(--odd-ink); padding: .6rem .9rem; border-radius: 0 .4rem .4rem 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
.facts dt { color: var(--quiet); }
.facts dd { min-width: 0; }
.left-out { display: grid; gap: .6rem; }
.left-out > ul { display: grid; gap: .6rem; }
.left-out > ul > li { border-left: 4px solid var(--line); padding-left: .9rem; }
.places { display: flex; flex-wrap: wrap; gap: 0 1.2rem; color: var(--quiet); }
.search {
  position: sticky; top: 0; z-index: 1; background: var(--paper); border-block: 1px solid var(--line);
  padding-block: .6rem; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1rem;
}
.search label { font-weight: 600; }
.search input {
  flex: 1 1 14rem; min-width: 0; max-width: 28rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--edge); border-radius: .5rem; padding: .5rem .75rem; min-height: 2.75rem;
}
.search input::placeholder { color: var(--quiet); opacity: 1; }
main { padding-block: 1.5rem; scroll-margin-top: 6rem; }
.families { display: grid; gap: 2rem 1.5rem; align-items: start; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.family { min-width: 0; display: grid; gap: .75rem; }
@media screen { .family { content-visibility: auto; contain-intrinsic-size: auto 44rem; } }
.family > h2 { border-bottom: 2px solid var(--accent); padding-bottom: .35rem; display: flex; flex-wrap: wrap; gap: 0 .75rem; justify-content: space-between; }
.family > h2 .number { font-weight: 400; }
.messages { display: grid; gap: 1.25rem 1.5rem; align-items: start; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.message { min-width: 0; display: grid; gap: .4rem; }
.team { font-weight: 400; }
.notes { display: grid; gap: .3rem; font-size: .9rem; }
.notes li { border-left: 4px solid var(--odd-line); background: var(--odd); color: var(--odd-ink); padding: .25rem .6rem; border-radius: 0 .3rem .3rem 0; }
.phone { background: var(--wall); border: 1px solid var(--line); border-radius: 1.1rem; padding: .9rem 1.6rem .9rem 1.1rem; }
.bubble {
  position: relative; background: var(--bubble); border-radius: .2rem 1rem 1rem 1rem; padding: .65rem .85rem;
  white-space: pre-wrap; box-shadow: 0 1px 1px rgb(0 0 0 / .18); max-width: 30rem;
}
.bubble::before {
  content: ""; position: absolute; top: 0; left: -.55rem; border: solid transparent; border-width: 0 .6rem .7rem 0; border-right-color: var(--bubble);
}
footer { padding-block: 1rem 2rem; border-top: 1px solid var(--line); }
@media screen and (min-width: 47rem) { .of-2 { grid-column: span 2; } .of-more { grid-column: 1 / -1; } }
@media (max-width: 30rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd + dt { margin-top: .5rem; } }
@media (forced-colors: active) { .bubble { border: 1px solid; } .bubble::before { display: none; } }
@media print {
  header, main, footer { max-width: none; padding-inline: 0; }
  header { padding-top: 0; }
  .search { position: static; border: 0; padding: 0; }
  .search label, .search input, .search:not(.narrows) { display: none; }
  .families { display: block; columns: 2; column-gap: 8mm; column-fill: auto; }
  .family, .messages { display: block; }
  .family { margin-bottom: 6mm; }
  .family > h2 { break-after: avoid; margin-bottom: 2mm; }
  .message { break-inside: avoid; margin-bottom: 4mm; }
  .message > * + * { margin-top: .8mm; }
  .left-out li, .warn { break-inside: avoid; }
  .phone { border: 0; border-radius: 0; padding: 0; }
  .bubble { border: .3mm solid #555; box-shadow: none; max-width: none; }
  .bubble::before { display: none; }
}
`;
