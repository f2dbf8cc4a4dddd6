import type { Answer } from './column.ts';
import {
  forbidsContact,
  isDate,
  isNoLonger,
  isNotKnown,
  isOpenChoice,
  negates,
  type Words,
} from './phrases.ts';
import {
  BACK_AGAIN,
  BEFORE_STATUS,
  CHILD,
  CONSENT,
  CROSS,
  CURRENT,
  FORMER,
  GONE,
  LEFT_FOR,
  LEFT_OTHERWISE,
  MONEY,
  MOVED,
  NEGATION,
  NO,
  OPT_OUT,
  PARENT,
  PLAYER,
  PLAYING,
  YES,
} from './vocabulary.ts';

const STAYS: ReadonlySet<string> = new Set([...CURRENT, 'registered', 'playing']);
const OTHER: ReadonlySet<string> = new Set(['another', 'other', 'different']);

/** What a status says of a member. */
export function statusAnswer(words: Words): Answer {
  const own = behindSubject(words);
  const [first = ''] = own;
  // "No, left in May" denies nothing.
  const before = words.slice(0, words.length - own.length);
  const isDenied = before.some((word) => NEGATION.has(word) && word !== 'no');
  if (isDenied && GONE.has(first)) return 'stays';
  if (
    words.some((word) => OPT_OUT.has(word)) ||
    forbidsContact(words) ||
    negates(words, [CONSENT])
  ) {
    return 'no_consent';
  }
  // "Not yet active" is new.
  if (words.includes('yet') && !isNoLonger(words)) return 'undecided';
  if (isNoLonger(words) || negates(words, [CURRENT, PLAYING])) return 'left_club';
  if (words.some((word) => BACK_AGAIN.has(word))) return 'undecided';
  if (isGone(own) || isElsewhere(words)) return 'left_club';
  return STAYS.has(first) && !isDenied ? 'stays' : 'undecided';
}

/** What is said where it is asked who has left. */
export function leftAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const answer = statusAnswer(words);
  if (answer !== 'undecided') return answer;
  if (CROSS.has(first)) return 'left_club';
  if (NO.has(first) || NEGATION.has(first)) return 'stays';
  return YES.has(first) || isDate(words) ? 'left_club' : 'undecided';
}

/** What is said where it is asked who is still there. */
export function currentAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const answer = statusAnswer(words);
  if (answer !== 'undecided') return answer;
  if (words.includes('yet')) return 'undecided';
  if (NO.has(first) || NEGATION.has(first) || first === 'cross') return 'left_club';
  return YES.has(first) ? 'stays' : 'undecided';
}

/** "The player has now left" from "left" on; a "not" before it stays out of it, too. */
function behindSubject(words: Words): Words {
  const at = words.findIndex((word) => !isBeforeStatus(word));
  return at === -1 ? [] : words.slice(at);
}

function isBeforeStatus(word: string): boolean {
  return isPerson(word) || BEFORE_STATUS.has(word) || NEGATION.has(word);
}

function isGone([word = '', next = '', third = '']: Words): boolean {
  if (word === 'left') {
    if (next === 'to') return LEFT_FOR.has(third);
    return !LEFT_OTHERWISE.has(next === 'a' ? third : next);
  }
  if (word === 'moved') return MOVED.has(next);
  if (word === 'transferred') return next === '' || next === 'out';
  if (word === 'dropped') return next === '' || next === 'out';
  if (word === 'passed') return next === 'away';
  if (FORMER.has(word)) return word === 'former' || next === '' || isPerson(next);
  return GONE.has(word) && !MONEY.has(next) && !MONEY.has(third);
}

function isPerson(word: string): boolean {
  return CHILD.has(word) || PLAYER.has(word) || PARENT.has(word);
}

/** "Joined another club". */
function isElsewhere(words: Words): boolean {
  return words.some(
    (word, at) =>
      word === 'elsewhere' || (OTHER.has(word) && /^clubs?$/u.test(words[at + 1] ?? '')),
  );
}
