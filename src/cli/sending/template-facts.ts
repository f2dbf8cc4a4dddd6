import type { Template } from '../../domain/message/template.ts';
import { explainSetUp } from '../../text/set-up/set-up.ts';
import type { Colours } from '../terminal/colours.ts';
import { printable } from '../../text/format.ts';

type Fact = readonly [label: string, fact: string];

/** The template in the header of a send: its state and category at WhatsApp, and what to mind of them. */
export function templateFacts(
  { sid, name, approvalState, category }: Template,
  colours: Colours,
): readonly Fact[] {
  const kind = category === null ? '' : ` as ${printable(category)}`;
  const { message, fix } = explainSetUp({ code: 'category_marketing' });
  return [
    ['template', `${printable(name)}, ${printable(approvalState)} by WhatsApp${kind}`],
    ['', sid],
    ...(category === 'MARKETING' ? [['', colours.odd(`! ${message} ${fix ?? ''}`)] as const] : []),
  ];
}
