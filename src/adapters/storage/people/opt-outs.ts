import type { OptOuts, OptOutDetails } from '../../../application/ports/contact.ts';
import { onePerPerson, type OptOutSource } from '../../../domain/contact/opt-out.ts';
import {
  firstNamesIn,
  namesOfPlayer,
  playerHashOf,
} from '../../../domain/contact/player-opt-out.ts';
import {
  isHidden,
  lastTwoDigitsOf,
  phoneHashOf,
  type Recipient,
} from '../../../domain/contact/recipient.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { OPT_OUT, USER_IDS, type OptOutDoc } from '../documents.ts';
import { aliasKey, optOutKey, optOutPartition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem, flatten } from '../port/change-item.ts';
import { ended, entriesOf, entryOf, inOrder, type OptOutPeriod } from './opt-out-entries.ts';
import { userIds } from './user-ids.ts';

const SAID_BY_OPERATOR: ReadonlySet<OptOutSource> = new Set(['operator', 'import']);

/**
 * The opt-outs of a ledger: one item for each number or user id. It stays when the opt-out ends,
 * and never expires. `add` writes each number by itself, so it can be repeated if it was cut off.
 *
 * In `stand_in` mode, opt-outs of `live` count too. In `live` mode, those of `stand_in` do not.
 */
