import type { NotAName, NameDoubt } from '../parsed.ts';
import { parseAgeGroup } from '../values/age-group.ts';
import { isTitle } from './full-name.ts';

/** Whose name a text is. Team names may have characters that names of people do not have. */
export type NameKind = 'person' | 'team';

/** A URL with a scheme: `https://…`, or one of the schemes that need no slashes. */
const SCHEME =
  /(?:[a-z][a-z\d+.-]*:\/\/|(?<![\p{L}\p{N}])(?:https?|ftp|mailto|javascript|data|tel|sms|file|whatsapp):)\S*/iu;

/** `www.…`, or a host followed by a path. */
const HOST_AND_PATH =
  /(?<![\p{L}\p{N}])(?:www\.\S+|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?\/\S*)/iu;

/**
 * A host alone: `club.example`. The last label must begin with a small letter, unlike `St.John`,
 * and must not be a particle of a last name, as in `Chr.van Dijk`.
 */
const HOST =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]+)*\.(?!(?:van|von|der|den|de|da|di|du|del|la|le|ten|ter|zu)\s)(?:\p{Ll}{2,}|COM|NET|ORG|INFO|BIZ|UK)(?![\p{L}\p{N}.])/u;

const AT_SIGN = /\S*@\S*/u;

/** Digits with the separators that people use in numbers and dates. */
const DIGITS = /\p{Nd}(?:[\s()./-]*\p{Nd})*/gu;

/** Team names can have fewer: `FC 1878`. */
const FEWEST_DIGITS = 5;

const TAG = /<(?:[a-z!?/][^<>]*>?)/iu;

/** Placeholders of forms and mail merges, in the notation of common programs. */
const MERGE_FIELD =
  /\$?\{+[^{}]*\}+|\*?\|+[^|]+\|+\*?|‹[^‹›]*›|\^\p{L}[\p{L}\p{N}_ ]*\^|\[+[^[\]]*\]+|«[^«»]*»|<<[^<>]*>>|%\p{L}[\p{L}\p{N}_ ]*%|\$\p{L}[\p{L}\p{N}_]*|#{1,2}\p{L}[\p{L}\p{N}_]*#{1,2}/u;

/** Remains of a placeholder, a tag or code. Names do not have these characters. */
const MARK = /\{+|\}+|[[\]«»<>\\]/u;

const LETTER = /\p{L}/u;

/** A heading, or the hint of a form, in place of a name: `First Name`, `Enter name`. */
const NAME_OF_A_FIELD =
  /^(?:(?:your|the|enter|insert|type|player|child|parent|guardian|carer|team|manager|coach|contact|first|last|middle|full|family|given|preferred)(?:['’]?s)? )*(?:first|last|full)?(?:name|surname|forename)(?: here)?$/iu;

/**
 * Why a text cannot be a name: the column is wrong, a form was not filled in, or the text was made
 * to mislead. Null if it can be a name.
 *
 * @param name as it appears in the message, on one line
 */
export function nameFault(name: string): NotAName | null {
  // Full-width characters look like the ordinary ones to people and phones.
  const text = name.normalize('NFKC');
  const found = (why: NotAName['why'], pattern: RegExp): NotAName | null => {
    const match = pattern.exec(text)?.[0];
    return match === undefined ? null : { code: 'not_a_name', why, found: match };
  };
  return (
    unfilledField(name) ??
    found('tag', TAG) ??
    found('email_address', AT_SIGN) ??
    found('link', SCHEME) ??
    found('link', HOST_AND_PATH) ??
    found('link', HOST) ??
    manyDigits(text) ??
    found('merge_mark', MARK) ??
    (LETTER.test(text) ? null : { code: 'not_a_name', why: 'no_letter', found: name })
  );
}

/** A field of a form or a mail merge that was not filled in; null for any other text. */
export function unfilledField(name: string): NotAName | null {
  const text = name.normalize('NFKC');
  const found = (MERGE_FIELD.exec(text) ?? NAME_OF_A_FIELD.exec(text))?.[0];
  return found === undefined ? null : { code: 'not_a_name', why: 'merge_mark', found };
}

function manyDigits(text: string): NotAName | null {
  const numbers = text.match(DIGITS) ?? [];
  const digits = numbers.join('').replace(/\P{Nd}/gu, '').length;
  if (digits < FEWEST_DIGITS) return null;
  const [found = ''] = numbers.toSorted((a, b) => b.length - a.length);
  return { code: 'not_a_name', why: 'digits', found };
}

/** Letters, digits (`John 2`), and the punctuation used in names of people. */
const OF_A_PERSON = /^[\p{L}\p{M}\p{N}\p{Zs}\p{Pd}'’‘ʼʻ´"“”„.,()&+/·・׳״]*$/u;

/** A text with more words or characters is a sentence, not a name. */
const MOST_WORDS = 8;
const MOST_CHARACTERS = 60;

/** A relation to the child in place of a name. */
const FAMILY_ROLE = /^(?:mum|mom|mummy|dad|daddy|mother|father|parent|guardian|carer)s?$/iu;

/** Matches nearly every name, and needs no Unicode tables. */
const LETTERS_ALONE = /^[A-Za-z' -]+$/u;

/** Why a person should look at a name before it is sent; null if there is no reason to. */
export function nameDoubt(name: string, kind: NameKind): NameDoubt | null {
  if (isAsLongAsASentence(name)) return { code: 'name_unusual', why: 'long' };
  if (kind === 'team') return null;
  if (isTitleAlone(name)) return { code: 'title_without_name' };
  if (parseAgeGroup(name).ok) return { code: 'name_unusual', why: 'age_group' };
  return LETTERS_ALONE.test(name) || OF_A_PERSON.test(name)
    ? null
    : { code: 'name_unusual', why: 'marks' };
}

function isAsLongAsASentence(name: string): boolean {
  // This many words need at least this many characters.
  if (name.length <= 2 * MOST_WORDS) return false;
  return name.length > MOST_CHARACTERS || name.split(' ').length > MOST_WORDS;
}

const FIRST_WORD = /^(?:the )?(?<word>\p{L}{2,10}\.?)(?:[\s&+/,]|$)/iu;

/** `Mr & Mrs`, `Mum and Dad`, `Parent 1`. */
function isTitleAlone(name: string): boolean {
  const first = FIRST_WORD.exec(name)?.groups?.['word'];
  if (first === undefined || !isTitleOrRole(first)) return false;
  const words = name.split(/[\s&+/,\p{N}]+/u).filter((word) => !/^(?:and|the|)$/iu.test(word));
  return words.every(isTitleOrRole);
}

function isTitleOrRole(word: string): boolean {
  return isTitle(word) || FAMILY_ROLE.test(word);
}
