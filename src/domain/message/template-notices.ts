import { CLUB_NAME } from '../club.ts';
import { linksIn, misspeltClubs } from './template-lint.ts';

/** What a template does not say to the people who get it. */
export type MissingNotice = 'sender_unnamed' | 'stop_unexplained' | 'privacy_notice_missing';

export type NoticeWarning = {
  readonly code: MissingNotice;
  /** The length of the template's text, in characters. */
  readonly length: number;
};

/** How to get no more messages. */
const STOP: readonly RegExp[] = [
  /\b(?:reply|text|send|answer|write|say|type|message|with|word)\b[^.!?\n]{0,40}\bstop\b/iu,
  /\bstop\b[^.!?\n]{0,40}\b(?:messages?|messaging|texts?|hearing|receiving|opt|unsubscribe|end)\b/iu,
  /\bopt(?:ing)?[\s-]?out\b|\bunsubscrib/iu,
  /\b(?:no (?:more|further)|rather not|prefer not|(?:don['\u2019]t|do not) (?:want|wish))\b[^.!?\n]{0,60}\b(?:messages?|texts?|hear|contact\w*|whatsapp)\b/iu,
];

/** Words for a privacy notice, and for the place where it can be read. */
const PRIVACY =
  /\bprivacy\b|\bdata protection\b|\bhow we (?:use|look after|handle|keep|protect|store)\b[^.!?\n]{0,30}\b(?:data|information|details)\b/iu;
const PLACE =
  /\b(?:web[\s-]?site|web[\s-]?page|notice[\s-]?board|registration form|club[\s-]?house)\b/iu;

/**
 * What a template leaves out of who writes, how to stop, and where the privacy notice is. Marketing has to say the
 * first two (PECR regulation 23, UK GDPR article 21(4)). The third is how parents learn what articles 13 and 14 of
 * the UK GDPR ask for.
 */
export function missingNotices(body: string): readonly NoticeWarning[] {
  const isNamed = body.includes(CLUB_NAME) || misspeltClubs(body).length > 0;
  const saysStop = STOP.some((pattern) => pattern.test(body));
  const hasPlace = PLACE.test(body) || linksIn(body).length > 0;
  const codes: readonly MissingNotice[] = [
    ...(isNamed ? [] : (['sender_unnamed'] as const)),
    ...(saysStop ? [] : (['stop_unexplained'] as const)),
    ...(PRIVACY.test(body) && hasPlace ? [] : (['privacy_notice_missing'] as const)),
  ];
  return codes.map((code) => ({ code, length: body.length }));
}
