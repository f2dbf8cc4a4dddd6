import { hasAny, type Words } from './phrases.ts';
import { headingWords } from './read-words.ts';
import {
  ABOUT_LEAVING,
  ABOUT_STATUS,
  ADVERTISING,
  AGENT,
  CHILD,
  CIRCUMSTANCE,
  CONSENT,
  CONTACT,
  CONTACTED,
  CURRENT,
  FORMER,
  GONE,
  HAS_STATE,
  MESSAGE_CHANNEL,
  NEGATION,
  NEUTRAL,
  OPT_OUT,
  OTHER_CHANNEL,
  PARENT,
  PHONE_CHANNEL,
  PLAYER,
  QUESTION_WORD,
  REFUSAL,
  TOPIC,
  WILLING,
} from './vocabulary.ts';

/**
 * The kind of a column, which determines what its answers mean for a row.
 *
 * - `consent`: a no excludes the row.
 * - `opt_out`: a yes excludes it; with `_reason`, any text does.
 * - `status`: words such as "left" or "inactive" exclude it.
 * - `current`: a no excludes it.
 * - `left`: a yes excludes it; with `_reason`, any text does. `left_alone` is the heading "Left" alone,
 *   which may also be about the foot a player plays with.
 */
export type ExclusionColumn =
  | 'consent'
  | 'opt_out'
  | 'opt_out_reason'
  | 'status'
  | 'current'
  | 'left'
  | 'left_reason'
  | 'left_alone';

/** Why a list excludes one of its rows. */
export type Exclusion = 'no_consent' | 'left_club';

/**
 * What a cell says about its row. `stays`: the row is not excluded. `undecided`: a person has to decide.
 */
export type Answer = Exclusion | 'stays' | 'undecided';

/** Why the rows of a column are left out, where its cells are unclear or an operator says so. */
export function exclusionIn(column: ExclusionColumn): Exclusion {
  return CONSENT_COLUMNS.has(column) ? 'no_consent' : 'left_club';
}

const CONSENT_COLUMNS: ReadonlySet<ExclusionColumn> = new Set([
  'consent',
  'opt_out',
  'opt_out_reason',
]);

/**
 * Enough for a question with its small print. Longer text is not a heading, and would take long to read.
 */
const LONGEST_READ = 1000;

/** The number of a question in a form. */
const QUESTION_NUMBER = /^\s*(?:q(?:uestion)?\s*)?\d+\s*[.):]\s*/iu;
const YES_OR_NO = /\b(?:y(?:es)?|true) (?:(?:and|or) )?(?:no?|false)\b/u;

/** What a column with this heading says about messages or membership; null if nothing. */
export function exclusionColumn(heading: string): ExclusionColumn | null {
  const asked = heading.slice(0, LONGEST_READ).replace(QUESTION_NUMBER, '');
  const joined = asked.replace(/[&+,;/|]/gu, ' and ');
  const text = headingWords(joined).join(' ');
  const isQuestion = /\?[\s*]*$/u.test(heading) || YES_OR_NO.test(text);
  const words = text
    .replace(YES_OR_NO, '')
    .split(' ')
    .filter((word) => word !== '');
  return consentIn(words, isQuestion) ?? membershipIn(words);
}

function consentIn(words: Words, isQuestion: boolean): ExclusionColumn | null {
  const count = (some: ReadonlySet<string>): number => words.filter((one) => some.has(one)).length;
  const subject = subjectOf(words);
  // "Consent given by" is a column of names.
  if (subject === 'other' || words.at(-1) === 'by') return null;
  const negations = negationsIn(words);
  const isAsked = count(CONSENT) + count(OPT_OUT) > 0;
  const isAskedAboutContact =
    subject === 'contact' &&
    !QUESTION_WORD.has(words[0] ?? '') &&
    (count(REFUSAL) + negations > 0 ||
      (count(WILLING) > 0 && count(NUMBER) === 0) ||
      isAboutMarketing(words) ||
      // "WhatsApp?": whether they have it or want it.
      (isQuestion && words.length === 1 && ASKED_ALONE.has(words[0] ?? '')));
  const isAskedAboutData = subject === 'nothing' && isAboutDataProtection(words);
  if (!isAsked && !isAskedAboutContact && !isAskedAboutData) return null;
  const isOptOut = (negations + count(OPT_OUT) + count(REFUSAL)) % 2 === 1;
  if (count(REASON) > 0) return isOptOut ? 'opt_out_reason' : null;
  if (isOptOut) return 'opt_out';
  // "Contact my child directly": messages go to a parent, so this is no consent.
  return isToChild(words) ? null : 'consent';
}

const ASKED_ALONE: ReadonlySet<string> = new Set([...MESSAGE_CHANNEL, 'marketing']);

/** "Marketing status" has answers; "Marketing" alone may hold anything. */
function isAboutMarketing(words: Words): boolean {
  return words.includes('marketing') && words.length > 1;
}

/** "GDPR", "Data protection form returned": without a no there, the club may not write at all. */
function isAboutDataProtection(words: Words): boolean {
  return (
    words.includes('gdpr') ||
    words.some((word, at) => word === 'data' && words[at + 1] === 'protection')
  );
}

const NUMBER: ReadonlySet<string> = new Set(['number', 'numbers']);
const REASON: ReadonlySet<string> = new Set(['reason', 'reasons', 'why']);

/** "no" is a negation in "No contact"; in "Contact No" it stands for "number". */
function negationsIn(words: Words): number {
  return words.filter((word, at) => {
    if (word !== 'no') return NEGATION.has(word);
    const next = words[at + 1] ?? '';
    const negates = [CONSENT, REFUSAL, OPT_OUT].some((some) => some.has(next)) || isContact(next);
    return negates && !words.slice(0, at).some(isContact);
  }).length;
}

