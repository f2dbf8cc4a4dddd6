import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import { isUnsettled } from '../../../domain/delivery/transitions.ts';
import { PERSON, personItem } from '../messages/contact-log.ts';
import { FINDING, OPT_OUT } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { findingItem, messageItem, MODES, type Partition } from '../layout.ts';
import type { Item, Key, Stored } from '../port/store.ts';

export type PersonalItemKind = 'messages' | 'texts' | 'players' | 'replies' | 'answers' | 'optOuts';

/** One item in which somebody can be recognised. */
export type PersonalItem = {
  readonly stored: Stored;
  /** As what it counts; null for what stands beside something that counts. */
  readonly kind: PersonalItemKind | null;
  readonly count: number;
  /** Attempts of which Twilio has still to be asked, by their text: they are left as they are. */
  readonly open: number;
  /** The item without them; null where it goes as a whole. */
  readonly without: Omit<Item, keyof Key> | null;
};

/** What an operator wrote about a test may name the person that it showed. */
export function* finding({ mode, read }: LedgerContext, stored: Stored): Iterable<PersonalItem> {
  const doc = read(FINDING, stored.doc);
  if (doc.reason === null) return;
  const token = stored.sk.slice(`${doc.at}#`.length);
  const without = findingItem(mode, { ...doc, reason: null }, token);
  yield { stored, kind: null, count: 0, open: 0, without };
}

export function* message(
  { read, isShared }: LedgerContext,
  stored: Stored,
  isMeant: (attempt: AttemptRecord) => boolean,
  without: (record: MessageRecord) => MessageRecord,
  as: 'messages' | 'texts' = 'messages',
): Iterable<PersonalItem> {
  const record = read(MESSAGE_RECORD, stored.doc);
  const meant = attemptsIn(record).filter(isMeant);
  if (meant.length === 0) return;
  const partition = partitionOf(stored);
  const { doc, places, expiresAt } = messageItem(partition, without(record), isShared);
  yield {
    stored,
    kind: record.purpose === 'answer' ? 'answers' : as,
    count: meant.length,
    open: meant.filter(isUnsettled).length,
    without: { doc, ...(places && { places }), ...(expiresAt === undefined ? {} : { expiresAt }) },
  };
}

export function optOut({ read }: LedgerContext, stored: Stored): PersonalItem {
  const doc = read(OPT_OUT, stored.doc);
  const count = doc.ended.length + (doc.stands === null ? 0 : 1);
  const without = { doc: { ...doc, whom: null, lastTwo: null } };
  return { stored, kind: 'optOuts', count, open: 0, without };
}

/** Somebody who was forgotten within the day still counts for it, as a person without a name. */
export function person({ read }: LedgerContext, stored: Stored): PersonalItem {
  const without = personItem({ ...read(PERSON, stored.doc), to: null });
  return { stored, kind: null, count: 0, open: 0, without };
}

export function gone(stored: Stored, kind: PersonalItemKind | null): PersonalItem {
  return { stored, kind, count: kind === null ? 0 : 1, open: 0, without: null };
}

/** What an item is, whatever its mode. */
export function kindOf({ pk }: Key): string {
  const [, kind = '', within] = pk.split('#');
  return kind === 'answers' && within === 'message' ? 'message' : kind;
}

function partitionOf({ pk }: Key): Partition {
  const mode = MODES.find((one) => pk.startsWith(`${one}#`)) ?? 'live';
  return pk.startsWith(`${mode}#answers#`) ? `${mode}#answers` : mode;
}
