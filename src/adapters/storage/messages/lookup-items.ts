import type * as z from 'zod';
import { attemptsIn, MESSAGE_RECORD } from '../../../domain/delivery/message-record.ts';
import type { Draft } from '../../../domain/delivery/transitions.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { phoneHashOf, type UserId, withoutChannel } from '../../../domain/contact/recipient.ts';
import { commitWithRetry, readItem } from '../port/change-item.ts';
import { INVITEE, SID, USER_IDS } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { aliasKey, answeringKey, expiry, inviteeKey, messageKey, sidKey } from '../layout.ts';
import type { Key, Write } from '../port/store.ts';

/** Which message a SID belongs to. */
type SidEntry = z.infer<typeof SID>;

type SidLookup = {
  /** Those of the SIDs that a message has; a lead alone proves nothing. */
  readonly held: (sids: readonly MessageSid[]) => Promise<ReadonlyMap<MessageSid, SidEntry>>;
  readonly messageOf: (sid: MessageSid) => Promise<SidEntry | null>;
  /**
   * What is to be written before a message has a SID.
   *
   * @param since when the message was claimed
   */
  readonly entriesFor: (
    lead: SidEntry,
    sid: MessageSid,
    since: string,
  ) => Promise<readonly Write[]>;
  /** Learns, once a message has a SID, who answered it under a user id alone before. */
  readonly linkAnsweringIds: (lead: SidEntry, sid: MessageSid) => Promise<void>;
};

/** Leads from Twilio's ids to messages and to answers. */
export function sidLookup(context: LedgerContext): SidLookup {
  const { store, mode, read } = context;
  const held: SidLookup['held'] = async (sids) => {
    const stored = await store.getMany(sids.map((sid) => sidKey(mode, sid)));
    const leads = new Map(stored.map(({ pk, doc }) => [pk, read(SID, doc)]));
    const keys = [...leads.values()].map(({ key, isAnswer }) =>
      messageKey(isAnswer ? `${mode}#answers` : mode, key),
    );
    const records = (await store.getMany(keys)).map(({ doc }) => read(MESSAGE_RECORD, doc));
    const there = new Set(
      records.flatMap(attemptsIn).flatMap(({ messageSid }) => messageSid ?? []),
    );
    return new Map(
      sids.flatMap((sid) => {
        const lead = leads.get(sidKey(mode, sid).pk);
        return lead !== undefined && there.has(sid) ? [[sid, lead] as const] : [];
      }),
    );
  };
  const messageOf: SidLookup['messageOf'] = async (sid) => (await held([sid])).get(sid) ?? null;
  return {
    held,
    messageOf,
    entriesFor: async (lead, sid, since) => {
      const key = sidKey(mode, sid);
      const known = await readItem(context, SID, key);
      if (known?.doc.key === lead.key) return await answered(lead, sid);
      // Another message's, unless that one never came to have it.
      if (known !== null && (await messageOf(sid)) !== null) return [];
      const write = {
        ...key,
        doc: lead,
        ...expiry(context, since),
        expected: known?.version ?? null,
      };
      return [write, ...(await answered(lead, sid))];
    },
    linkAnsweringIds: async (lead, sid) =>
      await commitWithRetry(store, async () => await answered(lead, sid)),
  };

  /** Somebody may have answered under a user id alone before the SID was known here. */
  async function answered(lead: SidEntry, sid: MessageSid): Promise<readonly Write[]> {
    if (lead.isAnswer) return [];
    const answering = await readItem(context, USER_IDS, answeringKey(mode, sid));
    if (answering === null) return [];
    const message = await readItem(context, MESSAGE_RECORD, messageKey(mode, lead.key));
    const to = withoutChannel(message?.doc.attempt.recipient ?? '');
    return to === '' ? [] : await aliasWrites(context, to, answering.doc.userIds);
  }
}

/** Leads from a number to user ids of the same person. */
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

/** Adds user ids to an item that holds some; nothing to write where it has them all. */
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

/** Leads from an invitee to the message, so that no message is without one. */
export async function inviteeEntry(
  context: LedgerContext,
  { inviteeKey: invitee, key, claimedAt }: Pick<Draft, 'inviteeKey' | 'key' | 'claimedAt'>,
): Promise<readonly Write[]> {
  if (invitee === null) return [];
  const place = inviteeKey(context.mode, invitee);
  const known = await readItem(context, INVITEE, place);
  const messages = known?.doc.messages ?? [];
  if (messages.includes(key) && !context.isShared) return [];
  return [
    {
      ...place,
      doc: { messages: [...new Set([...messages, key])] },
      ...expiry(context, claimedAt),
      expected: known?.version ?? null,
    },
  ];
}
