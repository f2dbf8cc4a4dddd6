import { wordsOf } from '../../record/cell/words.ts';
import { inFullWords, phrase, sign, symbolsIn, withoutPhrases } from '../reply-words.ts';

/*
 * What most parents write: a question, that they are ready, or thanks. What is quoted counts for none of
 * these, since it is what somebody else said.
 */

type EverydayKind = 'question' | 'ready' | 'thanks' | 'other';

/** The everyday kind of a text. A question comes before the rest, since it waits for an answer. */
export function everydayKindOf(text: string): EverydayKind {
  const plain = unquoted(text).replace(LINKS, ' ');
  if (wordsOf(plain) === '') return symbolsKindOf(plain);
  const sentences = plain.match(SENTENCE)?.map(readSentence) ?? [];
  if (sentences.some(isQuestion)) return 'question';
  const words = sentences.map((sentence) => sentence.words);
  if (words.some(saysReady)) return 'ready';
  if (words.some(isMereYes) && !words.some((one) => has(one, LATER))) return 'ready';
  const isShort = words.join(' ').split(' ').length <= LONGEST_THANKS;
  const isPlainThanks = isShort && !words.some((one) => has(one, RESERVATIONS));
  return isPlainThanks && words.some((one) => has(one, THANKS)) ? 'thanks' : 'other';
}

/** A sentence with the mark that it ends with. */
const SENTENCE = /[^.!?;\n]+[.!?;\n]*/gu;
const LINKS = /\b(?:https?:\/\/|www\.)\S+/giu;
/** What stands between quotation marks, and lines that begin with `>`. */
const QUOTED = /"[^"\n]{0,1000}"|“[^”]{0,1000}”|„[^“”]{0,1000}[“”]|«[^»]{0,1000}»|^>.*$/gmu;

/** The text without what it quotes, or the text itself where it quotes all. */
function unquoted(text: string): string {
  const rest = text.replace(QUOTED, ' ');
  return wordsOf(rest) === '' && !/\p{Extended_Pictographic}/u.test(rest) ? text : rest;
}

type Sentence = { readonly words: string; readonly asks: boolean };

function readSentence(sentence: string): Sentence {
  return { words: inFullWords(wordsOf(sentence)), asks: ASKING.test(sentence) };
}

const YES_SYMBOLS = '👍👌✅✔☑🙌💪🆗🏁⚽';
const THANKS_SYMBOLS = '🙏❤🩵💙💚💛🧡💜🖤🤍😊🙂😀😃😄😁🥰😘👏🤗💐';
const THANKS_ALONE = new RegExp(`^[${THANKS_SYMBOLS}]+$`, 'u');
/** With or without other friendly symbols. */
const YES_ALONE = new RegExp(`^[${YES_SYMBOLS}${THANKS_SYMBOLS}]+$`, 'u');
const ASKING = /[?❓❔\u00BF\u061F]/u;

function symbolsKindOf(text: string): EverydayKind {
  if (ASKING.test(text)) return 'question';
  const symbols = symbolsIn(text);
  if (THANKS_ALONE.test(symbols)) return 'thanks';
  return YES_ALONE.test(symbols) ? 'ready' : 'other';
}

function signs(...patterns: readonly string[]): readonly RegExp[] {
  return patterns.map(sign);
}

function has(words: string, some: readonly RegExp[]): boolean {
  return some.some((one) => one.test(words));
}

const GREETING =
  'hi|hiya|hello|hey|morning|good (?:morning|afternoon|evening)|omega|there|all|so|and|but|also|or|well|oh|just|sorry|please|ok|yes|no|thanks|ready|actually|quick one|again|then|um|erm|urmston|team|guys|mate|now';
const BEFORE = `^(?:(?:${GREETING}) ){0,4}`;
const SOMEBODY =
  '(?:i|we|you|he|she|it|they|this|that|there|the|my|our|his|her|their|your|everyone|anyone|someone|somebody|anybody|both|parents|kids|children|training|all)';
