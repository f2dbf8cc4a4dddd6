import {
  CONTACT,
  MESSAGE_CHANNEL,
  NEGATION,
  NOT_KNOWN,
  NO_OBJECTION,
  LAST_NO,
  OPT_OUT,
  REFUSAL,
  YES,
} from './vocabulary.ts';

/** The words of a cell, in order. */
export type Words = readonly string[];

export function hasAny(words: Words, some: ReadonlySet<string>): boolean {
  return words.some((word) => some.has(word));
}

/** Words for contact. */
const CONTACT_WORDS: readonly ReadonlySet<string>[] = [
  CONTACT,
  MESSAGE_CHANNEL,
  new Set(['contacted']),
];

/** "Yes/No": neither option was removed. */
export function isOpenChoice(words: Words): boolean {
  const [first = '', second = '', third = ''] = words;
  const last = second === 'or' || second === 'and' ? third : second;
  return YES.has(first) && (last === 'no' || last === 'n') && words.at(-1) === last;
}

/** "Not sure", "never asked", "to be confirmed". */
export function isNotKnown([first, ...rest]: Words): boolean {
  if (first === 'to') return rest[0] === 'be';
  return (
    (first === 'not' || first === 'never') && rest.slice(0, 2).some((one) => NOT_KNOWN.has(one))
  );
}

/** "No problem". */
export function isNoObjection([first, second = '']: Words): boolean {
  return first === 'no' && NO_OBJECTION.has(second);
}

/** "Mum said no", "rather not", "prefer not to". */
export function endsInNo(words: Words): boolean {
  const last = words.at(-1) === 'to' ? words.at(-2) : words.at(-1);
  return LAST_NO.has(last ?? '');
}

/**
 * Whether a "not" stands at most three words before one of these words, or a "no" directly before it.
 */
export function negates(words: Words, what: readonly ReadonlySet<string>[]): boolean {
  return words.some((word, at) => {
    const next = words[at + 1] ?? '';
    if (!NEGATION.has(word) || REFUSAL.has(next) || NO_OBJECTION.has(next) || next === 'mind') {
      return false;
    }
    const reach = word === 'no' && !MORE.has(next) ? 1 : 3;
    return words.slice(at + 1, at + 1 + reach).some((one) => what.some((some) => some.has(one)));
  });
}

const MORE: ReadonlySet<string> = new Set(['more', 'further', 'longer']);

/** "Do not contact", "no more messages". */
export function forbidsContact(words: Words): boolean {
  return negates(words, CONTACT_WORDS);
}

export function isAboutContact(words: Words): boolean {
  return words.some((word) => CONTACT_WORDS.some((some) => some.has(word)));
}

/** "No longer", "no more". */
export function isNoLonger(words: Words): boolean {
  return words.some((word, at) => word === 'no' && MORE.has(words[at + 1] ?? ''));
}

/**
 * `refused`: a word withdraws consent. `denied`: such a word is negated, as in "never withdrawn". Null
 * if there is none.
 */
export function refusalIn(words: Words): 'refused' | 'denied' | null {
  let found: 'denied' | null = null;
  for (const [at, word] of words.entries()) {
    if (!REFUSAL.has(word) && !OPT_OUT.has(word)) continue;
    const isDenied = words.slice(Math.max(at - 2, 0), at).some((one) => NEGATION.has(one));
    if (!isDenied) return 'refused';
    found = 'denied';
  }
  return found;
}

const YEAR = /^(?:19|20)\d\d$/u;
const DAY_WRITTEN_TOGETHER = /^(?:19|20)\d{6}$/u;
const MONTH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/u;

/** Whether the words include a day, a month of a year, or a year. */
export function isDate(words: Words): boolean {
  return words.some((word, at) => {
    if (YEAR.test(word) || DAY_WRITTEN_TOGETHER.test(word)) return true;
    const around = [words[at - 1] ?? '', words[at + 1] ?? ''];
    if (MONTH.test(word)) return around.some((one) => isShortNumber(one));
    return isShortNumber(word) && around.every((one) => isShortNumber(one));
  });
}

function isShortNumber(word: string): boolean {
  return /^\d{1,2}$/u.test(word);
}

/** "0000-00-00" and "00/01/1900", which programs write for an empty date. */
export function isNoDate([first = '', second = '', third = '']: Words): boolean {
  const isNumbers = [first, second, third].every((word) => /^\d+$/u.test(word));
  return isNumbers && (/^0+$/u.test(first) || /^0+$/u.test(second));
}
