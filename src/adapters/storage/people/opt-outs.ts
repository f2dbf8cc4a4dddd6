import type { OptOuts, OptOutDetails } from '../../../application/ports/contact.ts';
import {
  onePerPerson,
  type OptOut,
  type OptOutEntry,
  type OptOutSource,
} from '../../../domain/contact/opt-out.ts';
import {
  isHidden,
  lastTwoDigitsOf,
  phoneHashOf,
  type Recipient,
} from '../../../domain/contact/recipient.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { OPT_OUT, USER_IDS, type OptOutDoc } from '../documents.ts';
import { aliasKey, optOutKey, optOutPartition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem, flatten, readItem } from '../port/change-item.ts';
import { userIds } from './user-ids.ts';

type OptOutPeriod = NonNullable<OptOutDoc['stands']>;

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
  const keyOf = (one: Mode, recipient: Recipient) =>
    optOutKey(one, keyedHash(phoneHashOf(recipient)));
  const parse = (doc: unknown): OptOutDoc => read(OPT_OUT, doc);

  /** Those of the recipients that have a current opt-out. */
  const optedOut = async <W extends Recipient>(
    recipients: readonly W[],
  ): Promise<ReadonlySet<W>> => {
    const keys = seen.flatMap((one) => recipients.map((recipient) => keyOf(one, recipient)));
    const stored = await store.getMany(keys);
    const hashes = new Set(stored.flatMap(({ sk, doc }) => (parse(doc).stands === null ? [] : sk)));
    return new Set(recipients.filter((one) => hashes.has(keyOf(mode, one).sk)));
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
  ): Promise<boolean> =>
    await changeItem(context, OPT_OUT, keyOf(one, recipient), (known) => {
      if (known === null || known.stands === null) return { write: null, result: false };
      return { write: { doc: ended(known, operator, at) }, result: true };
    });

  const addOne = async (
    recipient: Recipient,
    details: OptOutDetails,
    order: number,
  ): Promise<boolean> => {
    const target = modeFor(details.source);
    for (const one of seen) {
      if (one === target) continue;
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      const known = await readItem(context, OPT_OUT, keyOf(one, recipient));
      const state = known?.doc.stands?.state;
      if (state === 'stopped' || state === details.state) return false;
    }
    const stands: OptOutPeriod = {
      state: details.state,
      source: details.source,
      addedBy: details.operator,
      addedAt: details.at.toISOString(),
      order,
    };
    const isNew = await changeItem(context, OPT_OUT, keyOf(target, recipient), (known) => {
      const state = known?.stands?.state;
      if (state === 'stopped' || state === details.state) return { write: null, result: false };
      // A pending opt-out ends here, and is kept as history.
      const before = known === null ? [] : ended(known, details.operator, details.at).ended;
      const next = { whom: recipient, lastTwo: lastTwoDigitsOf(recipient), stands, ended: before };
      return { write: { doc: next }, result: true };
    });
    // After the new one was written, so that the person is opted out all the time.
    for (const one of seen) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (one !== target) await end(one, recipient, details.operator, details.at);
    }
    return isNew;
  };

  return {
    has: async (phones) => {
      const [direct, aliases] = await Promise.all([optedOut(phones), aliasesOf(phones)]);
      const ids = [...aliases.values()].flat();
      const hidden = ids.length === 0 ? new Set<Recipient>() : await optedOut(ids);
      return new Set(
        phones.filter(
          (phone) => direct.has(phone) || (aliases.get(phone) ?? []).some((id) => hidden.has(id)),
        ),
      );
    },

    add: async <W extends Recipient>(phones: readonly W[], details: OptOutDetails) => {
      const added = new Set<W>();
      for (const [order, phone] of phones.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- the same number may come twice
        if (await addOne(phone, details, order)) added.add(phone);
      }
      return added;
    },

    remove: async (phone, operator, at) => {
      let isEnded = false;
      for (const recipient of await identitiesOf(phone)) {
        for (const one of seen) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          isEnded = (await end(one, recipient, operator, at)) || isEnded;
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
      const stored = await store.getMany(keys);
      return inOrder(stored.flatMap(({ doc }) => entriesOf(parse(doc))));
    },
  };
}

/** The document after the current opt-out has ended. */
function ended(known: OptOutDoc, operator: string, at: Date): OptOutDoc {
  const last =
    known.stands === null
      ? []
      : [{ ...known.stands, removedBy: operator, removedAt: at.toISOString() }];
  return { ...known, stands: null, ended: [...known.ended, ...last] };
}

type Ordered<T> = T & { readonly order: number };

/** The ended opt-outs of a number, then the current one. */
function entriesOf(doc: OptOutDoc): readonly Ordered<OptOutEntry>[] {
  return [
    ...doc.ended.map((period) => ({
      ...entryOf(doc, period),
      ended: { operator: period.removedBy, at: new Date(period.removedAt) },
    })),
    ...(doc.stands === null ? [] : [{ ...entryOf(doc, doc.stands), ended: null }]),
  ];
}

function entryOf(
  { whom: recipient, lastTwo }: OptOutDoc,
  { state, source, addedBy, addedAt, order }: OptOutPeriod,
): Ordered<OptOut> {
  return {
    phone: recipient,
    lastTwoDigits: lastTwo,
    state,
    source,
    operator: addedBy,
    at: new Date(addedAt),
    order,
  };
}

/** By time. Those added in one call stay in their order; otherwise by number. */
function inOrder<T extends Pick<OptOut, 'phone' | 'at'> & { readonly order: number }>(
  entries: readonly T[],
): readonly Omit<T, 'order'>[] {
  return entries
    .toSorted(
      (a, b) =>
        a.at.getTime() - b.at.getTime() ||
        a.order - b.order ||
        (a.phone ?? '').localeCompare(b.phone ?? ''),
    )
    .map(({ order: _order, ...entry }) => entry);
}
