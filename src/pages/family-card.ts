import type { Family } from '../domain/list/list-check.ts';
import type { Message } from '../domain/message/message.ts';
import { internationalForm, nationalForm } from '../domain/record/phone/phone.ts';
import { html, type Html } from './html.ts';

/** One parent with every message for their phone, siblings together. */
export function familyCard(
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