const DO =
  '(?:start|begin|get started|get going|go ahead|go|proceed|continue|carry on|crack on|do (?:it|this|that)|(?:re ?)?register|(?:re ?)?enrol|sign (?:\\w+ ){0,2}?(?:up|on)|join|get (?:it|this) (?:done|sorted)|take part|come back|play (?:again|next season|this season|for \\w+)|return|renew)';

/** A request to begin, in the form of a question. */
const REQUESTS = signs(
  `${BEFORE}(?:can|could|may|shall) (?:i|we|you) (?:please |just )?(?:start|begin|get (?:started|going)|do (?:it|this)|register|sign (?:\\w+ )?up|go ahead|crack on|proceed)(?: (?:now|please|today|tonight|then|straight away|the \\w+|him|her|them|\\w+))?(?: (?:please|now|today))?$`,
  `${BEFORE}shall we$`,
);

const ASKS = signs(
  `${BEFORE}(?:can|could|do|does|did|is|are|was|were|will|would|should|shall|has|have|may|might|must|am) (?:not )?${SOMEBODY}`,
  `(?:${BEFORE}|(?:but|and|so|then|know) )(?:what|which|how|where|who|why|when|whose) (?:is|are|was|were|do|does|did|will|would|can|could|should|shall|has|have|much|many|long|old|often|far|soon|about|come|time|day|days|date|age|team|kit|size|colour|link|if|to|am|else|happens?|on earth|exactly|way|bank|number|not)`,
  `${BEFORE}(?:is|are|was|does|did|can|will|has) (?!fine|good|ok|great|all|cool|ready|late|away|ill|happy|not|busy|do|be)\\w+ (?:in|on|with|still|going|playing|able|allowed|a|the|need|have|play|join|be|get|pay|come|go|start|train|registered|signed|eligible|due)`,
  `${BEFORE}(?:any (?:chance|idea|ideas|news|update|updates|discount|space|spaces|room|way)|do you|is there|are there|how come|what if|why)`,
  '(?:have|got|had|have got|another|quick|a) (?:\\w+ )?(?:question|questions|query|queries)|(?:wondering|wonder|wondered|wanted to (?:ask|know|check)|want to (?:ask|know|check)|like to (?:ask|know)|need to (?:ask|know)|curious|asking)(?: (?!for a friend))?',
  '(?:let me know|tell (?:me|us)|can you say|confirm|advise|explain|check) (?:\\w+ )?(?:if|what|how|who|where|which|why|whether|about|when(?! you))',
  '(?:not|never) (?:\\w+ )?(?:sure|certain|clear|know|understand|get it|see|remember|received|had|been sent) ?(?:\\w+ )?(?:how|what|which|where|when|why|if|whether|about|the|this|it|who|any|a)|(?:unsure|confused|unclear|no idea|no clue|lost as to|forgotten|struggling|stuck)',
  '(?:need|want|some|any) (?:\\w+ )?help|help (?:me|us|please|needed)|^help$|please (?:help|advise|explain|ring|call|phone)|(?:ring|call|phone) me|(?:can|could|will|would|please) (?:you|someone|anyone|somebody) (?:\\w+ )?(?:ring|call|phone|help|send|tell|explain|resend)',
  '(?:link|page|site|website|form|payment|card|app|code|it|this|that|button|portal) (?:\\w+ )?(?:not|never) (?:\\w+ )?(?:work\\w*|open\\w*|load\\w*|let\\w*|go\\w*|accept\\w*|come|show\\w*|valid|recogni\\w*)|(?:can not|could not|unable to|will not let|not able to|not let) (?:\\w+ )?(?:find|open|get|see|log|pay|register|access|sign|do|work|load|download|complete|submit|me|us)',
  '(?:keeps|kept) (?:saying|coming|failing|crashing|asking|telling|going)|(?:an|the) error|error (?:message|code)|(?:link|page) (?:has )?(?:expired|broken|is broken|failed)',
);

function isQuestion({ words, asks }: Sentence): boolean {
  if (has(words, REQUESTS)) return false;
  return asks || has(words, ASKS);
}

