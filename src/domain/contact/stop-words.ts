import { wordsOf } from '../record/cell/words.ts';
import type { OptOutState } from './opt-out.ts';
import type { Reply } from './reply.ts';

/**
 * What a reply says about further messages. `stop` and `start` are Twilio's keywords as the whole text;
 * `perhaps` has to be read by a person, since no list of phrases is complete.
 */
export type ReplyIntent = 'stop' | 'perhaps' | 'start' | 'no';

const STOP: ReadonlySet<string> = new Set([
  'stop',
  'unsubscribe',
  'end',
  'quit',
  'stopall',
  'stop all',
  'revoke',
  'optout',
  'opt out',
  'cancel',
]);

const START: ReadonlySet<string> = new Set(['start', 'unstop']);

/** Phrases that may mean, anywhere in a reply, that its sender wants no more messages. */
const LIKELY_OPT_OUTS: readonly RegExp[] = [
  /\b(?:stop|unsubscribe|opt(?:ing|ed)? out|optout|revoke)\b/u,
  /\bno (?:more|longer)\b/u,
  /\b(?:remove|delete|take) (?:me|us|my|our|this number)\b/u,
  /\bwrong (?:number|person|phone|parent|family|mobile)\b/u,
  /\bwho(?:'?s| is|) (?:this|that)\b/u,
  /\bleave (?:me|us) alone\b/u,
  /\b(?:do not|don't|dont|never|please not) (?:\w+ )?(?:contact|message|messaging|text|write|whatsapp|call|send)\b/u,
  /\b(?:not|isn't|isnt|aren't|arent) (?:my|our) (?:child|kid|son|daughter|children|kids)\b/u,
  /\b(?:don't|dont|do not) (?:have|know) (?:a |any |this |that |anyone |anybody )?(?:child|children|kids?|son|daughter|called|person)\b/u,
  /\b(?:spam|scam|harass(?:ing|ment)?|gdpr|report(?:ing|ed)? (?:you|this))\b/u,
];

/** Reads one text. Case, punctuation, emoji and surrounding spaces are ignored. */
export function textIntentOf(reply: string): ReplyIntent {
  const words = wordsOf(reply);
  if (STOP.has(words)) return 'stop';
  if (START.has(words)) return 'start';
  return LIKELY_OPT_OUTS.some((phrase) => phrase.test(words)) ? 'perhaps' : 'no';
}

/** In order of precedence. */
const PRECEDENCE = ['stop', 'perhaps', 'start', 'no'] as const satisfies readonly ReplyIntent[];

/** Reads the text of a reply and the button that was pressed. */
export function replyIntentOf({ text, button }: Pick<Reply, 'text' | 'button'>): ReplyIntent {
  const intents = [text, button ?? ''].map(textIntentOf);
  return PRECEDENCE.find((intent) => intents.includes(intent)) ?? 'no';
}

const OPT_OUTS = {
  stop: 'stopped',
  perhaps: 'pending',
  // An opt-out is removed only by the operator's confirmation at a terminal.
  start: null,
  no: null,
} as const satisfies { readonly [intent in ReplyIntent]: OptOutState | null };

/** The opt-out that follows from a reply; null if none does. */
export function optOutFor(intent: ReplyIntent): OptOutState | null {
  return OPT_OUTS[intent];
}
