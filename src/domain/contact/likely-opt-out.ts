import { phrase, sentencesIn, sign, symbolsIn, withoutPhrases } from './reply-words.ts';

/*
 * Recognises replies that may mean that their sender wants no more messages, or that the player has left.
 * A person then decides. Each sentence is read by itself: phrases that only look like it are taken out, and
 * what is left is searched.
 */

/** Whether a reply has to be read by a person before more is sent to its sender. */
export function isLikelyOptOut(reply: string): boolean {
  if (REFUSING_SYMBOLS.test(symbolsIn(reply))) return true;
  return sentencesIn(reply).some((sentence) => {
    const words = withoutPhrases(sentence, HARMLESS);
    return SIGNS.some((one) => one.test(words));
  });
}

/** Nothing but symbols that refuse, such as a stop sign or a thumb down. */
const REFUSING_SYMBOLS = /^[🛑🚫⛔❌👎✋]+$/u;

const DAYS =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|week|weeks|weeknights?|today|tonight|tomorrow|month';
/** A time until which something does not hold, or for which alone it is said. */
const FOR_NOW = `(?:yet|just yet|until|till|before|(?:on |this |next |for this |for |for next |at the )*(?:${DAYS}))`;
const NEW_TEAM = '(?:another|new|different|other) (?:team|club|side|squad)';
const WILL_NOT = '(?:will not|would not|can not|do not want to|am not going to|are not going to)';

/** What looks like a sign and is none. */
const HARMLESS: readonly RegExp[] = [
  'stop (?:by|off|over|outside|watch|worrying|me if|at (?!once)|in (?:at|on|for)|for (?:a|an|some|lunch|the (?:match|game|session))|(?:and|to) (?:watch|look|chat|talk|see|say))',
  '(?:bus|tram|pit|full|last|next|first|non) stops?',
  '(?:when|what time|where) (?:do|does|did|will|is|are|should|can) ... (?:stop|finish|end)',
  '(?:can|will|would|could|does|do|did) not stop(?! (?:messaging|texting|writing|contacting|calling|sending|messages|texts)$)',
  'never (?:stops?|stopped|quits?)',
  '(?<!you )(?:do not|did not|never|will not|would not|not) (?:\\w+ing to |want to |wish to |mean to |need to |have to |ever )?(?:remove|delete|unsubscribe|unsub|stop|quit|opt out|take (?:me|us|him|her) (?:off|out)|leave)',
  '(?:can|could|may|how (?:do|can|would)) ... (?:stop|cancel|end) (?:(?:the|my|our|a|his|her) )?(?:\\w+ )?(?:direct debits?|payments?)',
  'no thanks (?:needed|necessary|required|to)',
  'no more (?:questions?|queries|than|info|information|waiting)',
  'no longer than',
  'any more (?:questions?|queries|info|information|details?|forms?|money|players?|places?|spaces?|kit|help|than|to (?:add|pay|do|send|fill))',
  'not (?:\\w+ )?interested in ... (?:but (?!thanks|no)|just|only)',
  `(?:can|could|may|might|should|would|is|are|if|will) ... (?:move|moved|play|go|switch|change|train|be) (?:to|for|with|in) (?:a |an )?${NEW_TEAM}`,
  `(?:not|never) (?:be )?(?:play|playing|coming|back|register|registering|registered|signing up|signing on|sign up|joining|join|renewing|continuing|returning) (?:\\w+ )?${FOR_NOW}`,
  'not (?:playing|play) (?:in goal|in defence|in midfield|up front|as)',
  'left (?:foot|footed|footer|back|wing|winger|hand|handed|side|mid|midfield)',
  '(?:spaces?|places?|spots?|slots?|room|shirts?|kits?|tickets?|time|days?|weeks?|months?|any|much|many|one|more) (?:\\w+ )?left',
  'wrong (?:side|foot|day|time|way|place|pitch|kit|size|shirt|boots|word|link|form)',
  'do not want ... (?:miss|be late|lose)',
  'not (?:\\w+ )?(?:left|quit)(?! me)',
  'who is (?:this|that) for',
].map(phrase);

const PERSON =
  '(?:number|no|person|phone|mobile|parent|mum|dad|family|team|club|side|squad|player|child|kid|boy|girl|son|daughter|lad|people|contact|age group)';
const CONTACTING =
  '(?:contact|message|messaging|text|texting|write|writing|whatsapp|call|calling|ring|send|sending|bother|bothering|msg|reply)';
const CHILD = '(?:child|children|kids?|sons?|daughters?)';

