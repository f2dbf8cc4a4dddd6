import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import { attemptsIn, type MessageRecord } from '../../domain/delivery/message-record.ts';
import { isFinal } from '../../domain/delivery/state.ts';
import { isUnsettled } from '../../domain/delivery/transitions.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { EarlyDoc, FindingDoc, PlayerDoc, ReplyDoc } from './documents.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { Item, Key, Places } from './port/store.ts';

/*
 * Every item that the ledger keeps, in a file and in a table alike. HASH is a keyed hash, MODE a run's mode,
 * and AT a time in ISO 8601 with milliseconds, so that times sort as text. `MODE#answers` is the partition of
 * the club's replies to parents, which are kept as messages are.
 *
 * | item               | pk                            | sk              | document                      |
 * |--------------------|-------------------------------|-----------------|-------------------------------|
 * | ledger             | `ledger`                      | `meta`          | `META`                        |
 * | message            | `MODE#message#HASH`           | `message`       | `MESSAGE_RECORD`              |
 * | club's reply       | `MODE#answers#message#HASH`   | `message`       | `MESSAGE_RECORD`              |
 * | invitee            | `MODE#invitee#HASH`           | `messages`      | `INVITEE`                     |
 * | SID                | `MODE#sid#SID`                | `message`       | `SID`                         |
 * | older attempt      | `MODE#attempt#ID`             | `message`       | `OLDER_ATTEMPT`               |
 * | contact            | `MODE#written#HASH`           | `person`        | `PERSON`                      |
 * | people counted     | `MODE#written`                | `people`        | `PEOPLE_COUNTED`              |
 * | early callback     | `MODE#early#SID`              | delivery state  | `EARLY`                       |
 * | SID of an attempt  | `MODE#told#ID`                | `sid`           | `CALLBACK_SID`                |
 * | reply of a parent  | `MODE#reply#SID`              | `reply`         | `REPLY`                       |
 * | user id            | `MODE#user#USER_ID`           | `number`        | `USER`                        |
 * | ids of a number    | `MODE#alias#HASH`             | `user-ids`      | `USER_IDS`                    |
 * | ids of a message   | `MODE#answering#SID`          | `user-ids`      | `USER_IDS`                    |
 * | opt-out            | `MODE#opt-outs`               | HASH            | `OPT_OUT`                     |
 * | test finding       | `MODE#findings`               | `AT#TOKEN`      | `FINDING`                     |
 * | known player       | `MODE#players`                | see `playerKey` | `PLAYER`                      |
 * | operator's answer  | `MODE#answer#HASH`            | `answer`        | `ANSWER`                      |
 * | run (table only)   | `MODE#runs`                   | operator        | `{ since: AT }`               |
 *
 * Indexes, as partition / sort key. P is MODE, or `MODE#answers` for the club's replies:
 *
 * | item           | `list`                          | `person`                     | `due`               |
 * |----------------|---------------------------------|------------------------------|---------------------|
 * | message        | `P#messages` / `SEASON#claimed` | `P#to#ADDRESS` / claimed     | see `duePlace`      |
 * | reply          | `MODE#replies` / `AT#SID`       | `MODE#from#SENDER` / `AT#SID`| `MODE#unmatched`    |
 * | player         |                                 | `MODE#players#PHONE` / sk    |                     |
 * | test finding   |                                 | `MODE#findings#SID` / sk     |                     |
 * | early callback |                                 |                              | `MODE#early` / AT   |
 *
 * Expiry: in a shared ledger, messages and what points to them, players, answers, findings and runs expire
 * after 400 days, replies after 180. In either kind of ledger, contacts have an expiry of 2 days, early
 * callbacks and SIDs of attempts one of 7, user ids one of 180; a file does not delete by it. The meta item,
 * counted people, opt-outs, and ids of a number or message never expire.
 *
 * Order of writes
 *
 * A commit may be cut off after any write (see `Store.commit`), and several commits make one step. An entry
 * that points to a message (invitee, SID, older attempt) is written before the message. A reader therefore
 * reads the message as well: an entry may point to a message that does not exist, or that does not have this
 * SID, and then counts as absent.
 *
 * | step               | writes, in this order                               | if cut off                      |
 * |--------------------|-----------------------------------------------------|---------------------------------|
 * | claim              | invitee, message                                    | no claim; the entry is ignored  |
 * | start sending      | people counted, contact, message                    | a place of the day is used up   |
 * | nothing was sent   | message, contact, people counted                    | the place stays used for a day  |
 * | accepted by Twilio | SID, ids of a number, message; then early callbacks | the attempt stays `sending`, or |
 * |                    | are applied, and in a file deleted                  | early callbacks stay for 7 days |
 * | callback           | message; or, if no message has the SID: early       | a later callback or `status`    |
 * |                    | callback, SID of the attempt, and message again     | brings the state                |
 * | reply of a parent  | ids of a message; then user id, ids of a number,    | no reply; it can be added again |
 * |                    | reply                                               |                                 |
 * | match of a reply   | opt-out, then reply                                 | the reply is still unmatched    |
 * | opt-out            | the new one, then the end of those in other modes   | the person is still opted out   |
 * | list read          | players of the list, then deletion of the replaced  | the next list reports it again  |
 * | erasure            | opt-outs by number, then all items about the        | the next erasure finds the rest |
 * |                    | person, and messages last                           | through the messages            |
 * | move of a table    | new items, then deletion of the old, then meta      | the move is repeated            |
 *
 * Two processes may do two of these steps at once. Where each needs what the other writes (a callback and
 * the answer to a request, a reply and the SID that it answers), each writes its own part before it reads
 * the other's, so that at least one of them sees both.
 */

