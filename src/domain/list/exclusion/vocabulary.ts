/**
 * Words in headings and cells by which a list says who may be contacted and who has left. `column.ts`
 * and `answer.ts` interpret them.
 */
const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** A heading with one of these asks for consent, whatever its other words are. */
export const CONSENT = setOf('consent consents consented consenting permission permissions optin');

/** These ask for consent only with a word for contact: "Happy to help?" does not. */
export const WILLING = setOf(`
  agree agrees agreed agreeing allow allows allowed allowing permit permits permitted authorise
  authorises authorised authorize authorizes authorized happy willing ok okay accept accepts want
  wants wish wishes like likes can may could receive receives receiving preference preferences add
  subscribe subscribes subscribed pref prefs`);

/** A part of a heading with one of these is not about the club's messages to its members. */
export const ADVERTISING = setOf(`
  promotion promotions promotional offer offers advert adverts advertising sponsor sponsors
  sponsorship partner partners fundraising`);

/** A heading with one of these is a column of opt-outs. */
export const OPT_OUT = setOf(`
  optout dnc dnd unsubscribe unsubscribed unsubscribes unsub blocked block blocklisted blacklisted
  suppress suppressed suppression object objects objected objection objections
  mind minds`);

/**
 * These withdraw consent, and are about consent only with a word for consent or contact: "Declined"
 * alone is not.
 */
export const REFUSAL = setOf(`
  decline declines declined declining refuse refuses refused refusing refusal withdraw withdraws
  withdrew withdrawn withdrawing revoke revokes revoked rescinded deny denies denied reject rejects
  rejected expired removed cancelled canceled lapsed ended unwilling unhappy forbidden prohibited disallowed
  withheld stop stops stopped disagree disagrees disagreed exclude excluded`);

export const NEGATION = setOf(`
  no not never dont doesnt didnt cannot cant wont wouldnt isnt arent wasnt hasnt havent hadnt without
  neither nor non`);

/** A question that begins with one of these has answers other than yes or no. */
export const QUESTION_WORD = setOf('who whom whose which what how when where');

export const CONTACT = setOf(`
  contact contacts contacting message messages messaging communication communications communicate
  comms correspondence notification notifications notify update updates reach hear reminder reminders
  alert alerts broadcast broadcasts group groups chat community send invite invites
  invitation invitations marketing disturb`);

/**
 * Words for contact after a form of "be". Without one, "Contacted" records that somebody was contacted.
 */
export const CONTACTED = setOf(
  'contacted messaged texted called notified updated reached added invited',
);

/** Channels for messages to a phone. */
export const MESSAGE_CHANNEL = setOf('whatsapp wa sms text texts texting');

/** Channels to a phone. */
export const PHONE_CHANNEL: ReadonlySet<string> = new Set([
  ...MESSAGE_CHANNEL,
  ...setOf('phone phones telephone mobile tel call calls calling ring'),
]);

/** Other channels. Consent for these only is not consent for WhatsApp. */
export const OTHER_CHANNEL = setOf(`
  email emails emailed emailing mail mails mailing mailings mailshot mailshots post postal letter
  letters newsletter newsletters fax`);

export const CHILD = setOf('child children childs kid kids son daughter boy girl');

export const PLAYER = setOf(`
  player players pupil pupils student students participant participants
  athlete athletes member members junior juniors youth`);

export const PARENT = setOf(`
  parent parents parental guardian guardians carer carers caregiver family families household adult
  adults mum mums mother mothers dad dads father fathers par gdn p primary main first account holder
  customer client buyer user person people`);

/** Words that do not change what a heading is about. */
export const NEUTRAL = setOf(`
  a an the to of for is am are be been being was were has have had having do does did you your yours we us
  our ours i my mine me they them their it its that this any please will would able if so about
  regarding re concerning with y n yes true false tick ticked box required optional mandatory applicable
  given give gives giving gave obtained received signed granted recorded record status date dated time
  timestamp form forms general gdpr data protection privacy policy notice statement personal detail
  details processing process processed hold holds held store stored storage use used uses club clubs
  team teams season important urgent relevant info information admin response answer choice option
  options flag file place join joining future further keep kept all sending sent confirm confirmed
  confirmation confirms returned written
  verbal explicit longer more reason reasons why number numbers directly get getting both either`);

/**
 * What messages of a club may be about. Without a word for contact, the consent is for the thing itself.
 */
export const TOPIC = setOf(`
  football training match matches fixture fixtures game games registration registrations matters event
  events activities activity purpose purposes`);