/** What its sender may mean by it: no more messages, or that the player is not at the club. */
const SIGNS: readonly RegExp[] = [
  // No more messages.
  'stop|stop(?:ping|ped) (?:playing|football|coming|going|training|this|these)|(?:is|are|am) stopping',
  'un ?sub(?:s|bed|scribe|scribed|scribing)?|opt(?:ing|ed)? out|optout|revoke|cease|desist',
  'no (?:more|longer)',
  '(?:not|never|nobody) ... any more',
  '(?:remove|removing|delete|deleting|erase) (?:me|us|him|her|them|my|our|his|their|this|that|it)|(?:remove|delete|take|get) ... (?:off|out|from)|(?:please|pls|plz|just) (?:remove|delete|cancel)$|off (?:your|the|this) list',
  '(?:be|get|want|wants|need|needs|like) (?:removed|removing|deleted|taken off)',
  'leave (?:me|us) (?:alone|be|out)|go away|get lost|(?:bugger|piss|fuck|f) off|lose (?:my|this|our) number|had enough|sick of|fed up',
  `(?:do not|never|please not|no need to|not to|not be|rather not) (?:\\w+ )?${CONTACTING}`,
  '(?:spam|spamming|scam|harass|harassing|harassment|gdpr|data protection|report(?:ing|ed)? (?:you|this)|block(?:ing|ed)? (?:you|this))',
  '(?:withdraw|withdrawing|withdrawn|withdrew|pull(?:ing|ed)? out|drop(?:ping|ped)? out|bow(?:ing|ed)? out|back(?:ing|ed)? out)',
  'cancel (?:me|us|him|her)|cancel (?:my|our|his|her|their|the|this) (?:place|spot|registration|membership|invite|invitation)',
  // No.
  'not (?:\\w+ )?int\\w{0,4}sted|uninterested|no interest|lost interest',
  'no(?:pe)?(?: many)? ?thanks|nah thanks|thanks but no|no but thanks|no way',
  'not for (?:us|me|him|her|them)|not (?:this|next) (?:year|season|time)|(?:give|giving) (?:it|this) a miss|sit(?:ting)? (?:this|it) (?:one )?out|count (?:me|us|him|her) out|(?:we are|i am) out$|declin(?:e|ed|ing)',
  '(?:we|i) (?:will|would|have to|must) (?:have to )?(?:pass|skip)(?: (?:on )?(?:this|it))?(?: (?:time|year|season|one))?$',
  '(?:do|does) not (?:want|wish|need) (?:this|these|your|any|it|messages?|texts?|to (?:play|join|register|sign|get|receive|hear|continue|carry on|come back|take part|be (?:contacted|messaged|texted|part|included|on|in)))',
  // A stranger.
  `wrong (?:phone |mobile |contact )?${PERSON}`,
  'who (?:is )?(?:this|that)|who are you|(?:how|where) (?:did|have|do) you (?:get|got|have|find) (?:my|this|our)',
  `not (?:my|our) (?:${CHILD}|number|phone|team|club)|(?:have|has|got|with) no ${CHILD}`,
  `(?:do|does) not (?:have|know) (?:a |any |this |that |anyone |anybody )?(?:${CHILD}|called|person)`,
  'never (?:signed up|registered|asked|agreed|heard of|gave|given|joined)|did not (?:sign up|ask|agree|consent|subscribe)|nothing to do with',
  'not (?:a member|part of|with (?:you|urmston|the club)|(?:at|in) (?:the|this|your) club)|do(?:es)? not live',
  // A player who has left.
  '(?:left|leave|leaving|leaves|quit|quits|quitting) (?:(?:the|your|this|our) (?:\\w+ )?(?:club(?! house)|team|side|squad|area|league)|urmston|football|for (?:uni|university|college|another|a)|because|last|years?|ages|months|in (?!stock|our|your|the (?:squad|team|group)))',
  `(?:he|she|they|we|i|have|has|is|already|${CHILD}) (?:now |since |just |all |both |already )?(?:left|quit|leaving)$`,
  `(?:plays|playing|played|signed|signing|joined|joining|joins|moved|moving|gone|went|going|switched|transferred|registered|(?:they|we|both|boys|girls|kids) (?:now )?(?:play|train)) (?:\\w+ )?(?:(?:for|with|to|at|up) )*(?:(?:a|an) )?(?:${NEW_TEAM}|elsewhere|(?:some(?:where|one|body)) else)(?! (?:manager|coach|kit|photo|shirt))`,
  '(?:plays|playing) (?:for|with|at) \\S+ ... now$',
  `(?:found|got|has|have|is (?:now )?(?:with|at)|are (?:now )?(?:with|at)|now (?:with|at)) (?:a |an )?${NEW_TEAM}(?! (?:manager|coach|kit|photo|shirt))`,
  '(?:not|never) (?:be |going to be |going to |at all )?(?:play|playing|coming back|back|return|returning|register|registering|sign|signing|join|joining|renew|renewing|continue|continuing|carrying on|taking part|doing football)',
  `${WILL_NOT} (?:be )?(?:returning|registering|renewing|continuing|joining)`,
  '(?:given|gave|giving|gives) (?:it |football |playing |this )*up|pack(?:ed|ing) (?:it |football )?in|retired|done with|finished with|passed away',
  '(?:moved|moving|relocated|relocating) (?:away|abroad|area|out of|to another|to a new|to a different)',
].map(sign);