export function optOutsIn(context: LedgerContext): Omit<OptOuts, 'close'> {
  const { store, mode, keyedHash, read } = context;
  const seen: readonly Mode[] = mode === 'stand_in' ? ['live', 'stand_in'] : [mode];
  const seenBases = seen.map((one) => ({ ...context, mode: one }));
  // An opt-out entered by an operator is for `live`, also while a stand-in takes the place of
  // Twilio.
  const modeFor = (source: OptOutSource): Mode =>
    mode === 'stand_in' && SAID_BY_OPERATOR.has(source) ? 'live' : mode;
  const keyOf = (one: Mode, recipient: Recipient, player?: string) => {
    const hash = player === undefined ? phoneHashOf(recipient) : playerHashOf(recipient, player);
    return optOutKey(one, keyedHash(hash));
  };
  const parse = (doc: unknown): OptOutDoc => read(OPT_OUT, doc);

  /** Those of the recipients that have a current opt-out. */
  const optedOut = async <W extends Recipient>(
    recipients: readonly W[],
  ): Promise<ReadonlySet<W>> => {
    const hashes = await current(recipients.map((recipient) => phoneHashOf(recipient)));
    return new Set(recipients.filter((one) => hashes.has(phoneHashOf(one))));
  };

  /** Those of the hashes under which an opt-out applies. */
  const current = async (hashes: readonly string[]): Promise<ReadonlySet<string>> => {
    const keyed = new Map(hashes.map((hash) => [hash, keyedHash(hash)]));
    const keys = seen.flatMap((one) => [...keyed.values()].map((key) => optOutKey(one, key)));
    const stored = await store.getMany(keys);
    const found = new Set(stored.flatMap(({ sk, doc }) => (parse(doc).stands === null ? [] : sk)));
    return new Set(hashes.filter((hash) => found.has(keyed.get(hash) ?? '')));
  };

  /** Messages without a last name whose player an opt-out has with one. */
  const blockedByFirstName = async <M extends Pick<Message, 'invite'>>(
    messages: readonly M[],
  ): Promise<readonly M[]> => {
    const unnamed = messages.filter(({ invite }) => invite.player.lastName === '');
    if (unnamed.length === 0) return [];
    const all = (await readAll()).filter(({ stands }) => stands !== null);
    const firstNames = new Set(all.flatMap((doc) => doc.firstNames ?? []));
    return unnamed.filter(({ invite: { player, parent } }) =>
      firstNames.has(keyedHash(playerHashOf(parent.phone, player.firstName))),
    );
  };

  /** The user ids known to belong to each number. */
  const aliasesOf = async (
    recipients: readonly Recipient[],
  ): Promise<ReadonlyMap<Recipient, readonly Recipient[]>> => {
    const keyed = seen.flatMap((one) =>
      recipients.map((number) => [aliasKey(one, keyedHash(phoneHashOf(number))), number] as const),
    );
    const stored = await store.getMany(keyed.map(([key]) => key));
    const byPk = new Map(stored.map(({ pk, doc }) => [pk, read(USER_IDS, doc).userIds]));
    return new Map(
      recipients.map((number) => [
        number,
        keyed.flatMap(([{ pk }, of]) => (of === number ? (byPk.get(pk) ?? []) : [])),
      ]),
    );
  };

  /** The number and the user ids known to belong to it. */
  const identitiesOf = async (recipient: Recipient): Promise<readonly Recipient[]> => [
    recipient,
    ...((await aliasesOf([recipient])).get(recipient) ?? []),
  ];

  const readAll = async (): Promise<readonly OptOutDoc[]> => {
    const all: OptOutDoc[] = [];
    for (const one of seen) {
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      for await (const { doc } of flatten(store.query('main', optOutPartition(one)))) {
        all.push(parse(doc));
      }
    }
    return all;
  };

  /** The numbers of the user ids in these opt-outs, as far as they are known. */
  const numbersBehind = async (
    all: readonly OptOutDoc[],
  ): Promise<ReadonlyMap<Recipient, Phone>> => {
    const numbers = new Map<Recipient, Phone>();
    for (const { whom: recipient } of all) {
      if (recipient === null || !isHidden(recipient)) continue;
      for (const one of seenBases) {
        // oxlint-disable-next-line no-await-in-loop -- few people stop under a user id
        const number = await userIds(one).numberBehind(recipient, null);
        if (number !== null && !numbers.has(recipient)) numbers.set(recipient, number);
      }
    }
    return numbers;
  };

  const end = async (
    one: Mode,
    recipient: Recipient,
    operator: string,
    at: Date,
    player?: string,
  ): Promise<boolean> =>
    await changeItem(context, OPT_OUT, keyOf(one, recipient, player), (known) => {
      if (known === null || known.stands === null) return { write: null, result: false };
      return { write: { doc: ended(known, operator, at) }, result: true };
    });

  const addOne = async (
    recipient: Recipient,
    details: OptOutDetails,
    order: number,
  ): Promise<boolean> => {
    const { state, source, operator, at, player, why } = details;
    const target = modeFor(source);
    const isThere = (known: OptOutDoc | null): boolean =>
      known?.stands?.state === 'stopped' || known?.stands?.state === state;
    /** Where it is there already, only the reason is new. */
    const withReason = (known: OptOutDoc | null): OptOutDoc | null =>
      known === null || known.stands === null || why === undefined || known.stands.why === why
        ? null
        : { ...known, stands: { ...known.stands, why } };
    for (const one of seen) {
      if (one === target) continue;
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      const isKnown = await changeItem(context, OPT_OUT, keyOf(one, recipient, player), (known) => {
        const doc = isThere(known) ? withReason(known) : null;
        return { write: doc === null ? null : { doc }, result: isThere(known) };
      });
      if (isKnown) return false;
    }
    const stands: OptOutPeriod = {
      state,
      source,
      addedBy: operator,
      addedAt: at.toISOString(),
      order,
      ...(why === undefined ? {} : { why }),
    };
    const isNew = await changeItem(context, OPT_OUT, keyOf(target, recipient, player), (known) => {
      if (isThere(known)) {
        const doc = withReason(known);
        return { write: doc === null ? null : { doc }, result: false };
      }
      // A pending opt-out ends here, and is kept as history.
      const before = known === null ? [] : ended(known, operator, at).ended;
      const about =
        player === undefined ? {} : { player, firstNames: firstNameHashes(recipient, player) };
      const doc = { whom: recipient, lastTwo: lastTwoDigitsOf(recipient), ...about };
      return { write: { doc: { ...doc, stands, ended: before } }, result: true };
    });
    // After the new one was written, so that the person is opted out all the time.
    for (const one of seen) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (one !== target) await end(one, recipient, operator, at, player);
    }
    return isNew;
  };

  const firstNameHashes = (recipient: Recipient, player: string) =>
    firstNamesIn(player).map((name) => keyedHash(playerHashOf(recipient, name)));

  /** Those of the numbers that have an opt-out, and those of the other hashes. */
  const applying = async <W extends Recipient>(
    phones: readonly W[],
    hashes: readonly string[],
  ): Promise<{ readonly phones: ReadonlySet<W>; readonly hashes: ReadonlySet<string> }> => {
    const [found, aliases] = await Promise.all([
      current([...phones.map((phone) => phoneHashOf(phone)), ...hashes]),
      aliasesOf(phones),
    ]);
    const ids = [...aliases.values()].flat();
    const hidden = ids.length === 0 ? new Set<Recipient>() : await optedOut(ids);
    const isStopped = (phone: W): boolean =>
      found.has(phoneHashOf(phone)) || (aliases.get(phone) ?? []).some((id) => hidden.has(id));
    return { phones: new Set(phones.filter(isStopped)), hashes: found };
  };

  return {
    has: async (phones) => (await applying(phones, [])).phones,

    blocked: async (messages) => {
      const phones = new Set(messages.map(({ invite }) => invite.parent.phone));
      const found = await applying([...phones], [...new Set(messages.flatMap(playerHashes))]);
      const isBlocked = (message: Pick<Message, 'invite'>): boolean =>
        found.phones.has(message.invite.parent.phone) ||
        playerHashes(message).some((hash) => found.hashes.has(hash));
      const others = messages.filter((message) => !isBlocked(message));
      return new Set([...messages.filter(isBlocked), ...(await blockedByFirstName(others))]);
    },

    add: async <W extends Recipient>(phones: readonly W[], details: OptOutDetails) => {
      const added = new Set<W>();
      for (const [order, phone] of phones.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- the same number may come twice
        if (await addOne(phone, details, order)) added.add(phone);
      }
      return added;
    },

    remove: async (phone, operator, at, player) => {
      let isEnded = false;
      for (const recipient of await identitiesOf(phone)) {
        for (const one of seen) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          isEnded = (await end(one, recipient, operator, at, player)) || isEnded;
        }
      }
      return isEnded;
    },

    list: async () => {
      const all = await readAll();
      const current = all.flatMap((one) => (one.stands === null ? [] : [entryOf(one, one.stands)]));
      return onePerPerson(inOrder(current), await numbersBehind(all));
    },

    history: async (phone) => {
      if (phone === undefined) return inOrder((await readAll()).flatMap(entriesOf));
      const identities = await identitiesOf(phone);
      const keys = seen.flatMap((one) => identities.map((recipient) => keyOf(one, recipient)));
      const stored = (await store.getMany(keys)).map(({ doc }) => parse(doc));
      const ofPlayers = (await readAll()).filter(
        ({ whom, player }) => player !== undefined && whom === phone,
      );
      return inOrder([...stored, ...ofPlayers].flatMap(entriesOf));
    },
  };
}

/** The hashes under which an opt-out of the message's player may stand. */
function playerHashes({ invite }: Pick<Message, 'invite'>): readonly string[] {
  return namesOfPlayer(invite.player).map((name) => playerHashOf(invite.parent.phone, name));
}
