import type { Facts, HeldItem, HeldKind } from '../application/forget/held-data.ts';
import { londonTime } from '../text/format.ts';
import { MODE_NAMES } from '../text/mode-names.ts';
import {
  dataRecipients,
  EXPORT_NOT_HERE,
  EXPORT_PURPOSE,
  EXPORT_SOURCES,
  factLabel,
  HELD_HEADINGS,
  retentionLines,
  type ExportFrame,
} from '../text/person-export.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';

export type PersonPage = ExportFrame & {
  /** The number, as a person reads it. */
  readonly number: string;
  /** The child that it is about alone; null for everything. */
  readonly player: string | null;
  readonly madeAt: Date;
  readonly items: readonly HeldItem[];
};

/** A page of all that is kept of a person, to read and print. It loads nothing. */
export function personPage(shown: PersonPage): string {
  const { number, player, madeAt, items } = shown;
  const about = player === null ? number : `${player}, by ${number}`;
  const byKind = Map.groupBy(items, ({ kind }) => kind);
  const kinds = (Object.keys(HELD_HEADINGS) as readonly HeldKind[]).filter((kind) =>
    byKind.has(kind),
  );
  return page({
    title: `What the club keeps about ${about}`,
    kind: 'person',
    style: STYLE,
    script: '',
    body: html`<main>
<h1>What the club keeps about ${about}</h1>
<p class="quiet">Made on ${londonTime(madeAt)}. This page has names and numbers: it is for this person alone.</p>
<section><h2>Why it is kept</h2><p>${EXPORT_PURPOSE}</p></section>
<section><h2>Where it comes from</h2>${list(EXPORT_SOURCES)}</section>
<section><h2>Who gets it</h2>${list(dataRecipients(shown).map(({ name, what }) => `${name}: ${what}.`))}</section>
<section><h2>How long it is kept</h2>${list(retentionLines(shown))}</section>
<section><h2>What is not here</h2>${list(EXPORT_NOT_HERE)}</section>
${kinds.map((kind) => html`<section><h2>${HELD_HEADINGS[kind]}</h2>${(byKind.get(kind) ?? []).map(itemOf)}</section>`)}
</main>`,
  });
}

function list(lines: readonly string[]): Html {
  return html`<ul class="lines">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function itemOf({ at, mode, facts }: HeldItem): Html {
  const when = at === null ? '' : timeText(at);
  const title = [when, mode === 'live' ? '' : MODE_NAMES[mode]]
    .filter((part) => part !== '')
    .join(' · ');
  return html`<article>${title === '' ? null : html`<h3>${title}</h3>`}${factsOf(facts)}</article>`;
}

function factsOf(facts: Facts): Html {
  const shown = Object.entries(facts).filter(([, value]) => !isEmpty(value));
  return html`<dl>${shown.map(([name, value]) => html`<div><dt>${factLabel(name)}</dt><dd>${valueOf(value)}</dd></div>`)}</dl>`;
}

function valueOf(value: unknown): Html {
  if (Array.isArray(value)) {
    return html`<ul class="lines">${value.map((one) => html`<li>${valueOf(one)}</li>`)}</ul>`;
  }
  if (typeof value === 'object' && value !== null) return factsOf(value as Facts);
  if (typeof value === 'boolean') return html`${value ? 'yes' : 'no'}`;
  return html`<span class="text">${timeText(String(value))}</span>`;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;

function timeText(text: string): string {
  return TIME.test(text) ? londonTime(new Date(text)) : text;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

const STYLE = `
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; display: grid; gap: 1.25rem; }
section { display: grid; gap: .6rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; break-inside: avoid; }
dl { display: grid; gap: .25rem; }
dl > div { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: .75rem; }
dt { color: var(--quiet); }
.text { white-space: pre-line; }
.lines li { padding-left: 1rem; text-indent: -1rem; }
.lines li::before { content: "– "; }
`;
