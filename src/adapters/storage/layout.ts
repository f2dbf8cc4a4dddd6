import { attemptsIn, type MessageRecord } from '../../domain/delivery/message-record.ts';
import { isUnsettled } from '../../domain/delivery/transitions.ts';
import type { KeyedHasher, KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { asAttemptId, type AttemptId, type MessageSid } from '../../domain/delivery/ids.ts';
import { isFinal } from '../../domain/delivery/state.ts';
import type { EarlyDoc, FindingDoc, PlayerDoc, Read, ReplyDoc } from './documents.ts';
import type { Item, Key, Places, Store } from './port/store.ts';

/*
 * Where everything is kept. What leads to an item is written before the item itself, so that a write
 * that is cut off leaves at most a lead to nothing; a reader looks at the item before it believes it.
 */

/** What the ledger stands on. */
export type LedgerContext = {
  readonly store: Store;
  /** The ledger's file or table, for people. */
  readonly name: string;
  readonly read: Read;
  readonly mode: Mode;
  readonly keyedHash: KeyedHasher;
  /** Random, and another text each time: 16 letters, digits, `-` and `_`. */
  readonly newToken: () => string;
  /** Whether items expire: those of a shared ledger do, after a season and some weeks. */
  readonly isShared: boolean;
};

export const MODES = ['live', 'stand_in', 'rehearsal'] as const satisfies readonly Mode[];

/** One kind of message in one mode: invites and tests, or the club's answers to parents. */
export type Partition = Mode | `${Mode}#answers`;

/** What tells which ledger this is, in what shape, and with which key. */
export const META_KEY: Key = { pk: 'ledger', sk: 'meta' };

export function messageKey(partition: Partition, key: KeyedHash): Key {
  return { pk: `${partition}#message#${key}`, sk: 'message' };
}

/** Leads to all messages of one invitee, with whatever template. */
export function inviteeKey(mode: Mode, key: KeyedHash): Key {
  return { pk: `${mode}#invitee#${key}`, sk: 'messages' };
}

/** Leads to the message that Twilio knows by this id. */
export function sidKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#sid#${sid}`, sk: 'message' };
}

/** Leads from an attempt's id of an older ledger, which does not hold its message's key. */
export function olderAttemptKey(mode: Mode, attempt: AttemptId): Key {
  return { pk: `${mode}#attempt#${attempt}`, sk: 'message' };
}

export const earlyPartition = (mode: Mode, sid: MessageSid): string => `${mode}#early#${sid}`;
export const earlyList = (mode: Mode): string => `${mode}#early`;

/** Leads from an attempt to the id that Twilio told for it before an answer did. */
export function callbackSidKey(mode: Mode, attempt: string): Key {
  return { pk: `${mode}#told#${attempt}`, sk: 'sid' };
}

/** When somebody was last written to. */
export function personKey(mode: Mode, phone: KeyedHash): Key {
  return { pk: `${mode}#written#${phone}`, sk: 'person' };
}

/** How many people were written to in the last 24 hours. */
export function peopleKey(mode: Mode): Key {
  return { pk: `${mode}#written`, sk: 'people' };
}

/** The number behind a WhatsApp user id. */
export function userKey(mode: Mode, userId: string): Key {
  return { pk: `${mode}#user#${userId}`, sk: 'number' };
}

/** The user ids that one number turned out to be behind. */
export function aliasKey(mode: Mode, phone: KeyedHash): Key {
  return { pk: `${mode}#alias#${phone}`, sk: 'user-ids' };
}

/** Who answered a message under a user id alone. */
export function answeringKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#answering#${sid}`, sk: 'user-ids' };
}

export function replyKey(mode: Mode, sid: MessageSid): Key {
  return { pk: `${mode}#reply#${sid}`, sk: 'reply' };
}

export const repliesList = (mode: Mode): string => `${mode}#replies`;
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

/** What an operator answered once and for all. @param id a hash */
export function answerKey(mode: Mode, id: string): Key {
  return { pk: `${mode}#answer#${id}`, sk: 'answer' };
}

export function runKey(mode: Mode, operator: string): Key {
  return { pk: `${mode}#runs`, sk: operator };
}

