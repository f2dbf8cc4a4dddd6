import type { PreviewNote, Preview } from './preview.ts';
import { familyCard } from './family-card.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { countOf, factsOf } from './preview-facts.ts';
import { PREVIEW_STYLE } from './preview-style.ts';
import { SEARCH_SCRIPT } from './search-script.ts';

export const PREVIEW_KIND = 'preview';

/** Every message as a parent will see it, on one page to look at, to search and to print. */
export function previewPage(preview: Preview): string {
  return page({
    title: `Preview of ${preview.file}`,
    kind: PREVIEW_KIND,
    style: PREVIEW_STYLE,
    script: SEARCH_SCRIPT,
    body: html`${headerOf(preview)}
<search class="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name, team or number" aria-describedby="found">
<p id="found" role="status">${countOf(preview.families.length, 'family', 'families')}</p>
</search>
<main class="families" aria-label="Messages, family by family">
${preview.families.length === 0 ? html`<p>There is no message to show.</p>` : preview.families.map((family, at) => familyCard(family, at + 1, preview.notesOn))}
</main>
<footer class="quiet">
<p>Made on ${preview.made} by urmston-invite. Nothing was sent.</p>
</footer>`,
  });
}

function headerOf(preview: Preview): Html {
  const { families, narrowedTo } = preview;
  const messages = families.reduce((sum, family) => sum + family.messages.length, 0);
  const lead = `${countOf(messages, 'message', 'messages')} to ${countOf(families.length, 'family', 'families')}. Nothing was sent.`;
  return html`<header>
<h1>Preview of <bdi>${preview.file}</bdi></h1>
<p class="lead">${lead}</p>
${narrowedTo === null ? null : html`<p class="warn">This is not the whole list: ${narrowedTo}.</p>`}
<p class="warn">This page holds names and phone numbers. Keep it to yourself, and delete it after use.</p>
<dl class="facts">
${factsOf(preview).map(([label, fact]) => html`<dt>${label}</dt><dd>${fact}</dd>\n`)}</dl>
${notesUnder('Left out', 'left-out', preview.leftOut)}
${notesUnder('About the list', 'about-list', preview.aboutList)}
</header>`;
}

function notesUnder(heading: string, id: string, notes: readonly PreviewNote[]): Html | null {
  if (notes.length === 0) return null;
  return html`<section class="left-out" aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<ul>
${notes.map(
  ({ message, fix, places }) => html`<li><p><strong>${message}</strong></p>
${places.length === 0 ? null : html`<ul class="places">${places.map((place) => html`<li><bdi>${place}</bdi></li>`)}</ul>`}
${fix === null ? null : html`<p>${fix}</p>`}</li>
`,
)}</ul>
</section>`;
}