export const MODES = ['live', 'stand_in', 'rehearsal'] as const satisfies readonly Mode[];

/** Where messages are kept: a mode's invites and tests, or in `#answers` the club's replies to parents. */
export type Partition = Mode | `${Mode}#answers`;

/** The item with the version of the layout and a check of the ledger's key. */
export const META_KEY: Key = { pk: 'ledger', sk: 'meta' };

export function messageKey(partition: Partition, key: KeyedHash): Key {
  return { pk: `${partition}#message#${key}`, sk: 'message' };
}

/** The keys of all messages to one invitee, with any template. */
export function inviteeKey(mode: Mode, key: KeyedHash): Key {
  return { pk: `${mode}#invitee#${key}`, sk: 'messages' };
}

/** The key of the message that has this SID. */
export function sidKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#sid#${sid}`, sk: 'message' };
}

/** The key of an attempt's message. Only attempts of an older version need it, whose ids do not contain the key. */
export function olderAttemptKey(mode: Mode, attempt: AttemptId): Key {
  return { pk: `${mode}#attempt#${attempt}`, sk: 'message' };
}

export const earlyPartition = (mode: Mode, sid: MessageSid): string => `${mode}#early#${sid}`;
export const earlyList = (mode: Mode): string => `${mode}#early`;

/** The SID that a callback gave for an attempt before Twilio's response did. */
export function callbackSidKey(mode: Mode, attempt: string): Key {
  return { pk: `${mode}#told#${attempt}`, sk: 'sid' };
}

/** When one person was last sent a message. */
export function personKey(mode: Mode, phone: KeyedHash): Key {
  return { pk: `${mode}#written#${phone}`, sk: 'person' };
}

/** How many people were sent a message in the last 24 hours. */
export function peopleKey(mode: Mode): Key {
  return { pk: `${mode}#written`, sk: 'people' };
}

/** The number of a WhatsApp user id. */
export function userKey(mode: Mode, userId: string): Key {
  return { pk: `${mode}#user#${userId}`, sk: 'number' };
}

/** The user ids known to belong to a number. */
export function aliasKey(mode: Mode, phone: KeyedHash): Key {
  return { pk: `${mode}#alias#${phone}`, sk: 'user-ids' };
}

/** The user ids that answered a message without showing a number. */
export function answeringKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#answering#${sid}`, sk: 'user-ids' };
}

export function replyKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#reply#${sid}`, sk: 'reply' };
}

export const repliesList = (mode: Mode): string => `${mode}#replies`;
export const unmatchedList = (mode: Mode): string => `${mode}#unmatched`;
export const repliesFrom = (mode: Mode, sender: string): string => `${mode}#from#${sender}`;

export function optOutKey(mode: Mode, hash: KeyedHash): Key {
  return { pk: optOutPartition(mode), sk: hash };
}

export const optOutPartition = (mode: Mode): string => `${mode}#opt-outs`;
export const findingPartition = (mode: Mode): string => `${mode}#findings`;
export const findingsOf = (mode: Mode, sid: string): string => `${mode}#findings#${sid}`;
export const playerPartition = (mode: Mode): string => `${mode}#players`;
export const playersOf = (mode: Mode, phone: string): string => `${mode}#players#${phone}`;

export function playerKey(
  mode: Mode,
  { player, team, phone }: Pick<PlayerDoc, 'player' | 'team' | 'phone'>,
): Key {
  return { pk: playerPartition(mode), sk: JSON.stringify([player, team, phone]) };
}

/** An operator's lasting answer to a question. @param id a hash of the question */
export function answerKey(mode: Mode, id: string): Key {
  return { pk: `${mode}#answer#${id}`, sk: 'answer' };
}

/** The last run of an operator, in a table. */
export function runKey(mode: Mode, operator: string): Key {
  return { pk: `${mode}#runs`, sk: operator };
}