export const messageList = (partition: Partition): string => `${partition}#messages`;
export const messagesTo = (partition: Partition, to: string): string => `${partition}#to#${to}`;
export const openList = (partition: Partition): string => `${partition}#open`;
/** What Twilio took, and may still tell to be delivered. */
export const unsettledList = (partition: Partition): string => `${partition}#unsettled`;
/** What was delivered and not read: it is asked for from a date on, since most of it stays here. */
export const unreadList = (partition: Partition): string => `${partition}#unread`;

/** What sorts before every season's first message, and after its last. */
export const seasonFrom = (season: string): string => `${season}#`;
export const seasonBelow = (season: string): string => `${season}$`;

/** A message's item, with its place in every index. */
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

/** @param order of replies of one moment, where they have one */
export function replyItem(mode: Mode, doc: ReplyDoc, order = ''): Item {
  const place = `${doc.at}#${order}${doc.sid}`;
  return {
    ...replyKey(mode, doc.sid),
    doc,
    places: { list: [repliesList(mode), place], person: [repliesFrom(mode, doc.sender), place] },
  };
}

export function playerItem(mode: Mode, doc: PlayerDoc): Item {
  const key = playerKey(mode, doc);
  return { ...key, doc, places: { person: [playersOf(mode, doc.phone), key.sk] } };
}

/** @param token tells apart two of one moment */
export function findingItem(mode: Mode, doc: FindingDoc, token: string): Item {
  const sk = `${doc.at}#${token}`;
  return {
    pk: findingPartition(mode),
    sk,
    doc,
    places: { person: [findingsOf(mode, doc.sid), sk] },
  };
}

/** What Twilio told of a message before it was known here by this id: one item for each state. */
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
  const { attempt, claimedAt, season } = record;
  const to = attemptsIn(record).find(({ recipient }) => recipient !== '')?.recipient;
  const isOpen = attempt.state === 'unknown' || isUnsettled(attempt);
  const isWaitedFor =
    attempt.state === 'accepted' && (attempt.delivery === undefined || !isFinal(attempt.delivery));
  const waiting = attempt.delivery === 'delivered' ? unreadList : unsettledList;
  return {
    list: [messageList(partition), `${season}#${claimedAt}`],
    ...(to === undefined ? {} : { person: [messagesTo(partition, to), claimedAt] }),
    // What was erased has nothing left to look for it by.
    ...(isOpen && attempt.erasedAt === undefined ? { due: [openList(partition), claimedAt] } : {}),
    ...(isWaitedFor ? { due: [waiting(partition), attempt.changedAt] } : {}),
  };
}

/** A season and some weeks: as long as a message may not be sent a second time. */
const KEPT_DAYS = 400;
export const REPLY_KEPT_DAYS = 180;
/** What no attempt has asked for by then belongs to somebody else who uses the account. */
export const EARLY_KEPT_DAYS = 7;

/** Items of a shared ledger expire; those of a file stay. */
export function expiry(
  { isShared }: Pick<LedgerContext, 'isShared'>,
  at: string,
  days = KEPT_DAYS,
): { readonly expiresAt?: number } {
  return isShared ? { expiresAt: epochSecondsAfter(at, days) } : {};
}

export function epochSecondsAfter(at: string, days: number): number {
  return Math.floor(Date.parse(at) / 1000) + days * 86_400;
}

/** A SHA-256 in base64url, in which an attempt's id is short enough for an address. */
const KEY_LENGTH = 43;

/** The random part of an attempt's id. */
const TOKEN_LENGTH = 16;

/** An attempt's id begins with its message's key, so that each step reads one item. */
export function attemptIdFor(key: KeyedHash, token: string): AttemptId {
  const id = asAttemptId(`${Buffer.from(key, 'hex').toString('base64url')}${token}`);
  if (id === null) throw new Error('A token holds what no id may hold.');
  return id;
}

/** The message's key within an attempt's id, in hex; of an older id it may be anything. */
export function keyWithin(attempt: AttemptId): string {
  return Buffer.from(attempt.slice(0, KEY_LENGTH), 'base64url').toString('hex');
}

/** The id that an attempt has since keys are stored as keyed hashes: before, its id began with the plain key. */
export function rekeyedId(attempt: AttemptId, keyedHash: KeyedHasher): AttemptId {
  return attemptIdFor(keyedHash(keyWithin(attempt)), attempt.slice(-TOKEN_LENGTH));
}
