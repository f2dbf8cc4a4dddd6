import { phrase, sentencesIn, sign, withoutPhrases } from '../reply-words.ts';

/*
 * What has to reach a person soon, by the words of one sentence. The rules look for what a sentence is about,
 * in the orders in which it can be said, and find too much rather than too little: a person reads the reply.
 */

export type SeriousKind =
  | 'court_order'
  | 'bereavement'
  | 'child'
  | 'erasure_request'
  | 'access_request'
  | 'objection'
  | 'wrong_number'
  | 'complaint';

/** What makes a sentence one of a kind. */
type KindRule = {
  readonly kind: SeriousKind;
  /** What looks like a sign and is none. It is taken out before the signs are searched for. */
  readonly harmless: readonly RegExp[];
  readonly signs: readonly RegExp[];
};

const CHILD =
  '(?:child|children|kids?|sons?|daughters?|boys?|girls?|lads?|lass|teenagers?|grandsons?|granddaughters?)';
const PARENT =
  '(?:mum|mom|mam|mummy|mother|dad|daddy|father|parents?|nan|nana|gran|grandma|grandad|carer|guardian|step ?mum|step ?dad)';
const RELATIVE = `(?:${PARENT}|husband|wife|partner|brother|sister|twin|baby|${CHILD})`;
const EX = `(?:(?:his|her|their|the|my) (?:${PARENT}|ex|ex husband|ex wife|ex partner)|he|she|him|her|ex)`;
const WHOSE = '(?:my|me|our|his|her|their|the|a|any|all|these|those|such)';
const MINE = '(?:me|us|him|her|them|my|our|his|this family)';
/** Data about a person, as parents call it. */
const DATA =
  '(?:data|details?|info|information|records?|personal|phone|mobile|(?:\\w+ )?number|name|names|address|email|account|files?|photos?|pictures?|history|everything|anything)';
/** Data that is certainly meant as such. */
const PERSONAL_DATA = '(?:data|details?|info|information|records?|personal (?:\\w+ )?\\w+|files?)';
const HOLD =
  '(?:have|has|hold|holds|holding|got|keep|keeps|keeping|kept|store|stores|storing|stored|held|collect|collected)';
const CONTACT =
  '(?:contact|contacting|contacted|message|messaging|messaged|text|texting|write|whatsapp|call|ring|email)';

