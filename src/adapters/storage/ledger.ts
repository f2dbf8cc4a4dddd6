import type { Ledger } from '../../application/ports/ledger.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval/approval.ts';
import type { KeyedHash } from '../../domain/delivery/keyed-hash.ts';
import { MESSAGE_RECORD, type MessageRecord } from '../../domain/delivery/message-record.ts';
import { mayHaveArrived } from '../../domain/delivery/non-delivery.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import { digestOf } from '../../domain/message/message.ts';
import { INVITEE } from './documents.ts';
import { inviteeKey, messageKey } from './layout.ts';
import type { LedgerContext } from './ledger-context.ts';
import { listMemory } from './lists/list-memory.ts';
import { contactLog } from './messages/contact-log.ts';
import { messagesIn } from './messages/messages.ts';
import { attemptOf, ledgerMessageOf } from './reading/from-record.ts';
import { readingIn } from './reading/reading.ts';

/** The messages of a ledger, on any store. */
export function ledgerIn(context: LedgerContext): Omit<Ledger, 'hold' | 'close'> {
  const { store, mode, keyedHash, read } = context;
  const { claim, ...steps } = messagesIn(context, mode);
  const contacts = contactLog(context);

  /** All messages to these invitees, with any template, by invitee. */
  const ofInvitees = async (
    invitees: readonly KeyedHash[],
  ): Promise<ReadonlyMap<KeyedHash, readonly MessageRecord[]>> => {
    const found = await store.getMany(invitees.map((key) => inviteeKey(mode, key)));
    const keys = found.flatMap(({ doc }) => read(INVITEE, doc).messages);
    const stored = await store.getMany([...new Set(keys)].map((key) => messageKey(mode, key)));
    const records = stored.map(({ doc }) => read(MESSAGE_RECORD, doc));
    return Map.groupBy(records, (record) => record.inviteeKey ?? record.key);
  };

  const view: Ledger['view'] = async (wanted) => {
    const byInvitee = await ofInvitees(wanted.map((one) => keyedHash(one.inviteeKey)));
    const byKey = new Map();
    const otherTemplate = new Map();
    for (const message of wanted) {
      const all = byInvitee.get(keyedHash(message.inviteeKey)) ?? [];
      const key = keyedHash(message.key);
      const own = all.find((record) => record.key === key);
      if (own !== undefined)
        byKey.set(message.key, withDigestOf(attemptOf(own, keyedHash), message));
      const others = all.filter((record) => record.key !== key && mayHaveArrived(record.attempt));
      const newest = others
        .map((record) => attemptOf(record, keyedHash))
        .toSorted((a, b) => a.at.getTime() - b.at.getTime())
        .at(-1);
      if (newest !== undefined) otherTemplate.set(message.inviteeKey, newest);
    }
    return { byKey, otherTemplate };
  };

  /**
   * If the attempt's text was erased and the given message has the same digest, restores the
   * digest.
   */
  const withDigestOf = (attempt: Attempt, message: object): Attempt => {
    if (!('body' in message) || !('contentVariables' in message)) return attempt;
    const digest = digestOf(message as Parameters<typeof digestOf>[0]);
    return keyedHash(digest) === attempt.digest ? { ...attempt, digest } : attempt;
  };

  return {
    ...steps,
    keyOf: (key) => keyedHash(key),
    view,

    find: async (wanted) => {
      const byInvitee = await ofInvitees(wanted.map((one) => keyedHash(one.inviteeKey)));
      return new Map(
        wanted.map(({ inviteeKey: invitee }) => [
          invitee,
          (byInvitee.get(keyedHash(invitee)) ?? [])
            .toSorted((a, b) => a.claimedAt.localeCompare(b.claimedAt))
            .flatMap((record) => ledgerMessageOf(record) ?? []),
        ]),
      );
    },

    claim: async (message, source, at, replaces) => {
      const claiming = claimingOf(context, message, source.file);
      const result = await claim(claiming, approvalOf(message), at, replaces);
      return result.kind === 'claimed'
        ? { kind: 'claimed', attemptId: result.record.attempt.id }
        : { kind: 'taken', attempt: withDigestOf(attemptOf(result.record, keyedHash), message) };
    },

    people: contacts.people,
    lastWrittenTo: contacts.lastWrittenTo,

    ...readingIn(context),
    ...listMemory(context),
  };
}

/** The fields of a new attempt, apart from its id, state and approval. */
function claimingOf({ keyedHash }: LedgerContext, message: ApprovedMessage, file: string) {
  const { invite } = message;
  return {
    key: keyedHash(message.key),
    inviteeKey: keyedHash(message.inviteeKey),
    purpose: message.purpose,
    season: invite.season,
    attempt: {
      recipient: message.to,
      contentSid: message.contentSid,
      contentVariables: { ...message.contentVariables },
      body: message.body,
      player: `${invite.player.firstName} ${invite.player.lastName}`,
      parent: `${invite.parent.firstName} ${invite.parent.lastName}`,
      team: `${invite.team} ${invite.ageGroup}`,
      sourceFile: file,
      sourceRow: invite.row,
    },
  } as const;
}
