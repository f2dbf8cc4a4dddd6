import type { LoadedList } from '../../../src/application/check/load-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import type { Template } from '../../../src/domain/message/template.ts';
import { aMessage, aTemplateSid } from '../../support/builders.ts';

const CHILDREN = [
  { player_first_name: 'Amelia', parent_tel: '07700 900101' },
  // Two children of one family.
  { player_first_name: 'Ben', parent_tel: '07700 900102' },
  { player_first_name: 'Cara', parent_tel: '07700 900102' },
  { player_first_name: 'Dylan', parent_tel: '07700 900103' },
  { player_first_name: 'Eve', parent_tel: '07700 900104' },
] as const;

export const MOST_CHILDREN = CHILDREN.length;

const FIRST: Template = {
  ...builtInTemplate(aTemplateSid('a')),
  source: 'twilio',
  approvalState: 'approved',
  category: 'UTILITY',
};

/** The versions of the template, which replace each other. */
export const TEMPLATES = {
  first: FIRST,
  'other text': { ...FIRST, body: FIRST.body.replace('Omega here', 'Alpha here') },
  'other category': { ...FIRST, category: 'MARKETING' },
  'other template': { ...FIRST, sid: aTemplateSid('b') },
} as const satisfies { readonly [name: string]: Template };

export type TemplateName = keyof typeof TEMPLATES;

/** With consent on record, so that every template may be used. */
function consenting(message: Message): Message {
  const optIn = { optInAt: '2026-06-03', optInHow: 'form', optInWording: null };
  const consent = { isGiven: false, override: null, ...optIn };
  return { ...message, invite: { ...message.invite, consent } };
}

const MESSAGES = new Map<string, readonly Message[]>(
  Object.entries(TEMPLATES).map(([name, template]) => [
    name,
    CHILDREN.map((child, index) => consenting(aMessage({ row: index + 2, ...child, template }))),
  ]),
);

/** The messages of the first children of the list. */
export function messagesOf(name: TemplateName, children: number): readonly Message[] {
  return (MESSAGES.get(name) ?? []).slice(0, children);
}

/** A loaded list of these messages, without any findings. */
export function loadedOf(messages: readonly Message[]): LoadedList {
  return {
    records: messages.length,
    messages,
    repeats: [],
    refusedRows: [],
    leftOut: [],
    findings: [],
    mended: [],
    offers: [],
    unreadPlayers: [],
  };
}
