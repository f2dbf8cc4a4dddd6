import type { InviteeKey, MessageKey } from '../../domain/message.ts';
import type { Mode } from '../../domain/mode.ts';
import type { AttemptId, MessageSid } from '../../domain/outcome.ts';
import type { DeliveryState } from '../../domain/state.ts';
import type { PhoneHash } from '../../domain/opt-out.ts';
import type { TABLE_LAYOUT } from '../storage/dynamo/table-layout.ts';

/*
 * One table. All of a message is one item: the attempt that counts, those before it, and its history.
 * So each step is one conditional write of one item, which DynamoDB does whole or not at all, and no
 * transaction is needed. Of two claims one finds the item as it read it, and the other does not.
 *
 * What leads to a message by its invitee or its SID is a signpost: an item of its own, written before
 * the message and read with the same consistency. A signpost may lead nowhere, after a crash in
 * between; so whoever follows one looks at the message before they believe it.
 *
 * An index lags behind the table. Those there are answer questions that may miss the last moment (what is
 * open, what happened since, all there is), hold keys alone, and are followed to the items themselves.
 */

/** What belongs together: the messages of one mode, or the answers to parents in it. */
export type Realm = Mode | `${Mode}#answers`;

export type ItemKey = { readonly pk: string; readonly sk: string };

export type IndexName = keyof typeof TABLE_LAYOUT.indexes;

/** A season and some weeks: as long as a message may not be sent a second time. */
const KEPT_DAYS = 400;
const REPLY_KEPT_DAYS = 180;
/** What no attempt has asked for by then belongs to somebody else who uses the account. */
export const EARLY_KEPT_DAYS = 7;

export function messageItem(mode: Realm, key: MessageKey): ItemKey {
  return { pk: `${mode}#message#${key}`, sk: 'message' };
}

/** Leads to all messages of one invitee, whatever their template. */
export function inviteeItem(mode: Realm, key: InviteeKey): ItemKey {
  return { pk: `${mode}#invitee#${key}`, sk: 'messages' };
}

/** Leads to the message that Twilio knows by this id. */
export function sidItem(mode: Realm, sid: MessageSid): ItemKey {
  return { pk: `${mode}#sid#${sid}`, sk: 'message' };
}

/** What Twilio told of a message before it was known here by this id: one item a state. */
export function earlyItem(mode: Realm, sid: MessageSid, state: DeliveryState): ItemKey {
  return { pk: `${mode}#early#${sid}`, sk: state };
}

/** Leads from an attempt to the id that Twilio told for it, before an answer did. */
export function toldItem(mode: Realm, attempt: AttemptId, sid: MessageSid): ItemKey {
  return { pk: `${mode}#told#${attempt}`, sk: sid };
}

/** Leads from a WhatsApp user id to the number from which that person wrote. */
export function userItem(mode: Mode, userId: string): ItemKey {
  return { pk: `${mode}#user#${userId}`, sk: 'number' };
}

export function userIdIn(pk: string): string {
  return pk.split('#').slice(2).join('#');
}

export function replyItem(mode: Mode, sender: string, sid: MessageSid): ItemKey {
  return { pk: `${mode}#replies#${sender}`, sk: sid };
}

/** Before the hashes of user ids among the opt-outs, so that they are found without the numbers. */
export const HIDDEN = 'user#';

export function optOutItem(mode: Mode, phone: PhoneHash): ItemKey {
  return { pk: `${mode}#opt-outs`, sk: phone };
}

export function findingItem(mode: Mode, at: Date, id: string): ItemKey {
  return { pk: `${mode}#findings`, sk: `${at.toISOString()}#${id}` };
}

export function playerItem(mode: Mode, player: string, team: string, phone: string): ItemKey {
  return { pk: `${mode}#players`, sk: JSON.stringify([player, team, phone]) };
}

export function answerItem(mode: Mode, id: string): ItemKey {
  return { pk: `${mode}#answer#${id}`, sk: 'answer' };
}

export function runItem(mode: Mode, operator: string): ItemKey {
  return { pk: `${mode}#runs`, sk: operator };
}

/** What an item is, by its partition and whatever its mode. */
export function kindOf({ pk }: ItemKey): string {
  const [, kind = '', within] = pk.split('#');
  return kind === 'answers' && within === 'message' ? 'answer to a parent' : kind;
}

export function expiryOf(at: Date): number {
  return afterDays(at, KEPT_DAYS);
}

export function replyExpiryOf(at: Date): number {
  return afterDays(at, REPLY_KEPT_DAYS);
}

export function earlyExpiryOf(at: Date): number {
  return afterDays(at, EARLY_KEPT_DAYS);
}

function afterDays(at: Date, days: number): number {
  return Math.floor(at.getTime() / 1000) + days * 86_400;
}
