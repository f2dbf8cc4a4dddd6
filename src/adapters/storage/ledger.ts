import type { Ledger } from '../../application/ports/ledger.ts';
import { approvalOf, type ApprovedMessage } from '../../domain/approval/approval.ts';
import { mayHaveArrived } from '../../domain/delivery/non-delivery.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import { digestOf } from '../../domain/message/message.ts';
import { fullName } from '../../domain/record/names/full-name.ts';
import type { LedgerContext } from './ledger-context.ts';
import { listMemory } from './lists/list-memory.ts';
import { contactLog } from './messages/contact-log.ts';
import {
  firstNameEntryOf,
  inviteeRecords,
  recordOf,
  type InviteeRecords,
} from './messages/invitee-records.ts';
import { messagesIn } from './messages/messages.ts';
import { attemptOf, ledgerMessageOf } from './reading/from-record.ts';
import { readingIn } from './reading/reading.ts';

/** The messages of a ledger, on any store. */
export function ledgerIn(context: LedgerContext): Omit<Ledger, 'hold' | 'close'> {
  const { mode, keyedHash } = context;
  const { claim, ...steps } = messagesIn(context, mode);
  const contacts = contactLog(context);

  const invitees = inviteeRecords(context);

  const view: Ledger['view'] = async (wanted) => {
    const byKey = new Map();
    const otherTemplate = new Map();
    for (const [message, invitee] of await invitees.ofAll(wanted)) {
      const own = recordOf(message, keyedHash(message.key), invitee);
      if (own !== undefined)
        byKey.set(message.key, withDigestOf(attemptOf(own, keyedHash), message));
      const others = invitee.records.filter(
        (record) => record !== own && mayHaveArrived(record.attempt),
      );
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
      const found = await invitees.ofAll(wanted);
      return new Map(
        found.map(([{ inviteeKey: invitee }, { records }]) => [
          invitee,
          records
            .toSorted((a, b) => a.claimedAt.localeCompare(b.claimedAt))
            .flatMap((record) => ledgerMessageOf(record) ?? []),
        ]),
      );
    },

    claim: async (message, source, at, replaces) => {
      const claimingNow = async () =>
        claimingOf(context, message, source.file, await invitees.of(message));
      const result = await claim(claimingNow, approvalOf(message), at, replaces);
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
function claimingOf(
  { keyedHash }: LedgerContext,
  message: ApprovedMessage,
  file: string,
  invitee: InviteeRecords,
) {
  const { invite } = message;
  const key = keyedHash(message.key);
  const known = recordOf(message, key, invitee);
  const byFirstName = firstNameEntryOf(message, keyedHash);
  return {
    key: known?.key ?? key,
    inviteeKey: known?.inviteeKey ?? keyedHash(message.inviteeKey),
    ...(byFirstName === null ? {} : { firstName: { entry: byFirstName, known: invitee.known } }),
    purpose: message.purpose,
    season: invite.season,
    attempt: {
      recipient: message.to,
      contentSid: message.contentSid,
      contentVariables: { ...message.contentVariables },
      body: message.body,
      player: fullName(invite.player),
      parent: fullName(invite.parent),
      team: `${invite.team} ${invite.ageGroup}`,
      sourceFile: file,
      sourceRow: invite.row,
      ...(invite.consent === undefined ? {} : { consent: invite.consent }),
    },
  } as const;
}
