import type * as z from 'zod';
import { attemptsIn } from '../../domain/delivery/message-record.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import { withoutChannel } from '../../domain/contact/whatsapp-address.ts';
import { aliasWrites } from './aliases.ts';
import { commitUntilDone } from './change-item.ts';
import { recordIn, SID, USER_IDS } from './documents.ts';
import { afterDays, answeringKey, KEPT_DAYS, messageKey, sidKey, type Base } from './layout.ts';
import type { Write } from './store.ts';

/** Which message a SID belongs to. */
type SidLead = z.infer<typeof SID>;

type SidLeads = {
  /** Those of the SIDs that a message has; a lead alone proves nothing. */
  readonly held: (sids: readonly MessageSid[]) => Promise<ReadonlyMap<MessageSid, SidLead>>;
  readonly messageOf: (sid: MessageSid) => Promise<SidLead | null>;
  /**
   * What is to be written before a message has a SID.
   *
   * @param since when the message was claimed
   */
  readonly leadTo: (lead: SidLead, sid: MessageSid, since: string) => Promise<readonly Write[]>;
  /** Learns, once a message has a SID, who answered it under a user id alone before. */
  readonly learnAnswered: (lead: SidLead, sid: MessageSid) => Promise<void>;
};

/** Leads from Twilio's ids to messages and to answers. */
export function sidLeads(base: Base): SidLeads {
  const { store, mode, read, isShared } = base;
  const held: SidLeads['held'] = async (sids) => {
    const found = await store.getMany(sids.map((sid) => sidKey(mode, sid)));
    const leads = new Map(found.map(({ pk, doc }) => [pk, read(SID, doc)]));
    const keys = [...leads.values()].map(({ key, isAnswer }) =>
      messageKey(isAnswer ? `${mode}#answers` : mode, key),
    );
    const records = (await store.getMany(keys)).map((stored) => recordIn(read, stored));
    const there = new Set(
      records.flatMap((record) =>
        record === null ? [] : attemptsIn(record).flatMap(({ messageSid }) => messageSid ?? []),
      ),
    );
    return new Map(
      sids.flatMap((sid) => {
        const lead = leads.get(sidKey(mode, sid).pk);
        return lead !== undefined && there.has(sid) ? [[sid, lead] as const] : [];
      }),
    );
  };
  const messageOf: SidLeads['messageOf'] = async (sid) => (await held([sid])).get(sid) ?? null;
  return {
    held,
    messageOf,
    leadTo: async (lead, sid, since) => {
      const key = sidKey(mode, sid);
      const found = await store.get(key);
      const known = found === null ? null : read(SID, found.doc);
      if (known?.key === lead.key) return await answered(lead, sid);
      // Another message's, unless that one never came to have it.
      if (known !== null && (await messageOf(sid)) !== null) return [];
      const write = {
        ...key,
        doc: lead,
        ...(isShared ? { expiresAt: afterDays(since, KEPT_DAYS) } : {}),
        expected: found?.version ?? null,
      };
      return [write, ...(await answered(lead, sid))];
    },
    learnAnswered: async (lead, sid) =>
      await commitUntilDone(store, async () => await answered(lead, sid)),
  };

  /** Somebody may have answered under a user id alone before the SID was known here. */
  async function answered(lead: SidLead, sid: MessageSid): Promise<readonly Write[]> {
    if (lead.isAnswer) return [];
    const found = await store.get(answeringKey(mode, sid));
    if (found === null) return [];
    const record = recordIn(read, await store.get(messageKey(mode, lead.key)));
    const to = withoutChannel(record?.attempt.recipient ?? '');
    return to === '' ? [] : await aliasWrites(base, to, read(USER_IDS, found.doc).userIds);
  }
}
