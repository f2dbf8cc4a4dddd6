import type { Family } from '../domain/list/list-check.ts';
import type { Message } from '../domain/message/message.ts';
import type { Template } from '../domain/message/template.ts';
import type { Invite } from '../domain/record/invite.ts';
import { fullName } from '../domain/record/names/full-name.ts';
import { internationalForm, nationalForm } from '../domain/record/phone/phone.ts';
import { count, rowNumber } from '../text/format.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { PREVIEW_STYLE } from './preview-style.ts';

/** A note on the list, with the places it is about. */
export type PreviewNote = {
  readonly message: string;
  readonly fix: string | null;
  readonly places: readonly string[];
};

/** The content of the page. Texts and dates are formatted by the caller, as for the terminal. */
export type Preview = {
  /** The file name of the list, without its folder. */
  readonly file: string;
  /** When the file was last changed; null if unknown. */
  readonly changed: string | null;
  readonly made: string;
  readonly template: Template;
  readonly families: readonly Family[];
  /** The warnings and repairs of a row. */
  readonly notesOn: (row: number) => readonly string[];
  /** Which messages were selected; null if all are shown. */
  readonly narrowedTo: string | null;
  readonly leftOut: readonly PreviewNote[];
  /** Warnings about the list as a whole. */
  readonly aboutList: readonly PreviewNote[];
};

export const PREVIEW_KIND = 'preview';

/** A page of every message as a parent will see it, to read, search and print. */
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

type Fact = readonly [label: string, fact: string | Html];

/** The facts at the top of the page: the file, the template, and a summary of the list. */
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
    ...(invites.length === 0 ? [] : summaryOf(invites)),
    ...(leftOut.length === 0 ? [['Left out', 'nothing'] as const] : []),
  ];
}

function summaryOf(invites: readonly Invite[]): readonly Fact[] {
  return [
    ['Teams', distinctValues(invites, teamOf)],
    ['Season', distinctValues(invites, ({ season }) => season)],
    [
      'Fees',
      distinctValues(
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

/** The distinct values; if there are several, each with the number of players who have it. */
function distinctValues(invites: readonly Invite[], valueOf: (invite: Invite) => string): Html {
  const groups = [...Map.groupBy(invites, valueOf)];
  const players = (number: number): string => (groups.length > 1 ? ` (${number})` : '');
  return html`${groups.map(
    ([value, members], at) =>
      html`<bdi>${value}</bdi>${players(members.length)}${at < groups.length - 1 ? ', ' : ''}`,
  )}`;
}

/** A phone number with every message to it, so that siblings are together. */
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

/** The CSS class that sets the width of a family by its number of messages. */
const WIDTHS: { readonly [messages: number]: string } = { 1: 'of-1', 2: 'of-2' };

function messageCard(message: Message, familyParent: string, notes: readonly string[]): Html {
  const { row, player, team, ageGroup } = message.invite;
  const parent = parentOf(message);
  return html`<article class="message">
<h3 class="searched"><bdi>${fullName(player)}</bdi> <span class="team">(<bdi>${team} ${ageGroup}</bdi>)</span></h3>
<p class="quiet"><span class="searched">Row ${rowNumber(row)}</span>, ${message.body.length} characters${
    parent === familyParent ? null : html`, to <bdi class="searched">${parent}</bdi>`
  }</p>
${notes.length === 0 ? null : html`<ul class="notes" aria-label="Odd or mended">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<div class="phone"><div class="bubble" dir="auto">${message.body}</div></div>
</article>
`;
}

function parentOf({ invite }: Message): string {
  return fullName(invite.parent);
}

function digitsIn(text: string): string {
  return text.replace(/\D/gu, '');
}

/**
 * Hides the families that do not match the search. Each word must occur in a name, team or row, or its digits
 * in the phone number. Without JavaScript there is no search, and the page shows the whole list.
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
    // A search made further down the page shows the first match.
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
    found.textContent = query === '' ? all : shown === 0 ? 'No family fits' : shown + ' of ' + all;
  };
  search.hidden = false;
  box.addEventListener('input', narrow);
  if (box.value !== '') narrow();
})();
`;
