import { wordsOf } from '../record/cell/words.ts';
import { isLikelyOptOut } from './likely-opt-out.ts';
import type { OptOutState } from './opt-out.ts';
import type { OptOutType, Reply } from './reply.ts';

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

/** An invite answered with no. */
const DECLINED: ReadonlySet<string> = new Set(['no', 'nope', 'nah']);

/** Reads one text. Case, punctuation, emoji and surrounding spaces are ignored. */
export function textIntentOf(reply: string): ReplyIntent {
  const words = wordsOf(reply);
  if (STOP.has(words)) return 'stop';
  if (START.has(words)) return 'start';
  if (DECLINED.has(words)) return 'perhaps';
  return isLikelyOptOut(reply) ? 'perhaps' : 'no';
}

/** In order of precedence. */
const PRECEDENCE = ['stop', 'perhaps', 'start', 'no'] as const satisfies readonly ReplyIntent[];

const OPT_OUT_TYPES: { readonly [type in OptOutType]: ReplyIntent } = {
  STOP: 'stop',
  START: 'start',
  HELP: 'no',
};

/** Reads the text of a reply, the button that was pressed, and what Twilio took it for. */
export function replyIntentOf({
  text,
  button,
  optOutType,
}: Pick<Reply, 'text' | 'button' | 'optOutType'>): ReplyIntent {
  const intents = [
    ...[text, button ?? ''].map(textIntentOf),
    ...(optOutType === undefined ? [] : [OPT_OUT_TYPES[optOutType]]),
  ];
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
