import type * as z from 'zod';
import { phoneHashOf, type UserId, withoutChannel } from '../../../domain/contact/recipient.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { attemptsIn, MESSAGE_RECORD } from '../../../domain/delivery/message-record.ts';
import type { Draft } from '../../../domain/delivery/transitions.ts';
import { INVITEE, SID, USER_IDS } from '../documents.ts';
import { aliasKey, answeringKey, expiry, inviteeKey, messageKey, sidKey } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { commitWithRetry, readItem } from '../port/change-item.ts';
import type { Key, Write } from '../port/store.ts';

type SidEntry = z.infer<typeof SID>;

type SidLookup = {
  /** The entries of the SIDs that a message has. An entry without such a message is ignored. */
  readonly resolve: (sids: readonly MessageSid[]) => Promise<ReadonlyMap<MessageSid, SidEntry>>;
  readonly messageOf: (sid: MessageSid) => Promise<SidEntry | null>;
  /**
   * The writes that have to precede a message that gets a SID; none if another message has the SID.
   *
   * @param since when the message was claimed, in ISO 8601
   */
  readonly entriesFor: (
    entry: SidEntry,
    sid: MessageSid,
    since: string,
  ) => Promise<readonly Write[]>;
  /**
   * Links the user ids that answered a message before its SID was recorded to the message's number.
   */
  readonly linkAnsweringIds: (entry: SidEntry, sid: MessageSid) => Promise<void>;
};

/** Finds messages and the club's replies by their SIDs. */
export function sidLookup(context: LedgerContext): SidLookup {
  const { store, mode, read } = context;
  const resolve: SidLookup['resolve'] = async (sids) => {
    const stored = await store.getMany(sids.map((sid) => sidKey(mode, sid)));
    const entries = new Map(stored.map(({ pk, doc }) => [pk, read(SID, doc)]));
    const keys = [...entries.values()].map(({ key, isAnswer }) =>
      messageKey(isAnswer ? `${mode}#answers` : mode, key),
    );
    const records = (await store.getMany(keys)).map(({ doc }) => read(MESSAGE_RECORD, doc));
    const existing = new Set(
      records.flatMap(attemptsIn).flatMap(({ messageSid }) => messageSid ?? []),
    );
    return new Map(
      sids.flatMap((sid) => {
        const entry = entries.get(sidKey(mode, sid).pk);
        return entry !== undefined && existing.has(sid) ? [[sid, entry] as const] : [];
      }),
    );
  };
  const messageOf: SidLookup['messageOf'] = async (sid) => (await resolve([sid])).get(sid) ?? null;
  return {
    resolve,
    messageOf,
    entriesFor: async (entry, sid, since) => {
      const key = sidKey(mode, sid);
      const known = await readItem(context, SID, key);
      if (known?.doc.key === entry.key) return await userIdsOf(entry, sid);
      // An entry of another message, unless that message was never written with the SID.
      if (known !== null && (await messageOf(sid)) !== null) return [];
      const write = {
        ...key,
        doc: entry,
        ...expiry(context, since),
        expected: known?.version ?? null,
      };
      return [write, ...(await userIdsOf(entry, sid))];
    },
    linkAnsweringIds: async (entry, sid) =>
      await commitWithRetry(store, async () => await userIdsOf(entry, sid)),
  };

  /** Links the number to user ids that have answered the message without showing a number. */
  async function userIdsOf(entry: SidEntry, sid: MessageSid): Promise<readonly Write[]> {
    if (entry.isAnswer) return [];
    const answering = await readItem(context, USER_IDS, answeringKey(mode, sid));
    if (answering === null) return [];
    const message = await readItem(context, MESSAGE_RECORD, messageKey(mode, entry.key));
    const to = withoutChannel(message?.doc.attempt.recipient ?? '');
    return to === '' ? [] : await aliasWrites(context, to, answering.doc.userIds);
  }
}

/** The writes that link a number to user ids of the same person. */
export async function aliasWrites(
  context: LedgerContext,
  number: string,
  ids: readonly UserId[],
): Promise<readonly Write[]> {
  return await withUserIds(
    context,
    aliasKey(context.mode, context.keyedHash(phoneHashOf(number))),
    ids,
  );
}

/** The write that adds user ids to an item; none if it has all of them. */
export async function withUserIds(
  context: LedgerContext,
  key: Key,
  ids: readonly UserId[],
): Promise<readonly Write[]> {
  const known = await readItem(context, USER_IDS, key);
  const before = known?.doc.userIds ?? [];
  const all = [...new Set([...before, ...ids])];
  if (all.length === before.length) return [];
  return [{ ...key, doc: { userIds: all }, expected: known?.version ?? null }];
}

/** The invitee's entry by first name, and the keys that it had when the message's key was chosen. */
export type FirstNameEntry = { readonly entry: KeyedHash; readonly known: readonly KeyedHash[] };

/**
 * The writes that add a message to its invitee's entries. They precede the message. Null if the entry by
 * first name has other messages by now, of which one may be to the same player.
 */
export async function inviteeEntries(
  context: LedgerContext,
  draft: Pick<Draft, 'inviteeKey' | 'key' | 'claimedAt'>,
  firstName: FirstNameEntry | null,
): Promise<readonly Write[] | null> {
  const { inviteeKey: invitee, key } = draft;
  if (invitee === null) return [];
  const own = await readInvitee(context, invitee);
  const writes = writesTo(context, own, draft);
  if (firstName === null) return writes;
  const isOwn = firstName.entry === invitee;
  const byFirstName = isOwn ? own : await readInvitee(context, firstName.entry);
  const isKnown = (one: KeyedHash): boolean => one === key || firstName.known.includes(one);
  if (!byFirstName.messages.every(isKnown)) return null;
  return isOwn ? writes : [...writes, ...writesTo(context, byFirstName, draft)];
}

type InviteeEntry = {
  readonly place: Key;
  readonly messages: readonly KeyedHash[];
  readonly version: string | null;
};

async function readInvitee(context: LedgerContext, invitee: KeyedHash): Promise<InviteeEntry> {
  const place = inviteeKey(context.mode, invitee);
  const known = await readItem(context, INVITEE, place);
  return { place, messages: known?.doc.messages ?? [], version: known?.version ?? null };
}

function writesTo(
  context: LedgerContext,
  { place, messages, version }: InviteeEntry,
  { key, claimedAt }: Pick<Draft, 'key' | 'claimedAt'>,
): readonly Write[] {
  if (messages.includes(key) && !context.isShared) return [];
  return [
    {
      ...place,
      doc: { messages: [...new Set([...messages, key])] },
      ...expiry(context, claimedAt),
      expected: version,
    },
  ];
}
