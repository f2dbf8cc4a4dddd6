import { writtenText } from '../../record/cell/cell-text.ts';
import { exclusionColumn, type Answer, type Exclusion, type ExclusionColumn } from './column.ts';
import {
  isNoDate,
  type Words,
  endsInNo,
  forbidsContact,
  hasAny,
  isAboutContact,
  isDate,
  isNoLonger,
  isNoObjection,
  isNotKnown,
  isOpenChoice,
  negates,
  refusalIn,
} from './phrases.ts';
import { cellWords } from './read-words.ts';
import {
  NO_ANSWER,
  CONSENT,
  CONTACT,
  CROSS,
  DOUBT,
  LAST_NO,
  MESSAGE_CHANNEL,
  NEGATION,
  NO,
  OTHER_CHANNEL,
  PARENT,
  PHONE_CHANNEL,
  YES,
  YES_ALONE,
  YES_ANYWHERE,
  BACK_AGAIN,
  BEFORE_STATUS,
  CHILD,
  CURRENT,
  FORMER,
  GONE,
  LEFT_FOR,
  LEFT_OTHERWISE,
  MONEY,
  MOVED,
  OPT_OUT,
  PAYS,
  PLAYER,
  PLAYING,
} from './vocabulary.ts';

/**
 * Returns the function that reads the cells under a heading; null if the column says nothing about
 * messages or membership. An unclear refusal counts as a refusal: an excluded row is reported and can be
 * put back, but a message cannot be recalled.
 */
export function answerReader(heading: string): ((cell: unknown) => Answer) | null {
  const column = exclusionColumn(heading);
  return column === null ? null : (cell) => answerIn(column, writtenText(cell));
}

function answerIn(column: ExclusionColumn, cell: string): Answer {
  const number = numberIn(cell);
  const words = number === null ? cellWords(cell) : [];
  const isEmpty = number === null && isNoAnswer(words);
  switch (column) {
    case 'consent':
      if (isEmpty) return 'undecided';
      return number === null ? consentAnswer(words) : yesOrNo(number, 'stays', 'no_consent');
    case 'opt_out':
    case 'opt_out_reason':
      if (isEmpty) return 'stays';
      if (number !== null) return yesNoOrDate(number, 'no_consent');
      return orReason(column, optOutAnswer(words), 'no_consent');
    case 'left':
    case 'left_alone':
    case 'left_reason':
      if (isEmpty) return 'stays';
      if (number !== null) return yesNoOrDate(number, 'left_club');
      if (column === 'left_alone' && words.join() === 'left') return 'undecided';
      return orReason(column, leftAnswer(words), 'left_club');
    case 'current':
      if (isEmpty) return 'undecided';
      return number === null ? currentAnswer(words) : yesOrNo(number, 'stays', 'left_club');
    case 'status':
      return isEmpty || number !== null ? 'undecided' : statusAnswer(words);
  }
}

/** In a column that asks for a reason, any text is one. */
function orReason(column: ExclusionColumn, answer: Answer, exclusion: Exclusion): Answer {
  const isReason = column === 'opt_out_reason' || column === 'left_reason';
  return isReason && answer === 'undecided' ? exclusion : answer;
}

/** "N/A" and "N.B." are not a "no". */
function isNoAnswer(words: Words): boolean {
  const text = words.join(' ');
  return text === '' || NO_ANSWER.has(text) || /^n [ab]\b/u.test(text) || isNoDate(words);
}

/** A cell that has only a number, such as 0 or 1 for no or yes. */
function numberIn(cell: string): number | null {
  const text = cell.normalize('NFKC').trim();
  return /^[+-]?\d+(?:[.,]\d+)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
}

/** 1 is a yes; so is -1, which some databases store for true. */
function yesOrNo(number: number, yes: Answer, no: Answer): Answer {
  if (number === 0) return no;
  return Math.abs(number) === 1 ? yes : 'undecided';
}

/** A year or a date as a number gives the day since when, so it is a yes. */
function yesNoOrDate(number: number, yes: Answer): Answer {
  const isDate = DATES.some(([from, to]) => number >= from && number < to);
  return isDate ? yes : yesOrNo(number, yes, 'stays');
}

/**
 * Ranges of years and Excel's day numbers, of yyyymmdd, and of Unix time in seconds and milliseconds.
 */
const DATES = [
  [1900, 100_000],
  [19_000_000, 21_000_000],
  [1e9, 3e9],
  [1e12, 3e12],
] as const;

/** A refusal by one parent is enough. */
const CONSENTING = [CONSENT, CONTACT, MESSAGE_CHANNEL, YES, PARENT] as const;
const ALL: ReadonlySet<string> = new Set(['all', 'everything', 'any', 'both']);
const ALLOWED_WORDS: ReadonlySet<string> = new Set([
  'can',
  'may',
  'ok',
  'okay',
  'happy',
  'allowed',
  'fine',
]);

const IN: ReadonlySet<string> = new Set(['in', 'optin', 'subscribed']);

