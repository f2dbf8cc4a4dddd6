import { wordsOf } from '../record/cell/words.ts';

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
  [/\b(?:u|yu|yous|youse)\b/gu, 'you'],
  [/\br\b/gu, 'are'],
  [/\bur\b/gu, 'your'],
  [/\b(?:wot|wat)\b/gu, 'what'],
  [/\bwen\b/gu, 'when'],
  [/\b(what|where|how|when)s\b/gu, '$1 is'],
  [/\b(?:pls|plz|plse)\b/gu, 'please'],
  [/\bdunno\b/gu, 'do not know'],
  [/\bgonna\b/gu, 'going to'],
  [/\bwanna\b/gu, 'want to'],
  [/\bil\b/gu, 'i will'],
  [/\bmsg\b/gu, 'message'],
  [/\brdy\b/gu, 'ready'],
];

/** Lower-case words, as `wordsOf` gives them, with contractions and abbreviations in full. */
export function inFullWords(words: string): string {
  return FULL_FORMS.reduce((text, [short, full]) => text.replace(short, full), words);
}

/** The sentences of a text in full words, each once. */
export function sentencesIn(text: string): readonly string[] {
  const sentences = new Set(text.split(/[.!?;\n]+/u).map(wordsOf));
  sentences.delete('');
  return [...sentences].map(inFullWords);
}

/** A pattern of whole words, in which `...` stands for up to four words, or none. */
export function phrase(pattern: string): RegExp {
  return new RegExp(String.raw`\b(?:${pattern.replaceAll(' ... ', ' (?:\\S+ ){0,4}')})\b`, 'gu');
}

/** Like `phrase`, for a search that needs only the first match. */
export function sign(pattern: string): RegExp {
  return new RegExp(phrase(pattern).source, 'u');
}

/** A text without spaces, skin tones and marks that no screen shows. */
export function symbolsIn(text: string): string {
  return text.replace(/[\p{Emoji_Modifier}\p{Default_Ignorable_Code_Point}\p{Cf}\s]+/gu, '');
}

/** The words with each of these phrases left out. */
export function withoutPhrases(words: string, phrases: readonly RegExp[]): string {
  // A mark in its place, so that the words around it do not become a phrase of their own.
  return phrases.reduce((text, one) => text.replace(one, '…'), words);
}