/** The words after one of these say how, where or when, and not what the consent is for. */
export const CIRCUMSTANCE = setOf(
  'by via on in through at if when where unless during as from using while',
);

/** The words before one of these say who makes contact: "Anytown FC may contact me". */
export const AGENT = setOf('may can could contacting messaging texting calling sending');

/** Words for members who left. */
export const GONE = setOf(`
  left leaver leavers leaving archived archive inactive resigned resigning lapsed deleted removed
  withdrawn withdrew departed quit gone retired released deregistered cancelled canceled terminated
  deactivated dormant expelled banned deceased died ended stopped resignation departure
  withdrawal cancellation`);

/** The same, with a word for a person: "Former player". */
export const FORMER = setOf('former ex past');

export const CURRENT = setOf('active current currently still staying continuing');

/** Words that a heading about members who left may have. */
export const ABOUT_LEAVING = setOf(`
  a an the to of for is are be been was were has have had do does did they he she it their our us with
  at on in and or when from already yet now since longer more if applicable date dates month year season
  reason reasons why flag club team squad membership registration entry record playing required
  optional`);

/**
 * Words that a heading about a member's status may have. "Payment status" has another. "Subscription
 * status" is what shops and membership systems call it.
 */
export const ABOUT_STATUS = setOf(`
  status mem a the of and or is their our membership registration club team squad entry contact current playing active
  registered reg season record required optional subscription enrolment enrollment account`);

/** "State" is a status only after one of these; alone it may be part of an address. */
export const HAS_STATE = setOf('membership registration subscription enrolment enrollment account');

export const YES = setOf(`
  yes y yeah yep yup true ok okay checked ticked agree agrees agreed agreeing consent consents consented
  permission given gives granted grants accept accepts accepted allow allows allowed permit permits
  permitted received signed obtained confirm confirms confirmed happy willing fine sure enabled selected
  subscribed optin absolutely certainly definitely`);

/** A yes if it is the only word in its cell. */
export const YES_ALONE = setOf('t on in');

/** A yes at any position. */
export const YES_ANYWHERE = setOf(`
  yes agree agrees agreed consent consents consented given granted optin subscribed`);

/** A yes with one of these is not yet given. */
export const DOUBT = setOf(`
  if unless whether ask asked check maybe perhaps possibly pending waiting awaiting chase chasing unsure
  except excluding excl besides until till was were formerly previously former changed mistake error
  emergency emergencies`);

/** Words by which somebody pays or owes, which says that they are still a member. */
export const PAYS = setOf('paid unpaid paying overdue owing arrears');

/** A no as the first word of a cell. `LAST_NO` is a no as the last word. */
export const NO = setOf('no n nope nah nay never false f off unchecked unticked disabled');
export const LAST_NO = setOf('no nope never false not dont');

/** A cross can mean no, or mark a box for yes. */
export const CROSS = setOf('cross x');

/** As the only word in a cell: no answer. */
export const NO_ANSWER = setOf('none null nil na undefined blank empty');

/** After "not": the answer is not known, so it is not a refusal. */
export const NOT_KNOWN = setOf(`
  sure known asked applicable answered stated recorded specified provided supplied available certain
  set entered needed required`);

/** After "no": not a refusal. */
export const NO_OBJECTION = setOf(`
  problem problems prob probs objection objections worries worry issue issues concern concerns
  restriction restrictions limit limits preference change changes`);

/** Words for payments, which can end while a member stays. */
export const MONEY = setOf(
  'pay paying paid payment payments direct debit dd mandate fee fees subs subscription order refund',
);

/** Words that may stand before the word for the status. */
export const BEFORE_STATUS = setOf(`
  a an the they he she it both all who has have had is was are were be been being to as now since
  already recently just then sadly unfortunately marked membership registration club status`);

/** After "left": a side, a message, or a remainder. */
export const LEFT_OTHERWISE = setOf(`
  back foot footed wing winger mid midfield midfielder side sided hand handed right over blank unpaid
  message messages voicemail note`);

/** After "left to": where the player went. Other words are about something left to do. */
export const LEFT_FOR = setOf('join play go move start attend pursue focus concentrate train');

/** After "moved": out of the club. Other words may be about another team of it. */
export const MOVED = setOf('away on out club clubs abroad area');

/** Words for members who left and returned. */
export const BACK_AGAIN = setOf('back returned rejoined reinstated again');

export const PLAYING = setOf(`
  playing play plays coming returning back rejoin rejoining member attending training`);