/** Reads an answer to a question for consent. */
function consentAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNoObjection(words) || isNotKnown(words)) return 'undecided';
  const refusal = refusalIn(words);
  if (refusal === 'denied' || isNotOpposed(words)) return 'stays';
  if (refusal === 'refused' || isNoLonger(words) || endsInNo(words)) return 'no_consent';
  if (NO.has(first) || CROSS.has(first) || first === 'out') return 'no_consent';
  if (words.some((word, at) => LAST_NO.has(word) && /^\d/u.test(words[at + 1] ?? ''))) {
    return 'no_consent';
  }
  const isNegative = NEGATION.has(first) || (first === 'none' && words.length > 1);
  if (isNegative || negates(words, CONSENTING) || isByOtherChannelOnly(words)) return 'no_consent';
  return isYes(words) && !isLimited(words) ? 'stays' : 'undecided';
}

/** "Yes until 3 May", "yes to photos only". */
function isLimited(words: Words): boolean {
  return hasAny(words, DOUBT) || (words.includes('only') && !hasAny(words, PHONE_CHANNEL));
}

/** "Yes by form", "Parent agreed", "WhatsApp", or the date of the consent. */
function isYes(words: Words): boolean {
  const [first = ''] = words;
  const isAlone = words.length === 1 && YES_ALONE.has(first);
  const hasYes = words.some((word) => YES_ANYWHERE.has(word) || MESSAGE_CHANNEL.has(word));
  return YES.has(first) || YES.has(words.at(-1) ?? '') || isAlone || hasYes || isDate(words);
}

/** Reads an answer in a column of opt-outs. */
function optOutAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const refusal = refusalIn(words);
  if (refusal === 'denied') return 'stays';
  if (refusal === 'refused' || isNoLonger(words) || forbidsContact(words)) return 'no_consent';
  if (CROSS.has(first) || first === 'out') return 'no_consent';
  if (NO.has(first) || NEGATION.has(first) || IN.has(first)) return 'stays';
  if (isDate(words)) return 'no_consent';
  if (ALLOWED_WORDS.has(first)) return isAboutContact(words) ? 'stays' : 'undecided';
  const isAlone = words.length === 1 && YES_ALONE.has(first);
  const isAsked = YES.has(first) || ALL.has(first) || isAboutContact(words);
  return isAsked || isAlone ? 'no_consent' : 'undecided';
}

/** "Doesn't mind". */
function isNotOpposed(words: Words): boolean {
  return words.some((word, at) => word === 'mind' && NEGATION.has(words[at - 1] ?? ''));
}

/** "Email only". */
function isByOtherChannelOnly(words: Words): boolean {
  return words.includes('only') && hasAny(words, OTHER_CHANNEL) && !hasAny(words, PHONE_CHANNEL);
}

const STAYS: ReadonlySet<string> = new Set([...CURRENT, ...PAYS, 'registered', 'playing']);
const OTHER: ReadonlySet<string> = new Set(['another', 'other', 'different']);

/** Reads a membership status. */
function statusAnswer(words: Words): Answer {
  const own = withoutSubject(words);
  const [first = ''] = own;
  // In "No, left in May", the "no" does not negate "left".
  const before = words.slice(0, words.length - own.length);
  const isDenied = before.some((word) => NEGATION.has(word) && word !== 'no');
  if (isDenied && GONE.has(first)) return 'stays';
  if (hasAny(words, OPT_OUT) || forbidsContact(words) || negates(words, [CONSENT])) {
    return 'no_consent';
  }
  // "Not yet active" is a new member.
  if (words.includes('yet') && !isNoLonger(words)) return 'undecided';
  if (isNoLonger(words) || negates(words, [CURRENT, PLAYING])) return 'left_club';
  if (hasAny(words, BACK_AGAIN)) return 'undecided';
  if (isGone(own) || isElsewhere(words)) return 'left_club';
  if (words.join(' ') === 'past due') return 'stays';
  return STAYS.has(first) && !isDenied && !isOverSoon(words) ? 'stays' : 'undecided';
}

/** "Active until June", "was active", "active (left in May)". */
function isOverSoon(words: Words): boolean {
  return words.some((word) => GONE.has(word) || OVER.has(word));
}

const OVER: ReadonlySet<string> = new Set(['until', 'till', 'was', 'were', 'then']);

/** Reads an answer in a column of members who left. */
function leftAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const answer = statusAnswer(words);
  if (answer !== 'undecided') return answer;
  if (CROSS.has(first)) return 'left_club';
  if (NO.has(first) || NEGATION.has(first)) return 'stays';
  return YES.has(first) || isDate(words) ? 'left_club' : 'undecided';
}

/** Reads an answer in a column of current members. */
function currentAnswer(words: Words): Answer {
  const [first = ''] = words;
  if (isOpenChoice(words) || isNotKnown(words)) return 'undecided';
  const answer = statusAnswer(words);
  if (answer !== 'undecided') return answer;
  if (words.includes('yet')) return 'undecided';
  if (NO.has(first) || NEGATION.has(first) || first === 'cross') return 'left_club';
  return YES.has(first) ? 'stays' : 'undecided';
}

/**
 * The words from the status on: "left" in "The player has now left". A "not" before it is not included.
 */
function withoutSubject(words: Words): Words {
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