function isContact(word: string): boolean {
  return CONTACT.has(word) || PHONE_CHANNEL.has(word);
}

function isToChild(words: Words): boolean {
  const contact = words.findIndex(isContact);
  const next = words.slice(contact + 1).find((word) => !NEUTRAL.has(word));
  return contact !== -1 && next !== undefined && CHILD.has(next);
}

type Subject = 'contact' | 'other' | 'nothing';

/** What the consent is for: to be contacted, something else, or nothing that is named. */
function subjectOf(words: Words): Subject {
  const subjects: Subject[] = [];
  // In "photos on our website and WhatsApp", the part after the "and" is a place too.
  let placed: Subject | null = null;
  for (const part of partsOf(words)) {
    const place = placeIn(part);
    const named: Subject = placed ?? subjectNamed(place === null ? part : part.slice(0, place));
    const isByOtherChannel = hasAny(part, OTHER_CHANNEL) && !hasAny(part, PHONE_CHANNEL);
    subjects.push(isByOtherChannel || hasAny(part, ADVERTISING) ? 'other' : named);
    if (place !== null) placed = named;
  }
  if (subjects.includes('contact')) return 'contact';
  return subjects.includes('other') ? 'other' : 'nothing';
}

function partsOf(words: Words): readonly Words[] {
  return words
    .join(' ')
    .split(/\b(?:and|or)\b/u)
    .map((part) => part.split(' ').filter((word) => word !== ''));
}

/** The position in a part from which it says how, where or when; null if it does not. */
function placeIn(part: Words): number | null {
  const at = part.findIndex(
    (word, index) => CIRCUMSTANCE.has(word) && part.slice(0, index).some(isNamed),
  );
  return at === -1 ? null : at;
}

function isNamed(word: string, at: number, words: Words): boolean {
  return kindOf(word, at, words) !== 'neutral';
}

function subjectNamed(part: Words): Subject {
  const action = part.slice(
    Math.max(
      part.findLastIndex((word) => AGENT.has(word)),
      0,
    ),
  );
  const actionKinds = action.map(kindOf);
  // "Anytown FC may contact me" is about contact, not about the town; "photos may be used" is about
  // photos.
  const kinds = actionKinds.includes('contact') ? actionKinds : part.map(kindOf);
  if (kinds.includes('other')) return 'other';
  if (kinds.includes('contact')) return 'contact';
  return kinds.every((kind) => kind === 'neutral') ? 'nothing' : 'other';
}

type Kind = 'contact' | 'other_channel' | 'topic' | 'other' | 'neutral';

function kindOf(word: string, at: number, words: Words): Kind {
  if (isContact(word)) return 'contact';
  if (CONTACTED.has(word)) return words.slice(0, at).some(isPassive) ? 'contact' : 'other';
  if (OTHER_CHANNEL.has(word)) return 'other_channel';
  if (TOPIC.has(word)) return 'topic';
  return NEUTRAL_SETS.some((some) => some.has(word)) || isYearOrFirst(word) ? 'neutral' : 'other';
}

const NEUTRAL_SETS = [
  CONSENT,
  WILLING,
  OPT_OUT,
  REFUSAL,
  NEGATION,
  CHILD,
  PLAYER,
  PARENT,
  NEUTRAL,
  CIRCUMSTANCE,
  AGENT,
] as const;

function isPassive(word: string): boolean {
  return word === 'be' || word === 'being';
}

/** 2 is the second parent, who gets no messages; 2026 and 27 are years of a season. */
function isYearOrFirst(word: string): boolean {
  return word === '1' || (/^\d+$/u.test(word) && Number(word) >= 20);
}

function membershipIn(words: Words): ExclusionColumn | null {
  const others = words.filter((word) => !isPerson(word));
  const named = others.filter((word) => word !== 'state' || !hasAny(words, HAS_STATE));
  if (words.includes('status') || named.length < others.length) {
    const isOfPerson = named.every((word) => STATUS.some((some) => some.has(word)));
    return isOfPerson ? 'status' : null;
  }
  const isNegated = hasAny(words, NEGATION);
  const isGone = hasAny(words, GONE) || (hasAny(words, FORMER) && words.some(isPerson));
  const isCurrent = isAboutCurrent(words) || (isNegated && hasAny(words, NO_LONGER));
  const isAboutLeaving = others.every((word) => LEAVING.some((some) => some.has(word)));
  if (isGone === isCurrent || !isAboutLeaving) return null;
  if (isGone === isNegated) return 'current';
  if (words.join() === 'left') return 'left_alone';
  return hasAny(words, REASON) ? 'left_reason' : 'left';
}

function isPerson(word: string): boolean {
  return CHILD.has(word) || PLAYER.has(word) || PARENT.has(word) || isYearOrFirst(word);
}

/** "Status (Active/Left)" lists its values. */
const STATUS = [ABOUT_STATUS, GONE, CURRENT] as const;
const LEAVING = [ABOUT_LEAVING, NEGATION, GONE, FORMER, CURRENT] as const;
const NO_LONGER: ReadonlySet<string> = new Set(['longer', 'playing']);

/**
 * Whether a heading asks if somebody is still a member. Not for registrations, since an invite asks for one
 * that is not active, nor for "Current team", which is a name.
 */
function isAboutCurrent(words: Words): boolean {
  const at = words.findIndex((word) => CURRENT.has(word));
  const isOfThing = words[at] === 'current' && ABOUT_LEAVING.has(words[at + 1] ?? '');
  return at !== -1 && !isOfThing && !words.includes('registration');
}
