import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { MESSAGE_RECORD, type MessageRecord } from '../../../domain/delivery/message-record.ts';
import { allowsNewAttempt } from '../../../domain/delivery/state.ts';
import { firstNameKeyOf, type Message } from '../../../domain/message/message.ts';
import { TEMPLATE_VARIABLES, VARIABLE_NUMBERS } from '../../../domain/message/template.ts';
import { nameKey } from '../../../domain/record/names/name-key.ts';
import { INVITEE } from '../documents.ts';
import { inviteeKey, messageKey, messagesTo } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten } from '../port/change-item.ts';

/** What says who is invited. */
export type Invited = Pick<Message, 'inviteeKey' | 'invite' | 'purpose'>;

/** The messages to one invitee, with any template. */
export type InviteeRecords = {
  /** The invitee's own key. A record may have another, where only one of the two lists had a last name. */
  readonly own: KeyedHash;
  readonly records: readonly MessageRecord[];
  /** The keys of all messages to players of this first name, by which a later one is noticed. */
  readonly known: readonly KeyedHash[];
};

/** The variable with the player's first name. */
const FIRST_NAME = VARIABLE_NUMBERS.find(
  (number) => TEMPLATE_VARIABLES[number] === 'player_first_name',
);

/**
 * Finds the messages of invitees. A player without a last name is the one of that first name who was
 * invited by the same phone, and the other way round: lists with and without last names invite nobody twice.
 */
export function inviteeRecords(context: LedgerContext): {
  readonly of: (one: Invited) => Promise<InviteeRecords>;
  readonly ofAll: <One extends Invited>(
    wanted: readonly One[],
  ) => Promise<readonly (readonly [One, InviteeRecords])[]>;
} {
  const { store, mode, keyedHash, read } = context;

  /** The messages of versions that had no entry by first name, to players with a last name. */
  const recordsTo = async ({ invite }: Invited): Promise<readonly MessageRecord[]> => {
    const records: MessageRecord[] = [];
    const to = whatsappAddress(invite.parent.phone);
    const wanted = nameKey(invite.player.firstName);
    for await (const { doc } of flatten(store.query('person', messagesTo(mode, to)))) {
      const record = read(MESSAGE_RECORD, doc);
      const { purpose, season, attempt } = record;
      const name = FIRST_NAME === undefined ? undefined : attempt.contentVariables[FIRST_NAME];
      const isInvite = purpose === 'invite' && season === invite.season;
      if (isInvite && name !== undefined && nameKey(name) === wanted) records.push(record);
    }
    return records;
  };

  /** Reads the entries and messages of all of these at once. */
  const readAll = async (
    wanted: readonly Invited[],
  ): Promise<(one: Invited) => Promise<InviteeRecords>> => {
    const placesOf = (one: Invited) => ({
      own: keyedHash(one.inviteeKey),
      byFirstName: firstNameEntryOf(one, keyedHash),
    });
    const invitees = wanted.flatMap((one) => Object.values(placesOf(one)));
    const places = new Set(invitees.flatMap((one) => one ?? []));
    const entries = await store.getMany([...places].map((key) => inviteeKey(mode, key)));
    const entryOf = new Map(entries.map(({ pk, doc }) => [pk, read(INVITEE, doc).messages]));
    const keysOf = (invitee: KeyedHash | null): readonly KeyedHash[] =>
      invitee === null ? [] : (entryOf.get(inviteeKey(mode, invitee).pk) ?? []);
    const keys = new Set([...entryOf.values()].flat());
    const stored = await store.getMany([...keys].map((key) => messageKey(mode, key)));
    const records = new Map(
      stored.map(({ doc }) => {
        const record = read(MESSAGE_RECORD, doc);
        return [record.key, record] as const;
      }),
    );
    return async (one) => {
      const { own, byFirstName } = placesOf(one);
      const known = keysOf(byFirstName);
      const hasLastName = one.invite.player.lastName !== '';
      const found = [...new Set([...keysOf(own), ...known])]
        .flatMap((key) => records.get(key) ?? [])
        .filter(
          (record) =>
            record.inviteeKey === own || !hasLastName || record.inviteeKey === byFirstName,
        );
      const isKnown = found.length > 0 || hasLastName || one.purpose === 'test';
      return { own, known, records: isKnown ? found : await recordsTo(one) };
    };
  };

  return {
    of: async (one) => await (await readAll([one]))(one),
    ofAll: async (wanted) => {
      const recordsOf = await readAll(wanted);
      return await Promise.all(wanted.map(async (one) => [one, await recordsOf(one)] as const));
    },
  };
}

/** The invitee's entry by first name; null for a test, which invites nobody. */
export function firstNameEntryOf(
  { invite, purpose }: Invited,
  keyedHash: LedgerContext['keyedHash'],
): KeyedHash | null {
  return purpose === 'test' ? null : keyedHash(firstNameKeyOf(invite));
}

/**
 * The record of a message: under its own key, or of the same invitee and template under another, since
 * only one of the two lists had the last name. One that may have gone counts before others.
 */
export function recordOf(
  { contentSid }: Pick<Message, 'contentSid'>,
  key: KeyedHash,
  { own: invitee, records }: InviteeRecords,
): MessageRecord | undefined {
  const own = records.find((record) => record.key === key);
  if (own !== undefined && !allowsNewAttempt(own.attempt.state)) return own;
  const others = records.filter(
    (record) => record.inviteeKey !== invitee && record.attempt.contentSid === contentSid,
  );
  return others.find(({ attempt }) => !allowsNewAttempt(attempt.state)) ?? own ?? others[0];
}
