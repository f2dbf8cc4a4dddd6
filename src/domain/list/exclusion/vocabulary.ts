/**
 * The words by which a list says who may be written to and who has left, in its headings and in its
 * cells. How they are put together is for `column.ts` and `answer.ts`.
 */
const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** A heading with one of these asks for consent, whatever else it says. */
export const CONSENT = setOf('consent consents consented consenting permission permissions optin');

/** These ask for consent only beside a word about contact: "Happy to help?" does not. */
export const WILLING = setOf(`
  agree agrees agreed agreeing allow allows allowed allowing permit permits permitted authorise
  authorises authorised authorize authorizes authorized happy willing ok okay accept accepts want
  wants wish wishes like likes can may could receive receives receiving preference preferences add
  subscribe subscribes subscribed`);

/** A part of a heading with one of these is not about a message of the club to its members. */
export const ADVERTISING = setOf(`
  marketing promotion promotions promotional offer offers advert adverts advertising sponsor sponsors
  sponsorship partner partners fundraising`);

/** A heading with one of these asks who must not be written to. */
export const OPT_OUT = setOf(`
  optout dnc unsubscribe unsubscribed unsubscribes unsub blocked block suppress suppressed
  suppression`);

/** These take consent back, and ask for it only beside consent or contact: "Declined" alone does not. */
export const REFUSAL = setOf(`
  decline declines declined declining refuse refuses refused refusing refusal withdraw withdraws
  withdrew withdrawn withdrawing revoke revokes revoked rescinded deny denies denied reject rejects
  rejected expired removed cancelled canceled lapsed ended unwilling unhappy forbidden prohibited disallowed
  object objects objected objection stop stops stopped disagree disagrees disagreed exclude excluded`);

export const NEGATION = setOf(`
  no not never dont doesnt didnt cannot cant wont wouldnt isnt arent wasnt hasnt havent hadnt without
  neither nor non`);

/** A question that begins so asks for more than a yes or no. */
export const QUESTION_WORD = setOf('who whom whose which what how when where');

export const CONTACT = setOf(`
  contact contacts contacting message messages messaging communication communications communicate
  comms correspondence notification notifications notify update updates reach hear reminder reminders
  alert alerts broadcast broadcasts group groups chat community send invite invites
  invitation invitations`);

/** The same where somebody is to be contacted; without `be`, "Contacted" is a note of what was done. */
export const CONTACTED = setOf(
  'contacted messaged texted called notified updated reached added invited',
);

/** Ways in which a message comes to a phone. */
export const MESSAGE_CHANNEL = setOf('whatsapp sms text texts texting');

/** Ways that lead to a phone. */
export const PHONE_CHANNEL: ReadonlySet<string> = new Set([
  ...MESSAGE_CHANNEL,
  ...setOf('phone phones telephone mobile tel call calls calling ring'),
]);

/** Ways that do not: consent about these alone says nothing of WhatsApp. */
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
  customer client user person people`);

/** What a heading may say beside, without being about something else. */
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

/** What messages of a club may be about; without messages, consent is for the thing itself. */
export const TOPIC = setOf(`
  football training match matches fixture fixtures game games registration registrations matters event
  events activities activity purpose purposes`);

/** What comes after one of these is how, where or when, and not what the consent is about. */
export const CIRCUMSTANCE = setOf(
  'by via on in through at if when where unless during as from using while',
);

/** What stands before one of these is who writes: "Anytown FC may contact me". */
export const AGENT = setOf('may can could contacting messaging texting calling sending');

/** Somebody is there no more. */
export const GONE = setOf(`
  left leaver leavers leaving archived archive inactive resigned resigning lapsed deleted removed
  withdrawn withdrew departed quit gone retired released deregistered cancelled canceled terminated
  deactivated dormant expelled banned deceased died ended stopped resignation departure
  withdrawal cancellation`);

/** Gone beside a word for a person: "Former player". */
export const FORMER = setOf('former ex past');

export const CURRENT = setOf('active current currently still staying continuing');

/** What a heading about who has left may say beside. */
export const ABOUT_LEAVING = setOf(`
  a an the to of for is are be been was were has have had do does did they he she it their our us with
  at on in and or when from already yet now since longer more if applicable date dates month year season
  reason reasons why flag club team squad membership registration entry record playing required
  optional`);

/** What a heading may say beside "status" and be about the person: "Payment status" is not. */
export const ABOUT_STATUS = setOf(`
  status mem a the of and or is their our membership registration club team squad entry contact current playing active
  registered reg season record required optional`);

export const YES = setOf(`
  yes y yeah yep yup true ok okay checked ticked agree agrees agreed agreeing consent consents consented
  permission given gives granted grants accept accepts accepted allow allows allowed permit permits
  permitted received signed obtained confirm confirms confirmed happy willing fine sure enabled selected
  subscribed optin absolutely certainly definitely`);

/** A yes alone in its cell. */
export const YES_ALONE = setOf('t on in');

/** A yes wherever it stands. */
export const YES_ANYWHERE = setOf(`
  yes agree agrees agreed consent consents consented given granted optin subscribed`);

/** A yes with one of these waits for something. */
export const DOUBT = setOf(`
  if unless whether ask asked check maybe perhaps possibly pending waiting awaiting chase chasing unsure`);

/** As the first word of a cell; some of them as its last. */
export const NO = setOf('no n nope nah nay never false f off unchecked unticked disabled');
export const LAST_NO = setOf('no nope never false not dont');

/** A cross may be a no, or the mark in a box that is a yes. */
export const CROSS = setOf('cross x');

/** Alone in a cell: nothing was answered. */
export const NO_ANSWER = setOf('none null nil na undefined blank empty');

/** After "not": nobody knows, which is no refusal. */
export const NOT_KNOWN = setOf(`
  sure known asked applicable answered stated recorded specified provided supplied available certain
  set entered needed required`);

/** After "no": no refusal. */
export const NO_OBJECTION = setOf(`
  problem problems prob probs objection objections worries worry issue issues concern concerns
  restriction restrictions limit limits preference change changes`);

/** Of payments, which end while somebody stays. */
export const MONEY = setOf(
  'pay paying paid payment payments direct debit dd mandate fee fees subs subscription order refund',
);

/** What may stand before the word that says whether somebody is there. */
export const BEFORE_STATUS = setOf(`
  a an the they he she it both all who has have had is was are were be been being to as now since
  already recently just then sadly unfortunately marked membership registration club status`);

/** After "left": a side, a message, or something that is left over. */
export const LEFT_OTHERWISE = setOf(`
  back foot footed wing winger mid midfield midfielder side sided hand handed right over blank unpaid
  message messages voicemail note`);

/** After "left to": where they went, and not what is left to be done. */
export const LEFT_FOR = setOf('join play go move start attend pursue focus concentrate train');

/** After "moved": out of the club, and not into another team of it. */
export const MOVED = setOf('away on out club clubs abroad area');

/** Gone and there again. */
export const BACK_AGAIN = setOf('back returned rejoined reinstated again');

export const PLAYING = setOf(`
  playing play plays coming returning back rejoin rejoining member attending training`);