const RULES: readonly KindRule[] = [
  {
    kind: 'court_order',
    harmless: [
      '(?:tennis|netball|basketball|badminton|squash|food|indoor|outdoor) courts?',
      'police (?:team|club|side|officer|station)|(?:is|as) a (?:police\\w*|solicitor|social worker)',
      'safeguarding (?:course|training|certificate|officer is)',
      'not allowed (?:to (?:play|join|train|register|sign|wear|park|bring)|on|in|more)',
    ].map(phrase),
    signs: [
      'court (?:orders?|ruling|hearing|case|proceedings|date|says|said|has|ordered|decided)|(?:family|high|county|crown) courts?|the courts? (?:has|have|will|said|says|ordered|orders|decided|ruled|granted|gave|stopped|made|order)|(?:in|to|through the|by the|by|through) (?:a )?court',
      '(?:restraining|non ?mol\\w*|non molestation|protection|protective|prohibited steps|occupation|child arrangements?|no contact|care|residency|residence|contact) orders?|non molestation|non mol|injunctions?',
      'custody|parental responsibility|special guardianship|social (?:worker|services|care)|safeguarding|child protection',
      'domestic (?:abuse|violence)|abusive (?:ex|partner|husband|father|relationship)|(?:in|at) a refuge|stalk(?:er|ing|ed)',
      `${EX} (?:is|are|has|have|does|do|must|can|may|should|was|were) (?:not|no|never) (?:\\w+ )?(?:allowed|permitted|supposed|to (?:be|have|know|see)|contact|access|legal|be (?:contacted|messaged|given|shown|told|informed|sent|aware|involved|near)|near|get|see|receive|find|have (?:contact|access|any|our|my)|know)`,
      `(?:not|never|no one|nobody) (?:to )?(?:\\w+ )?(?:tell|give|share|show|inform|contact|send|let|pass|know) ... (?:his|her|their) (?:biological |birth |real |step )?(?:${PARENT}|ex)`,
      `(?:not|never) (?:to )?(?:tell|give|share|show|inform|contact|let|pass|send) (?:\\w+ ){0,3}my ex`,
      '(?:no ?(?:body|one)|he|she|they) (?:can not|can|must not|must|should not|should|is not to|may not) (?:find out|know) where (?:we|i|he|she|they)',
      '(?:has|have|had|with|allowed) (?:no|any|supervised) contact (?:with|$)|no contact$',
    ].map(sign),
  },
  {
    kind: 'bereavement',
    harmless: [
      '(?:phone|mobile|battery|laptop|computer|car|wi ?fi|internet|link|line|chat|group|router|tablet|ipad|app|signal) (?:has |have |just |is |was |went |had )*(?:died|dead|gone dead|dying)',
      '(?:dead|deadly) (?:good|keen|excited|easy|line|lines|ball|happy|chuffed|busy|slow|proud|simple|cheap|nice|funny|right|link|leg|legs|heat)|dead on|drop dead|half dead|dead (?:tired|beat)',
      'dying (?:to|for)|to die for|die ?hard|died (?:laughing|of laughter|on me)',
      'passed (?:his|her|their|the|my|a|an|all|it|on|out|over|up|down|round|around|through|by|back|to|me|the ball) (?!away)',
      'lost (?:his|her|their|my|our) (?:mum|dad|brother|sister) is',
    ].map(phrase),
    signs: [
      'pass(?:ed|es|ing)? away|passing away',
      `(?:died|deceased|dead|bereave\\w*|funeral|hospice|terminally|rest in peace|in loving memory|in memory of|suicide|murdered|cremat\\w+|burial|stillborn|miscarriage)`,
      `(?:${RELATIVE}|he|she|they|who|\\w+) (?:has |have |had |was |sadly |recently |suddenly |very |peacefully |unexpectedly |just |unfortunately )+passed(?: (?:last|this|in|on|at|after|over|yesterday|recently|suddenly|peacefully|from|when|before|since|earlier)|$)`,
      `(?:${RELATIVE}|he|she) passed(?: (?:last|this|in|yesterday|recently|suddenly|peacefully|after)|$)|\\w+ passed (?:last (?:week|month|year|night|summer|winter|spring|autumn)|yesterday|suddenly|peacefully|this (?:morning|week))`,
      `(?:lost|losing|loss of|buried|death of|mourning|grieving) (?:our|his|her|their|my|the|a|your) (?:\\w+ )?${RELATIVE}(?! (?:\\w+ )?(?:boots?|shirts?|kit|phone|number|shoes?|bag|ball|card|coat|game|match|final))`,
      '(?:sadly|sorry to say|tragically) (?:\\w+ ){0,3}lost \\w+(?: (?:at|in|on|last|this|to)|$)|sorry for (?:our|your) loss',
      '(?:is|are) no longer (?:with us|alive|here with us)|(?:was|were|been|got) killed|taken from us|lost ... (?:to|battle with) (?:cancer|covid|illness|heart)',
    ].map(sign),
  },
  {
    kind: 'child',
    harmless: [
      'i am \\d+ (?:min\\w*|hours?|hrs?|miles?|weeks?|months?|days?|mins? away|stone|percent|quid|pounds?|late|away|minutes?)',
      `(?:squad|shirt|kit|fan|registration|house|team) number`,
      'not a (?:kid|child)',
    ].map(phrase),
    signs: [
      '(?:i am|me is|am) (?:only |just |like |nearly |almost |still )*(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?: (?:years? old|years?|yrs?(?: old)?|yo|y o|and|so|lol|now|not|btw|haha|turning)\\b.*)?$',
      'i am (?:only |just |still )*(?:a |the )?(?:kid|child|minor|little|under ?(?:age|1\\d)|not old enough|too young|the player|not (?:an )?adult|the one (?:who|that) (?:is )?play\\w*|not allowed)',
      'i (?:am )?(?:\\w+ )?in (?:year|yr|y) ?\\d+|i am (?:at|in) school|i play (?:for|in) the (?:u|under) ?\\d+s?|i do not have a (?:bank|card|debit)',
      `(?:my|me|our|his|her|their|a|\\w+ is|\\w+s|the) (?:\\w+ )?${CHILD}(?: is|s)? (?:own |mobile |cell |personal |new |old )?(?:phone|mobile|number|no|whatsapp|tel|device|ipad|contact)`,
      `(?:${CHILD}|him|her|he|she|they)(?:self|selves)? (?:has |have )?(?:got |received |been getting )(?:this|your|these|the|a) (?:message|text|invite|whatsapp)s? (?:on|to) (?:his|her|their)`,
      `(?:i am|this is|it is|its|speaking to|here is|hi it is) (?:his|her|their|\\w+ is|\\w+s) (?:\\w+ )?(?:son|daughter|kid|child|lad|little (?:boy|girl))`,
      `(?:number|phone|mobile) (?:is|belongs to|is for) (?:my|our) (?:\\w+ )?${CHILD}(?: is|s)?(?: (?:please|not|own|so|and|can|he|she|who)|$)|(?:this|it) is (?:his|her|\\w+ is|\\w+s) (?:own )?(?:phone|mobile|number) not (?:mine|my)`,
      `(?:i am|this is|it is) (?:\\w+ ){0,3}(?:on )?(?:my|me) ${PARENT}(?: is|s)? (?:phone|mobile)`,
      `(?:text|ask|asking|tell|message|messaging|call|ring|contact|show|phone|whatsapp|write to|speak to|talk to|check with|send (?:it |this )?to|give (?:it |this )?to|get|wait for|need) (?:it |this )?(?:to )?(?:my|me) ${PARENT}(?! is (?:going|picking|collecting))`,
      `(?:^|(?:my|me|but|and|cos|because|so|hi|sorry) )${PARENT} (?:said|says|sed|wants|is (?:at work|at the|out|in bed|asleep|not here|not in|busy|driving|cooking|in the|working)|does (?:that|this|it|all)|deals with|sorts|handles|pays|has not seen|did not|will (?:do it|reply|text|message|ring|pay|sort|register|sign|answer|call))`,
      `my ${PARENT}(?: is|s)? (?:number|phone|mobile|email)|(?:do not|dont) have (?:my )?(?:mum|dad|mom)`,
      `(?:you|you have|you are|have|this|it) (?:\\w+ )?(?:messaged|messaging|texted|texting|contacted|contacting|sent|sending|rang|using|went|goes|came|gone) (?:this |it |these )?(?:\\w+ )?(?:to |through to )?(?:a|my|our) (?:\\w+ )?${CHILD}(?:$| directly| instead| not| and| on| who)`,
    ].map(sign),
  },
  {
    kind: 'erasure_request',
    harmless: [
      '(?:not|never) (?:to )?(?:delete|erase|remove|wipe|destroy|get rid|take)',
      '(?:i|we|he|she|phone|it) (?:have |has |had |just |accidentally |must have |think i |by mistake )*(?:deleted|erased|wiped|removed)(?! from)',
      '(?:delete|remove|erase|ignore) (?:\\w+ )?(?:(?:my|the|that|this) )?(?:last|old|previous|first|other|duplicate|second|wrong|former|extra|above) (?:\\w+)',
      '(?:delete|remove|take) ... (?:middle name|nickname|from the (?:group|chat|team chat))',
    ].map(phrase),
    signs: [
      `(?:delete|deleting|erase|erasing|wipe|wiping|destroy|destroying|purge|shred|clear|bin|scrub) (?:\\w+ ){0,4}(?:${DATA}|me|us|him|her|them|it all)`,
      `(?:remove|removing|take off|taking off|take down|get rid of|dispose of) (?:\\w+ ){0,4}${PERSONAL_DATA}`,
      `(?:remove|removing|get rid of|take) (?:\\w+ ){0,4}(?:number|names?|address|email|phone|photos?|pictures?|everything|me|us|him|her|them) (?:\\w+ ){0,4}(?:system|systems|database|records?|files?|server|computer|website|books)`,
      `get rid of (?:my|our|his|her|all) (?:\\w+ )?${DATA}`,
      `take ${WHOSE} (?:\\w+ )?${PERSONAL_DATA} (?:off|out|down)`,
      `(?:${DATA}|me|us|him|her) (?:\\w+ ){0,6}(?:be |to be |gets? |is |are |being )*(?:deleted|deleting|erased|erasing|wiped|destroyed)|(?:${PERSONAL_DATA}|number) (?:\\w+ ){0,3}(?:be |to be )*(?:removed|removing)`,
      `asked (?:you |for )(?:\\w+ ){0,5}(?:delete|erase|erased|deleted|deletion|erasure)|(?:deletion|erasure|removal) of (?:\\w+ ){0,3}${DATA}`,
      'right to (?:erasure|be forgotten)|right of erasure|(?:data )?(?:erasure|deletion) request|article 17|forget (?:about )?(?:me|us|him|her) (?:completely|entirely|on|from)|(?:not|stop) (?:keep|keeping|hold|holding|store|storing) (?:\\w+ ){0,3}(?:data|details|info|information|records|number)',
    ].map(sign),
  },
  {
    kind: 'access_request',
    harmless: [
      `${HOLD} (?:on|about) (?:\\w+ )?(?:training|trials|kit|fees|the (?:season|club|team|fee|kit|session|tournament|league)|payment)`,
      '(?:copy|copies) of (?:my|our|his|her|the) (?:\\w+ )?(?:receipt|birth|passport|invoice|form|fixtures?|photo|rules)',
      '(?:details|info|information) (?:about|on|for|of) (?:the |this |next |your )',
    ].map(phrase),
    signs: [
      'subject access|\\bd?sar\\b|sars request|right of access|right to access|article 15|data access request|freedom of information|foi request',
      `(?:what|which|any|all|the|everything|anything) (?:\\w+ ){0,3}(?:${PERSONAL_DATA} )?(?:do |have |has |does |are |is |that |which )*(?:you|the club|urmston|they) (?:are |have |do |currently |actually |still )*${HOLD} (?:\\w+ )?(?:(?:on|about|of|for|regarding|relating to) (?:my|${MINE}|me)|on file|stored)`,
      `(?:what|which) (?:\\w+ )?${PERSONAL_DATA} (?:do|have|has|are|is) (?:you|the club|they|being) (?:\\w+ )?(?:${HOLD}|use|using|process|processing)(?:$| on| about| of| for)`,
      `(?:copy|copies) of (?:all |any |every |everything |the |of )*(?:(?:my|our|his|her|their|personal|this|\\w+ is|\\w+s) )*(?:${PERSONAL_DATA}|everything|messages)`,
      `(?:see|send|show|provide|give|share|tell|disclose|access to|view|inspect|get|have) (?:me |us |with |to )*(?:all |every |any |of |what |the |which |exactly )*(?:(?:my|our|his|her|personal) )*(?:${PERSONAL_DATA}|everything|anything|what) (?:\\w+ ){0,3}(?:you|the club|they) (?:\\w+ )?${HOLD}`,
      `(?:access|view|see|obtain|request|requesting|download|get) (?:to |of )?(?:all |a copy of )*(?:my|our|his|her) (?:\\w+ )?(?:data|records|personal information|information|files?)`,
      `(?:who (?:have|has|do|did|are|else|is|was|will)|where) (?:\\w+ ){0,3}(?:shared?|shares|sharing|gives?|given|passed|sold|sell|sent|stored?|kept|keep|held|process\\w*) (?:\\w+ )?(?:my|our|his|her) (?:\\w+ )?(?:data|details|info|information|number)`,
      `where (?:is|are) (?:my|our|his|her) (?:\\w+ )?(?:data|details|info|information) (?:\\w+ )?(?:stored|kept|held|processed)`,
    ].map(sign),
  },
  {
    kind: 'objection',
    harmless: [
      '(?:no|not|without|do not have any|any) (?:\\w+ )?objections?',
      '(?:not|never) (?:\\w+ )?object(?:ing)?(?: to)?',
      '(?:where|how) (?:do|can|did|could|would) (?:i|we) (?:get|find|give)',
      '(?:permission|consent) (?:form|slip)s?',
    ].map(phrase),
    signs: [
      'objection|(?:i|we|to|must|strongly|hereby|formally) (?:\\w+ )?object(?:ing)?|object to|objecting|right to object|article 21|restrict (?:\\w+ )?processing|right to restrict\\w*',
      '(?:how|where|why) (?:\\w+ )?(?:did|have|do|has|did you even) (?:you|u|they|the club|your club) (?:\\w+ )?(?:get|got|have|had|find|found|obtain\\w*|come by|come across|source) (?:\\w+ )?(?:my|this|our|his|her|me)\\b',
      '(?:how|where) (?:\\w+ ){0,3}(?:my|our) (?:number|details|data|name|info)(?: (?:come )?from|$)|where is (?:my|our) (?:number|details) from|who (?:\\w+ ){0,3}(?:gave|given|give|passed|told|sold|shared) (?:on |you |them |out )*(?:\\w+ )?(?:my|this|our|his|her|me|these)\\b',
      `(?:did|do|have|had|has) (?:not|never) (?:\\w+ )?(?:consent\\w*|agree[ds]?|opt(?:ed)? in|give[n]?|gave|have|sign(?:ed)? up (?:for|to) (?:this|these|your|any)) ?(?:you |anyone |to |my |the |any |our )*(?:permission|consent|number|details|this|that|be|being|it|receiving|${CONTACT}|data|these|messages|whatsapp|$)`,
      `never (?:\\w+ )?(?:consented|agreed|opted in|gave|given|signed up (?:for|to) (?:this|these|your|any)|asked (?:for|to be))`,
      'withdr[ae]w\\w* (?:\\w+ )?(?:consent|permission)|(?:consent|permission) (?:is|has been|was) (?:withdrawn|refused|not)',
      '(?:without|no) (?:my |our |any |his |her )?(?:\\w+ )?(?:permission|consent|authority|right|rights|legal (?:basis|right)|lawful basis)',
      `(?:not allowed|not permitted|illegal|unlawful|against the law|no business|not (?:\\w+ )?legal) ?(?:for you |to |you )*(?:${CONTACT}|use|using|have|having|share|sharing|hold|holding|do|under|$)`,
      `(?:not|never|stop|cease) (?:to )?(?:\\w+ )?(?:use|using|process|processing|share|sharing|pass|passing|sell|selling|give out|giving) (?:\\w+ )?(?:my|our|his|her|me|any of my) (?:\\w+ )?(?:data|details?|info|information|number|phone|personal)`,
      '(?:not|never) (?:\\w+ )?want (?:\\w+ ){0,2}(?:my|our|his|her) (?:\\w+ )?(?:data|details?|info|information|number) (?:\\w+ )?(?:shared|used|passed|kept|stored|held|given|processed|going)',
      'gdpr|data protection|privacy (?:law|laws|rights|act|regulations?)|invasion of (?:my |our )?privacy|breach of (?:my |our )?(?:privacy|data|confidentiality)|data breach',
    ].map(sign),
  },
  {
    kind: 'wrong_number',
    harmless: [
      'wrong (?:side|foot|day|date|time|way|place|pitch|kit|size|shirt|boots|word|link|form|email|spelling|amount|price|fee|age|age group|year|season|account|surname|name|bank|card|button|page|address|team)|is (?:\\w+ )?wrong|wrong (?:though|again|too|here)',
      '(?:not|no) (?:\\w+ )?(?:son|daughter|child|kids?|boys?|children) (?:\\w+ )?(?:yet|before|in (?:that|the|this)|on|until|at)',
      'who is (?:that|this|the|his|her|in|running|taking|coaching|managing|going|playing|paying|responsible|on|at|doing|our|my|your|it|also|\\w+ing)',
    ].map(phrase),
    signs: [
      '(?:wrong|incorrect) (?:\\w+ )?(?:number|no|num|person|phone|mobile|parent|mum|dad|family|contact|recipient|people|man|woman|guy|one|house)$|(?:got|have|has|had) the wrong \\w+$|wrong (?:number|person|people|recipient|family)',
      `not (?:his|her|their|the|a|\\w+ is|\\w+s) (?:\\w+ )?(?:${PARENT}|number|phone|mobile)(?! (?:number|who))`,
      `(?:do not|does not|never|not) (?:\\w+ )?(?:have|had|got|know|know of) (?:a |any |an |this |that |anyone |anybody |someone )*(?:${CHILD}|grandchildren|called|named|by that name|person|of that name)(?! (?:\\w+ )?(?:kit|boots|shirt))`,
      `(?:have|has|got|with|am) no (?:\\w+ )?${CHILD}|not my (?:\\w+ )?${CHILD}|(?:not|no longer) a parent|childless`,
      'no ?(?:one|body|t anyone) (?:\\w+ )?(?:here |in this house |at this number |on this number )?(?:is )?(?:called|named|of that name|by that name|with that name|of this name)|no (?:\\w+ )?(?:here|at this number|on this number|lives here)$|no such person|does not live here',
      'never heard of|(?:no idea|do not know|not know|no clue|not sure|dunno) (?:\\w+ )?who (?:\\w+ ){1,3}(?:is|are|was)|(?:no idea|do not know|no clue) who (?:this|that|you|he|she|it|is|\\w+ is)|do not know (?:him|her|anyone called|a|any|you|anybody)|who is \\w+(?: \\w+)?$',
      '(?:message|this|text|it|invite|was|is|think) (?:\\w+ ){0,3}(?:meant|intended|supposed|for) (?:\\w+ ){0,3}(?:somebody|someone|another|other|different) ?(?:else|person|people|parent|family)?|not (?:meant|intended) for (?:me|us)|mistaken identity|mixed me up|confused me with|(?:thinking|think) (?:of|i am) (?:someone|somebody) else',
      '(?:this|the|my|your|has|have|had|got|is|it is) (?:\\w+ )?(?:number|phone|sim)(?: number)? (?:\\w+ )?(?:belongs? to|belonged to|used to|is (?:now )?(?:someone|somebody|another|no longer)|was (?:someone|somebody|previously))|(?:number|phone) (?:now )?belongs',
      '(?:only |just |recently )(?:had|got|bought|been given|have) (?:\\w+ )?(?:this|the|a new|my new) (?:number|phone|sim)|had this (?:number|phone)(?: for)? (?:only |just |a few |less )|(?:previous|last|old) (?:owner|user|holder)',
      '\\w+ (?:does not|no longer|is not|has not|stopped|do not) (?:\\w+ )?(?:use|uses|using|have|has|had|on|at|got) this (?:number|phone|mobile)(?! for)|not \\w+ (?:any more|now)? ?on this number',
      `(?:i am|this is) not (?!(?:ready|sure|well|happy|free|home|here|there|in|on|great|good|ideal|fair|right|ok|okay|fine|late|it|me|yet|now|clear|urgent|spam|new|certain|keen|true|bad|funny|working|at|mine|cheap|much|him|her)$|\\w+(?:ing|ed|ble|ful)$)\\w+$|new (?:phone|number) who`,
      `this is not \\w+ (?:any more|i |you|number|phone|his|it is|sorry)|not the (?:person|parent|right (?:person|number)|mum|dad)`,
    ].map(sign),
  },
  {
    kind: 'complaint',
    harmless: [
      'not (?:\\w+ )?(?:complain|complaining|a complaint|disappointed|disgusted)|no complaints?|can not complain',
      '(?:ridiculously|shocking|disgusting) (?:good|cheap|talented|weather|pitch|traffic|signal|cold)|disappointed (?:to miss|he|she|i|we) ',
      '(?:money|refund) back guarantee',
    ].map(phrase),
    signs: [
      'complain\\w*|grievance|ombudsman|unacceptable|disgust\\w*|disgrace\\w*|appall\\w*|outrage\\w*|ridiculous|shameful|shambles|shambolic|pathetic|scandalous|atrocious|abysmal|a farce|diabolical',
      '(?:shocking|terrible|awful|dreadful|poor|rubbish|horrible|worst) (?:\\w+ )?(?:service|club|treatment|way|communication|organisation|attitude|behaviour|experience|coach|coaching|manager|management|value|run|season)',
      '(?:not (?:\\w+ )?(?:happy|impressed|satisfied|pleased|acceptable|good enough)|unhappy|dissatisfied|disappoint(?:ed|ing)|furious|fuming|livid|angry|upset|let down) (?:\\w+ )?(?:with|about|by|at|that|how)|(?:am|are|is) (?:\\w+ )?(?:fuming|livid|furious|unhappy|not happy)$',
      '(?:report|reporting|reported|contacting|contact|complain|writing|email|emailing|going|taking (?:this|it)|speaking) (?:\\w+ ){0,3}to the (?:\\w+ )?(?:fa|ico|league|county|council|press|papers?|police|information commissioner|league|committee|chairman)|(?:the )?ico\\b|information commissioner|county fa|trading standards|small claims|solicitors?|legal action|sue you|taking (?:this|it) further',
      'rip ?off|ripped off|con artists?|a con$|a joke|joke of a|taking the (?:mick|mickey|piss)|robbery|daylight robbery',
      '(?:want|demand|need|expect|require|give me|get) (?:\\w+ ){0,2}(?:money|payment|fee|cash) (?:back|returned|refunded)|(?:want|demand|demanding|need|expect) (?:\\w+ )?(?:refund|an apology|compensation)|refund me|(?:charged|taken|took|paid) (?:\\w+ ){0,3}twice|overcharged',
      'bull(?:y|ying|ied)|(?:discriminat|racis|sexis|homophobi)\\w*|(?:shout(?:ed|ing|s)?|swear(?:ing|s)?|swore|screamed) at (?:\\w+ )?(?:kids?|him|her|my|the|children|our)|(?:so|very|really|extremely) rude|how dare',
    ].map(sign),
  },
];

/** The serious kinds whose signs are in a text, in the order of the rules. */
export function seriousKindsIn(text: string): readonly SeriousKind[] {
  const sentences = sentencesIn(text);
  return RULES.filter(({ harmless, signs }) =>
    sentences.some((words) => {
      const rest = withoutPhrases(words, harmless);
      return signs.some((one) => one.test(rest));
    }),
  ).map(({ kind }) => kind);
}
