import type { Answer } from './column.ts';
import {
  endsInNo,
  forbidsContact,
  isAboutContact,
  isDate,
  isNoLonger,
  isNoObjection,
  isNotKnown,
  isOpenChoice,
  negates,
  refusalIn,
  type Words,
} from './phrases.ts';
import {
  CONSENT,
  CONTACT,
  CROSS,
  DOUBT,
  MESSAGE_CHANNEL,
  NEGATION,
  NO,
  OTHER_CHANNEL,
  PARENT,
  PHONE_CHANNEL,
  YES,
  YES_ALONE,
  YES_ANYWHERE,
} from './vocabulary.ts';

/** Of two parents one is enough to say no. */
const CONSENTING = [CONSENT, CONTACT, MESSAGE_CHANNEL, YES, PARENT] as const;
const ALL: ReadonlySet<string> = new Set(['all', 'everything', 'any', 'both']);
const LET_BE: ReadonlySet<string> = new Set([
  'can',
  'may',
  'ok',
  'okay',
  'happy',
  'allowed',
  'fine',
]);

/** What is said where consent is asked for. */
export function consentAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNoObjection(words) || isNotKnown(words)) return 'undecided';
  const refusal = refusalIn(words);
  if (refusal === 'denied' || isNotMinded(words)) return 'stays';
  if (refusal === 'refused' || isNoLonger(words) || endsInNo(words)) return 'no_consent';
  if (NO.has(first) || CROSS.has(first) || first === 'out') return 'no_consent';
  const isNegative = NEGATION.has(first) || (first === 'none' && words.length > 1);
  if (isNegative || negates(words, CONSENTING) || isByOtherWayAlone(words)) return 'no_consent';
  return isYes(words) && !words.some((word) => DOUBT.has(word)) ? 'stays' : 'undecided';
}

/** "Yes by form", "Parent agreed", "WhatsApp", and the day of it. */
function isYes(words: Words): boolean {
  const [first = ''] = words;
  const isAlone = words.length === 1 && YES_ALONE.has(first);
  const isSaid = words.some((word) => YES_ANYWHERE.has(word) || MESSAGE_CHANNEL.has(word));
  return YES.has(first) || YES.has(words.at(-1) ?? '') || isAlone || isSaid || isDate(words);
}

/** What is said where it is asked who must not be written to. */
export function optOutAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const refusal = refusalIn(words);
  if (refusal === 'denied') return 'stays';
  if (refusal === 'refused' || isNoLonger(words) || forbidsContact(words)) return 'no_consent';
  if (CROSS.has(first) || first === 'out') return 'no_consent';
  if (NO.has(first) || NEGATION.has(first) || IN.has(first)) return 'stays';
  if (isDate(words)) return 'no_consent';
  if (LET_BE.has(first)) return isAboutContact(words) ? 'stays' : 'undecided';
  const isAlone = words.length === 1 && YES_ALONE.has(first);
  const isAsked = YES.has(first) || ALL.has(first) || isAboutContact(words);
  return isAsked || isAlone ? 'no_consent' : 'undecided';
}

const IN: ReadonlySet<string> = new Set(['in', 'optin', 'subscribed']);

/** "Doesn't mind". */
function isNotMinded(words: Words): boolean {
  return words.some((word, at) => word === 'mind' && NEGATION.has(words[at - 1] ?? ''));
}

/** "Email only". */
function isByOtherWayAlone(words: Words): boolean {
  const has = (some: ReadonlySet<string>): boolean => words.some((word) => some.has(word));
  return words.includes('only') && has(OTHER_CHANNEL) && !has(PHONE_CHANNEL);
}
