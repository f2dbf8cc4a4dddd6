import { parseAgeGroup } from '../values/age-group.ts';
import type { NotAName, NameDoubt } from '../parsed.ts';
import { isTitle } from './full-name.ts';

/** Whose name a text is. A team may have any marks in it, a person hardly. */
export type NameKind = 'person' | 'team';

/** `https://…`, and the schemes that need no slashes. */
const SCHEME =
  /(?:[a-z][a-z\d+.-]*:\/\/|(?<![\p{L}\p{N}])(?:https?|ftp|mailto|javascript|data|tel|sms|file|whatsapp):)\S*/iu;

/** `www.…`, and a host with a path behind it. */
const HOST_AND_PATH =
  /(?<![\p{L}\p{N}])(?:www\.\S+|(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?\/\S*)/iu;

/**
 * A host alone: `club.example`. Its last part begins with a small letter, which sets it apart from
 * `St.John`, and is no particle of a last name, as in `Chr.van Dijk`.
 */
const HOST =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]+)*\.(?!(?:van|von|der|den|de|da|di|du|del|la|le|ten|ter|zu)\s)(?:\p{Ll}{2,}|COM|NET|ORG|INFO|BIZ|UK)(?![\p{L}\p{N}.])/u;

const AT_SIGN = /\S*@\S*/u;

/** With what people put between the digits of a number or a date. */
const DIGITS = /\p{Nd}(?:[\s()./-]*\p{Nd})*/gu;

/** Fewer stand in the names of teams: `FC 1878`. */
const FEWEST_DIGITS = 5;

const TAG = /<(?:[a-z!?/][^<>]*>?)/iu;

/** The fields of a form or a mail merge, as the programs that fill them write them. */
const MERGE_FIELD =
  /\$?\{+[^{}]*\}+|\[+[^[\]]*\]+|«[^«»]*»|<<[^<>]*>>|%\p{L}[\p{L}\p{N}_ ]*%|\$\p{L}[\p{L}\p{N}_]*|#{1,2}\p{L}[\p{L}\p{N}_]*#{1,2}/u;

/** What is left of a field, a tag or a code: no name has these. */
const MARK = /\{+|\}+|[[\]«»<>\\]/u;

const LETTER = /\p{L}/u;

/**
 * Why a text is nobody's name, and no team's: a column has slipped, a form was never filled in, or
 * somebody means mischief. Null where it may be one.
 *
 * @param name as it would stand in the message, on one line
 */
export function nameFault(name: string): NotAName | null {
  // Letters and signs of double width are read by people and phones as the ordinary ones.
  const text = name.normalize('NFKC');
  const found = (why: NotAName['why'], pattern: RegExp): NotAName | null => {
    const match = pattern.exec(text)?.[0];
    return match === undefined ? null : { code: 'not_a_name', why, found: match };
  };
  return (
    found('merge_mark', MERGE_FIELD) ??
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

function manyDigits(text: string): NotAName | null {
  const numbers = text.match(DIGITS) ?? [];
  const digits = numbers.join('').replace(/\P{Nd}/gu, '').length;
  if (digits < FEWEST_DIGITS) return null;
  const [found = ''] = numbers.toSorted((a, b) => b.length - a.length);
  return { code: 'not_a_name', why: 'digits', found };
}

/** Letters, what joins, shortens or sets apart the parts of a person's name, and the numbers of namesakes. */
const OF_A_PERSON = /^[\p{L}\p{M}\p{N}\p{Zs}\p{Pd}'’‘ʼʻ´"“”„.,()&+/·・׳״]*$/u;

/** More words or characters than these make a sentence. */
const MOST_WORDS = 8;
const MOST_CHARACTERS = 60;

/** What somebody is to the child, in place of a name. */
const FAMILY_ROLE = /^(?:mum|mom|mummy|dad|daddy|mother|father|parent|guardian|carer)s?$/iu;

/** Nearly every name, which needs no table of letters to be looked up. */
const LETTERS_ALONE = /^[A-Za-z' -]+$/u;

/** Why a person should look at a name that may be one; null for all that are beyond doubt. */
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
  // So many words have at least as many spaces between them.
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