/** What looks like a word for ready and is none. */
const NOT_READY = [
  'not (?:\\w+ ){0,3}(?:ready|set|start|begin|register|going|keen|go|do|sign|sure|able|happy)',
  '(?:when|once|if|as soon as|until|till|before|after|unless|know when) (?:\\w+ ){0,4}(?:ready|set|started|begin|start|done)',
  '(?:get|getting|got|almost|nearly|be|have) (?:\\w+ )?ready(?! now)',
  'ready (?:by|on|at|in|after|tomorrow|later|next|around|about|from|meal|made)',
  'already',
  '(?:will|going to|would|might|could|need to|have to|try to|hope to) (?:\\w+ ){0,2}(?:start|begin|register|do (?:it|this|that)|sign \\w+|get (?:it|this) (?:done|sorted)) (?:\\w+ ){0,3}?(?:later|tomorrow|tonight|soon|after|when|on|at|next|over|this|by|once|in|as soon|asap|during|before)',
].map(phrase);

const READY = signs(
  `${BEFORE}please (?:register|enrol|sign (?:up)?) \\w+`,
  '(?:are |am |is |all |now |more than |good and )?ready|good to go|all set|set to go|raring to go|let us (?:go|do|start|begin|get|crack)|lets (?:go|do|start|begin|get|crack)|go ahead|go for it|crack on|bring it on',
  `(?:love|like|happy|keen|glad|pleased|delighted|excited|want|wants|wanna|wish|ready|here|looking) (?:\\w+ ){0,2}?(?:to )?(?:be )?${DO}`,
  '(?:count|sign|put|get) (?:me|us|him|her|them|\\w+) (?:back )?(?:in|up|on|down)(?! (?:the )?(?:list|waiting))|(?:i am|we are|were|he is|she is|they are) (?:all |both |definitely |defo |well )?(?:in|up for it|keen|on board)$|he is back|she is back',
  '(?:do|start|begin|register|sign up|pay) (?:it |this |him |her |them )?(?:now|straight away|right away|today|this minute)|^(?:please )?(?:start|begin|register|proceed|continue)$|now is (?:good|fine|a good time|ok)|(?:please )?(?:send|share) (?:me |us |over |through )*(?:the )?(?:link|form|details)',
);

function saysReady(words: string): boolean {
  return has(withoutPhrases(words, NOT_READY), READY) || has(words, REQUESTS);
}

const YES =
  'yes|yep|yup|yeah|yea|ye|aye|yess+|sure|absolutely|definitely|defo|deffo|certainly|affirmative|of course|indeed|100|y';
const OK =
  'ok|okay|okey dokey|okie dokie|alright|agreed|fine|sounds (?:good|great)|no problem|no worries|perfect|will do so now';
const FILLER =
  'hi|hiya|hello|hey|morning|omega|please|we are|i am|he is|she is|they are|that is|it is|is|fine|good|great|lovely|brilliant|perfect|x+|all good|of course|mate|from me|from us|for us|again|both|then|to all|we do|i do|he does|she does|we will|i will|he will|she will|sorry|cool|team|oh';
const MERE_YES = signs(
  `^(?:(?:${FILLER}|ok) ){0,5}(?:${YES})(?: (?:${YES}|${OK}|${FILLER}|thanks|very much|so much|you)){0,8}$`,
  `^(?:(?:${FILLER}) ){0,5}(?:${OK})(?: (?:${OK}|${FILLER})){0,8}$`,
);

function isMereYes(words: string): boolean {
  return has(words, MERE_YES);
}

/** What puts a yes off. */
const LATER = signs(
  'later|tomorrow|tonight|soon|weekend|next week|after|when|once|shortly|asap|(?:mon|tues|wednes|thurs|fri|satur|sun)day|will (?:do|let|get|look|have|be|try|check|speak|ask|message|ring|sort)|not|but',
);

const THANKS = signs(
  'thanks|thankyou|thnx|thks|tysm|ty|tyvm|appreciate|appreciated|appreciates|grateful|bless you|much obliged|nice one|god bless|legend',
);

/** With one of these, a reply of thanks says more than thanks. */
const RESERVATIONS = signs(
  'but|however|although|though|except|wrong|problem|issue|mistake|already|not|never|unfortunately|instead|different|changed|change|moved|twice|still|only',
);

/** The words of a reply that is thanks alone, at most. */
const LONGEST_THANKS = 14;
