/** Contractions and abbreviations, as they are written with and without an apostrophe. */
const FULL_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bcan(?:no|'?)t\b/gu, 'can not'],
  [/\bwon'?t\b/gu, 'will not'],
  [/\b(?:ain'?t)\b/gu, 'is not'],
  [/\bd(?:o?nt|on't)\b/gu, 'do not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n'?t\b/gu, '$1 not'],
  [/\b(he|she|it|that|who|what|where|there)'s\b/gu, '$1 is'],
  [/\b(he|she|who|that)s\b/gu, '$1 is'],
  [/\b(i|we|you|they)'?ve\b/gu, '$1 have'],
  [/\b(\w+)'ll\b/gu, '$1 will'],
  [/\b(\w+)'re\b/gu, '$1 are'],
  [/\b(\w+)'d\b/gu, '$1 would'],
  [/\bi'?m\b/gu, 'i am'],
  [/\b(\w+)'s\b/gu, '$1 is'],
  [/\b(?:thx|thanx|tnx|ta|thank ?you|thank u|cheers)\b/gu, 'thanks'],
  [/\bany ?more\b/gu, 'any more'],
  [/\bu\b/gu, 'you'],
];

/** Lower-case words, as `wordsOf` gives them, with contractions and abbreviations in full. */
export function inFullWords(words: string): string {
  return FULL_FORMS.reduce((text, [short, full]) => text.replace(short, full), words);
}

/** A pattern of whole words, in which `...` stands for up to four words, or none. */
export function phrase(pattern: string): RegExp {
  return new RegExp(String.raw`\b(?:${pattern.replaceAll(' ... ', ' (?:\\S+ ){0,4}')})\b`, 'gu');
}

/** The words with each of these phrases left out. */
export function withoutPhrases(words: string, phrases: readonly RegExp[]): string {
  // A mark in its place, so that the words around it do not become a phrase of their own.
  return phrases.reduce((text, one) => text.replace(one, '…'), words);
}