export const messageList = (partition: Partition): string => `${partition}#messages`;
export const messagesTo = (partition: Partition, to: string): string => `${partition}#to#${to}`;
export const openList = (partition: Partition): string => `${partition}#open`;
export const unsettledList = (partition: Partition): string => `${partition}#unsettled`;
export const unreadList = (partition: Partition): string => `${partition}#unread`;

/** Bounds of a season's messages in `messageList`: `from` inclusive, `below` exclusive. */
export const seasonFrom = (season: string): string => `${season}#`;
export const seasonBelow = (season: string): string => `${season}$`;

export function messageItem(
  partition: Partition,
  record: MessageRecord,
  isShared: boolean,
): Item & { readonly doc: MessageRecord } {
  return {
    ...messageKey(partition, record.key),
    doc: record,
    places: placesOf(partition, record),
    ...expiry({ isShared }, record.claimedAt),
  };
}

/** @param order sorts replies that arrived at the same time, if their order is known */
export function replyItem(mode: Mode, doc: ReplyDoc, order = ''): Item {
  const place = `${doc.at}#${order}${doc.sid}`;
  const places: Places = {
    list: [repliesList(mode), place],
    person: [repliesFrom(mode, doc.sender), place],
    ...(doc.unmatched === undefined ? {} : { due: [unmatchedList(mode), place] }),
  };
  return { ...replyKey(mode, doc.sid), doc, places };
}

export function playerItem(mode: Mode, doc: PlayerDoc): Item {
  const key = playerKey(mode, doc);
  return { ...key, doc, places: { person: [playersOf(mode, doc.phone), key.sk] } };
}

/** @param token distinguishes findings of the same time */
export function findingItem(mode: Mode, doc: FindingDoc, token: string): Item {
  const sk = `${doc.at}#${token}`;
  return {
    pk: findingPartition(mode),
    sk,
    doc,
    places: { person: [findingsOf(mode, doc.sid), sk] },
  };
}

/** A delivery state that Twilio reported before a message had the SID. One item for each state. */
export function earlyItem(mode: Mode, doc: EarlyDoc): Item {
  return {
    pk: earlyPartition(mode, doc.sid),
    sk: doc.state,
    doc,
    places: { due: [earlyList(mode), doc.at] },
    expiresAt: epochSecondsAfter(doc.at, EARLY_KEPT_DAYS),
  };
}

export function callbackSidItem(
  mode: Mode,
  attempt: string,
  { sid, at }: Pick<EarlyDoc, 'sid' | 'at'>,
) {
  const expiresAt = epochSecondsAfter(at, EARLY_KEPT_DAYS);
  return { ...callbackSidKey(mode, attempt), doc: { sid, at }, expiresAt };
}

function placesOf(partition: Partition, record: MessageRecord): Places {
  const { claimedAt, season } = record;
  const to = attemptsIn(record).find(({ recipient }) => recipient !== '')?.recipient;
  const due = duePlace(partition, record);
  return {
    list: [messageList(partition), `${season}#${claimedAt}`],
    ...(to === undefined ? {} : { person: [messagesTo(partition, to), claimedAt] }),
    ...(due === null ? {} : { due }),
  };
}

/**
 * Where a message waits for an action, by its current attempt:
 *
 * - `P#open` / claimed: the outcome is unknown, or is not recorded yet. Not after erasure, since Twilio can
 *   only be asked by number and text.
 * - `P#unsettled` / changed: accepted by Twilio, without a final delivery state.
 * - `P#unread` / changed: delivered and not read. A partition of its own, as most messages stay in it: it is
 *   read from a date on.
 */
function duePlace(
  partition: Partition,
  { attempt, claimedAt }: MessageRecord,
): readonly [partition: string, sort: string] | null {
  const { state, delivery, changedAt, erasedAt } = attempt;
  if (state === 'accepted') {
    if (delivery !== undefined && isFinal(delivery)) return null;
    const list = delivery === 'delivered' ? unreadList : unsettledList;
    return [list(partition), changedAt];
  }
  const isOpen = state === 'unknown' || isUnsettled(attempt);
  return isOpen && erasedAt === undefined ? [openList(partition), claimedAt] : null;
}

/** A season and some weeks. Within that time, no message may be sent twice. */
const KEPT_DAYS = 400;
export const REPLY_KEPT_DAYS = 180;
/** A callback that no attempt matches within this time belongs to another user of the account. */
export const EARLY_KEPT_DAYS = 7;

/** The expiry of an item that expires only in a shared ledger. @param at when it was written, in ISO 8601 */
export function expiry(
  { isShared }: Pick<LedgerContext, 'isShared'>,
  at: string,
  days = KEPT_DAYS,
): { readonly expiresAt?: number } {
  return isShared ? { expiresAt: epochSecondsAfter(at, days) } : {};
}

/** In seconds since 1970. @param at in ISO 8601 */
export function epochSecondsAfter(at: string, days: number): number {
  return Math.floor(Date.parse(at) / 1000) + days * 86_400;
}
