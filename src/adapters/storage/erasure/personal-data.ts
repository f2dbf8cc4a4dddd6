import type { TwilioRecord } from '../../../application/forget/delete-at-twilio.ts';
import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import { isUnsettled } from '../../../domain/delivery/transitions.ts';
import { FINDING, OPT_OUT, REPLY } from '../documents.ts';
import { findingItem, messageItem, type Partition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { PERSON, personItem } from '../messages/contact-log.ts';
import type { Item, Key, Stored } from '../port/store.ts';
import { modeOf } from './item-kinds.ts';

export type PersonalItemKind = 'messages' | 'texts' | 'players' | 'replies' | 'answers' | 'optOuts';

/** An item that contains personal data, and what it becomes when that is erased. */
export type PersonalItem = {
  readonly stored: Stored;
  /** The category under which it is counted; null if it is not counted. */
  readonly kind: PersonalItemKind | null;
  readonly count: number;
  /**
   * The number of attempts that Twilio must still be asked about. If it is not 0, the item is left
   * as it is.
   */
  readonly open: number;
  /** The item without the personal data; null if the whole item is deleted. */
  readonly redacted: Omit<Item, keyof Key> | null;
  /** Which attempts of a message are erased, in whole or their texts. */
  readonly isMeant: (attempt: AttemptRecord) => boolean;
};

const NO_ATTEMPT = (): boolean => false;

/** A test finding, whose reason may name a person. */
export function* findingData(
  { mode, read }: LedgerContext,
  stored: Stored,
): Iterable<PersonalItem> {
  const doc = read(FINDING, stored.doc);
  if (doc.reason === null) return;
  const token = stored.sk.slice(`${doc.at}#`.length);
  const redacted = findingItem(mode, { ...doc, reason: null }, token);
  yield { stored, kind: null, count: 0, open: 0, redacted, isMeant: NO_ATTEMPT };
}

/**
 * A message, if one of its attempts matches.
 *
 * @param isMeant which attempts to erase
 * @param redact erases them
 * @param as `texts` if only a mention in the text is erased
 */
export function* messageData(
  { read, isShared }: LedgerContext,
  stored: Stored,
  isMeant: (attempt: AttemptRecord) => boolean,
  redact: (record: MessageRecord) => MessageRecord,
  as: 'messages' | 'texts' = 'messages',
): Iterable<PersonalItem> {
  const record = read(MESSAGE_RECORD, stored.doc);
  const meant = attemptsIn(record).filter(isMeant);
  if (meant.length === 0) return;
  const partition = partitionOf(stored);
  const { doc, places, expiresAt } = messageItem(partition, redact(record), isShared);
  yield {
    stored,
    kind: record.purpose === 'answer' ? 'answers' : as,
    count: meant.length,
    open: meant.filter(isUnsettled).length,
    redacted: { doc, ...(places && { places }), ...(expiresAt === undefined ? {} : { expiresAt }) },
    isMeant,
  };
}

/** An opt-out, which keeps applying through the keyed hash in its key. */
export function optOutData({ read }: LedgerContext, stored: Stored): PersonalItem {
  const doc = read(OPT_OUT, stored.doc);
  const count = doc.ended.length + (doc.stands === null ? 0 : 1);
  const { stands, ended } = doc;
  const player = doc.player === undefined ? {} : { player: null };
  const periods = { stands: stands && withoutReason(stands), ended: ended.map(withoutReason) };
  const redacted = { doc: { ...doc, whom: null, lastTwo: null, ...player, ...periods } };
  return { stored, kind: 'optOuts', count, open: 0, redacted, isMeant: NO_ATTEMPT };
}

function withoutReason<Period extends { readonly why?: string }>({
  why: _erased,
  ...period
}: Period): Omit<Period, 'why'> {
  return period;
}

/** A contact, which without its number still counts for the daily limit. */
export function contactData({ read }: LedgerContext, stored: Stored): PersonalItem {
  const redacted = personItem({ ...read(PERSON, stored.doc), to: null });
  return { stored, kind: null, count: 0, open: 0, redacted, isMeant: NO_ATTEMPT };
}

/** What Twilio has of an item that is erased: messages, answers and replies, and not what only names a number. */
export function twilioRecordsOf(
  { read }: LedgerContext,
  { stored, kind, isMeant }: PersonalItem,
): readonly TwilioRecord[] {
  switch (kind) {
    case 'messages':
    case 'answers':
      return attemptsIn(read(MESSAGE_RECORD, stored.doc))
        .filter(isMeant)
        .flatMap(({ messageSid: sid }) => (sid === undefined ? [] : [{ sid, hasMedia: false }]));
    case 'replies': {
      const { sid, media } = read(REPLY, stored.doc);
      return [{ sid, hasMedia: media.length > 0 }];
    }
    default:
      return [];
  }
}

/** An item that is deleted as a whole. */
export function deletedData(stored: Stored, kind: PersonalItemKind | null): PersonalItem {
  const count = kind === null ? 0 : 1;
  return { stored, kind, count, open: 0, redacted: null, isMeant: NO_ATTEMPT };
}

function partitionOf(key: Key): Partition {
  const mode = modeOf(key);
  return key.pk.startsWith(`${mode}#answers#`) ? `${mode}#answers` : mode;
}
