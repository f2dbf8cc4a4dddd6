import { CLUB_NAME as CLUB } from '../club.ts';
import { isOver, parseSeason } from '../record/values/season.ts';

const [FIRST = '', SECOND = ''] = CLUB.split(' ');

/** A fault in a template's own words that a person should look at before it is sent. */
export type TemplateWarning =
  | { readonly code: 'club_misspelt'; readonly found: string }
  | { readonly code: 'club_missing' }
  /** A season or year in the text, instead of a variable. */
  | { readonly code: 'season_written'; readonly season: string; readonly isOld: boolean }
  | { readonly code: 'link_written'; readonly link: string };

/**
 * Checks the words of a template: the club's name misspelt or missing, a season or year, a link. The
 * registered text has none of these.
 */
export function lintTemplate(body: string, now: Date): readonly TemplateWarning[] {
  const words = body.replace(/\{\{[^{}]*\}\}/gu, '·');
  const misspelt = misspeltClubs(words);
  const isNamed = words.includes(CLUB) || misspelt.length > 0;
  return [
    ...misspelt.map((found): TemplateWarning => ({ code: 'club_misspelt', found })),
    ...(isNamed ? [] : [{ code: 'club_missing' } as const]),
    ...seasonsIn(words).map((season): TemplateWarning => ({
      code: 'season_written',
      season,
      isOld: isOld(season, now),
    })),
    ...linksIn(words).map((link): TemplateWarning => ({ code: 'link_written', link })),
  ];
}

/** Misspellings of the club's name: as two words, as one word, or of its first word alone. */
export function misspeltClubs(words: string): readonly string[] {
  const found = new Set<string>();
  const pairs = words.matchAll(
    /(?=(?<!\p{L})(?<first>\p{L}+)(?<gap>[ \u00A0]+)(?<second>\p{L}+))/gu,
  );
  for (const { groups } of pairs) {
    const { first = '', gap = '', second = '' } = groups ?? {};
    const pair = first + gap + second;
    if (pair !== CLUB && isFirstWord(first) && isSecondWord(second)) found.add(pair);
  }
  for (const [word] of words.matchAll(/\p{L}+/gu)) {
    const isPart = [...found].some((pair) => pair.split(/[ \u00A0]/u).includes(word));
    const isNearly = isFirstWord(word) || changesBetween(word, CLUB) <= 2;
    if (!isPart && word !== FIRST && isNearly) found.add(word);
  }
  return [...found];
}

/** At an edit distance of 2 the first letter must be right: `Preston` is another club. */
function isFirstWord(word: string): boolean {
  const changes = changesBetween(word, FIRST);
  return changes <= 1 || (changes === 2 && /^u/iu.test(word));
}

function isSecondWord(word: string): boolean {
  return changesBetween(word, SECOND) <= 1 || lettersOf(word) === lettersOf(SECOND);
}

function lettersOf(word: string): string {
  return Array.from(word.toLowerCase()).toSorted().join('');
}

function seasonsIn(words: string): readonly string[] {
  const written = words.matchAll(/\b20\d{2}(?:\s*[-/\u2010-\u2015]\s*(?:20)?\d{2}\b)?(?!\d)/gu);
  return [...new Set([...written].map(([season]) => season))];
}

function isOld(season: string, now: Date): boolean {
  const parsed = parseSeason(season);
  return parsed.ok ? isOver(parsed.value, now) : Number(season.slice(0, 4)) < now.getUTCFullYear();
}

/** The links in a text, without the marks behind them. */
export function linksIn(words: string): readonly string[] {
  const written = words.matchAll(
    /(?:https?:\/\/|\bwww\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|uk|io|ly|app|link)\b\S*/giu,
  );
  return [...new Set([...written].map(([link]) => link.replace(/[.,;:!?)]+$/u, '')))];
}

/** The Levenshtein distance, ignoring case. */
function changesBetween(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, wanted] of Array.from(b).entries()) {
      const swap = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
