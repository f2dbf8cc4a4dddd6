import { count } from '../text/format.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { PREVIEW_STYLE } from './preview-style.ts';
import type { Template } from '../domain/message/template.ts';
import type { Family } from '../domain/list/list-check.ts';
import type { Invite } from '../domain/record/invite.ts';
import type { Message } from '../domain/message/message.ts';
import { internationalForm, nationalForm } from '../domain/record/phone/phone.ts';

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
<p id="found" role="status">${count(preview.families.length, 'family', 'families')}</p>
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
  const lead = `${count(messages, 'message')} to ${count(families.length, 'family', 'families')}. Nothing was sent.`;
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

/** Something the operator has to know, where it stands in the list, and what to do. */
export type PreviewNote = {
  readonly message: string;
  readonly fix: string | null;
  readonly places: readonly string[];
};

/** All that stands on the page; what is words already was put into words where the terminal's are. */
export type Preview = {
  /** The list's name without its folder. */
  readonly file: string;
  /** When the file was changed; null where nobody knows. */
  readonly changed: string | null;
  readonly made: string;
  readonly template: Template;
  readonly families: readonly Family[];
  /** What is odd or mended about a row. */
  readonly notesOn: (row: number) => readonly string[];
  /** Which messages were asked for, where it is not all of them. */
  readonly narrowedTo: string | null;
  readonly leftOut: readonly PreviewNote[];
  /** What is odd about the list as a whole. */
  readonly aboutList: readonly PreviewNote[];
};

type Fact = readonly [label: string, fact: string | Html];

/** The list, its template, and what was found in it, each with its label. */
function factsOf({ file, changed, template, families, leftOut }: Preview): readonly Fact[] {
  const invites = families.flatMap(({ messages }) => messages.map(({ invite }) => invite));
  return [
    ['File', html`<bdi>${file}</bdi>${changed === null ? '' : `, changed ${changed}`}`],
    ['Template', html`<bdi>${template.name}</bdi>, ${SOURCES[template.source]}`],
    [
      'Found',
      [
        count(families.length, 'family', 'families'),
        count(invites.length, 'player'),
        count(new Set(invites.map(teamOf)).size, 'team'),
      ].join(', '),
    ],
    ...(invites.length === 0 ? [] : kindsIn(invites)),
    ...(leftOut.length === 0 ? [['Left out', 'nothing'] as const] : []),
  ];
}

function kindsIn(invites: readonly Invite[]): readonly Fact[] {
  return [
    ['Teams', kindsOf(invites, teamOf)],
    ['Season', kindsOf(invites, ({ season }) => season)],
    [
      'Fees',
      kindsOf(
        invites,
        ({ membershipFee, subscriptionFee }) =>
          `£${membershipFee} to join and £${subscriptionFee} a month`,
      ),
    ],
  ];
}

const SOURCES: { readonly [source in Template['source']]: string } = {
  twilio: 'the text as Twilio has it now',
  cache: 'the text as Twilio had it when it was last asked',
  built_in: 'filled into the tool’s own copy of the text; Twilio was not asked',
};

function teamOf({ team, ageGroup }: Invite): string {
  return `${team} ${ageGroup}`;
}

/** Every value there is, and how many players have it where there is more than one value. */
function kindsOf(invites: readonly Invite[], kindOf: (invite: Invite) => string): Html {
  const kinds = [...Map.groupBy(invites, kindOf)];
  const players = (number: number): string => (kinds.length > 1 ? ` (${number})` : '');
  return html`${kinds.map(
    ([kind, members], at) =>
      html`<bdi>${kind}</bdi>${players(members.length)}${at < kinds.length - 1 ? ', ' : ''}`,
  )}`;
}

/** One parent with every message for their phone, siblings together. */
function familyCard(
  { messages }: Family,
  number: number,
  notesOn: (row: number) => readonly string[],
): Html {
  const [first] = messages;
  if (first === undefined) return html``;
  const { phone } = first.invite.parent;
  const parent = parentOf(first);
  const numbers = `${digitsIn(phone)} ${digitsIn(nationalForm(phone))}`;
  return html`<section class="family ${WIDTHS[messages.length] ?? 'of-more'}" aria-labelledby="family-${number}" data-numbers="${numbers}">
<h2 id="family-${number}"><bdi class="searched">${parent}</bdi> <span class="number">${internationalForm(phone)}</span></h2>
<div class="messages">
${messages.map((message) => messageCard(message, parent, notesOn(message.invite.row)))}</div>
</section>
`;
}

/** How much room a family takes beside others. */
const WIDTHS: { readonly [messages: number]: string } = { 1: 'of-1', 2: 'of-2' };

function messageCard(message: Message, familyParent: string, notes: readonly string[]): Html {
  const { row, player, team, ageGroup } = message.invite;
  const parent = parentOf(message);
  return html`<article class="message">
<h3 class="searched"><bdi>${player.firstName} ${player.lastName}</bdi> <span class="team">(<bdi>${team} ${ageGroup}</bdi>)</span></h3>
<p class="quiet"><span class="searched">Row ${row}</span>, ${message.body.length} characters${
    parent === familyParent ? null : html`, to <bdi class="searched">${parent}</bdi>`
  }</p>
${notes.length === 0 ? null : html`<ul class="notes" aria-label="Odd or mended">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<div class="phone"><div class="bubble" dir="auto">${message.body}</div></div>
</article>
`;
}

function parentOf({ invite }: Message): string {
  return `${invite.parent.firstName} ${invite.parent.lastName}`;
}

function digitsIn(text: string): string {
  return text.replace(/\D/gu, '');
}

/**
 * Leaves the families that fit what is typed: every word has to be found in the names, the teams or
 * the rows, or its digits in the number. Without it the page is the whole list.
 */
const SEARCH_SCRIPT = `
'use strict';
(() => {
  const search = document.querySelector('.search');
  const box = search.querySelector('input');
  const found = document.getElementById('found');
  const list = document.querySelector('main');
  const fold = (text) =>
    text.normalize('NFKD').replace(/\\p{M}/gu, '').replace(/[\\u2018\\u2019]/gu, "'").toLowerCase();
  const digitsIn = (text) => text.replace(/\\D/gu, '');
  const families = [...document.querySelectorAll('.family')].map((section) => ({
    section,
    text: fold([...section.querySelectorAll('.searched')].map((part) => part.textContent).join(' ')),
    numbers: section.dataset.numbers,
  }));
  const fits = (query) => {
    const isNumber = /^[\\d\\s+()-]*$/u.test(query) && digitsIn(query).length > 2;
    if (isNumber) return ({ numbers }) => numbers.includes(digitsIn(query));
    const words = fold(query).split(/\\s+/u);
    return ({ text, numbers }) =>
      words.every((word) => text.includes(word) || (/^\\+?\\d{3,}$/u.test(word) && numbers.includes(digitsIn(word))));
  };
  const narrow = () => {
    const query = box.value.trim();
    const fit = query === '' ? () => true : fits(query);
    let shown = 0;
    for (const family of families) {
      const isShown = fit(family);
      if (isShown) shown += 1;
      family.section.hidden = !isShown;
    }
    search.classList.toggle('narrows', query !== '');
    const all = families.length === 1 ? '1 family' : families.length + ' families';
    // Whoever searches from far down wants to see the first that fits.
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
    found.textContent = query === '' ? all : shown === 0 ? 'No family fits' : shown + ' of ' + all;
  };
  search.hidden = false;
  box.addEventListener('input', narrow);
  if (box.value !== '') narrow();
})();
`;
