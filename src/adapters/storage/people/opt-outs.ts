import type { OptOuts, OptOutDetails } from '../../../application/ports/contact.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import {
  isHidden,
  lastTwoDigitsOf,
  phoneHashOf,
  type Recipient,
} from '../../../domain/contact/recipient.ts';
import {
  onePerPerson,
  type OptOut,
  type OptOutEntry,
  type OptOutSource,
} from '../../../domain/contact/opt-out.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import { changeItem, flatten, readItem } from '../port/change-item.ts';
import { OPT_OUT, USER_IDS, type OptOutDoc } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { aliasKey, optOutKey, optOutPartition } from '../layout.ts';
import { userIds } from './user-ids.ts';

type OptOutPeriod = NonNullable<OptOutDoc['stands']>;

const SAID_BY_OPERATOR: ReadonlySet<OptOutSource> = new Set(['operator', 'import']);

/**
 * The opt-outs of a ledger: one item for each number or user id, which stays when it is taken back, and
 * which never expires. A list that is cut off can be added once more.
 *
 * A stand-in respects what was said for real, and a real run nothing that a stand-in told.
 */
export function optOutsIn(context: LedgerContext): Omit<OptOuts, 'close'> {
  const { store, mode, keyedHash, read } = context;
  const seen: readonly Mode[] = mode === 'stand_in' ? ['live', 'stand_in'] : [mode];
  const seenBases = seen.map((one) => ({ ...context, mode: one }));
  // What a person says counts for real, whatever stands in for Twilio at the moment.
  const modeFor = (source: OptOutSource): Mode =>
    mode === 'stand_in' && SAID_BY_OPERATOR.has(source) ? 'live' : mode;
  const keyOf = (one: Mode, whom: Recipient) => optOutKey(one, keyedHash(phoneHashOf(whom)));
  const openLedgerOn = (doc: unknown): OptOutDoc => read(OPT_OUT, doc);

  /** Of these, those of which something stands. */
  const standing = async <W extends Recipient>(whom: readonly W[]): Promise<ReadonlySet<W>> => {
    const keys = seen.flatMap((one) => whom.map((each_) => keyOf(one, each_)));
    const stored = await store.getMany(keys);
    const said = new Set(
      stored.flatMap(({ sk, doc }) => (openLedgerOn(doc).stands === null ? [] : sk)),
    );
    return new Set(whom.filter((one) => said.has(keyOf(mode, one).sk)));
  };

  /** The user ids that each of these numbers turned out to be behind. */
  const aliasesOf = async (
    whom: readonly Recipient[],
  ): Promise<ReadonlyMap<Recipient, readonly Recipient[]>> => {
    const keyed = seen.flatMap((one) =>
      whom.map((number) => [aliasKey(one, keyedHash(phoneHashOf(number))), number] as const),
    );
    const stored = await store.getMany(keyed.map(([key]) => key));
    const byPk = new Map(stored.map(({ pk, doc }) => [pk, read(USER_IDS, doc).userIds]));
    return new Map(
      whom.map((number) => [
        number,
        keyed.flatMap(([{ pk }, of]) => (of === number ? (byPk.get(pk) ?? []) : [])),
      ]),
    );
  };

  /** By what somebody may stand here: the number, and user ids that it turned out to be behind. */
  const namesOf = async (whom: Recipient): Promise<readonly Recipient[]> => [
    whom,
    ...((await aliasesOf([whom])).get(whom) ?? []),
  ];

  const kept = async (): Promise<readonly OptOutDoc[]> => {
    const all: OptOutDoc[] = [];
    for (const one of seen) {
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      for await (const { doc } of flatten(store.query('main', optOutPartition(one)))) {
        all.push(openLedgerOn(doc));
      }
    }
    return all;
  };

  /** The numbers behind the user ids among these, as far as they are known by now. */
  const numbersBehind = async (
    all: readonly OptOutDoc[],
  ): Promise<ReadonlyMap<Recipient, Phone>> => {
    const numbers = new Map<Recipient, Phone>();
    for (const { whom } of all) {
      if (whom === null || !isHidden(whom)) continue;
      for (const one of seenBases) {
        // oxlint-disable-next-line no-await-in-loop -- few people stop under a user id
        const number = await userIds(one).numberBehind(whom, null);
        if (number !== null && !numbers.has(whom)) numbers.set(whom, number);
      }
    }
    return numbers;
  };

  const end = async (one: Mode, whom: Recipient, operator: string, at: Date): Promise<boolean> =>
    await changeItem(context, OPT_OUT, keyOf(one, whom), (known) => {
      if (known === null || known.stands === null) return { write: null, result: false };
      return { write: { doc: ended(known, operator, at) }, result: true };
    });

  const addOne = async (whom: Recipient, said: OptOutDetails, order: number): Promise<boolean> => {
    const target = modeFor(said.source);
    for (const one of seen) {
      if (one === target) continue;
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      const known = await readItem(context, OPT_OUT, keyOf(one, whom));
      const state = known?.doc.stands?.state;
      if (state === 'stopped' || state === said.state) return false;
    }
    const stands: OptOutPeriod = {
      state: said.state,
      source: said.source,
      addedBy: said.operator,
      addedAt: said.at.toISOString(),
      order,
    };
    const isNews = await changeItem(context, OPT_OUT, keyOf(target, whom), (known) => {
      const state = known?.stands?.state;
      if (state === 'stopped' || state === said.state) return { write: null, result: false };
      // What waited for the operator has been answered; it stays as history.
      const before = known === null ? [] : ended(known, said.operator, said.at).ended;
      const next = { whom, lastTwo: lastTwoDigitsOf(whom), stands, ended: before };
      return { write: { doc: next }, result: true };
    });
    // The new one first: at no moment is there none.
    for (const one of seen) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (one !== target) await end(one, whom, said.operator, said.at);
    }
    return isNews;
  };

  return {
    has: async (phones) => {
      const [direct, aliases] = await Promise.all([standing(phones), aliasesOf(phones)]);
      const ids = [...aliases.values()].flat();
      const hidden = ids.length === 0 ? new Set<Recipient>() : await standing(ids);
      return new Set(
        phones.filter(
          (phone) => direct.has(phone) || (aliases.get(phone) ?? []).some((id) => hidden.has(id)),
        ),
      );
    },

    add: async <W extends Recipient>(phones: readonly W[], said: OptOutDetails) => {
      const news = new Set<W>();
      for (const [order, phone] of phones.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- the same number may come twice
        if (await addOne(phone, said, order)) news.add(phone);
      }
      return news;
    },

    remove: async (phone, operator, at) => {
      let isEnded = false;
      for (const whom of await namesOf(phone)) {
        for (const one of seen) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          isEnded = (await end(one, whom, operator, at)) || isEnded;
        }
      }
      return isEnded;
    },

    list: async () => {
      const all = await kept();
      const stays = all.flatMap((one) => (one.stands === null ? [] : [told(one, one.stands)]));
      return onePerPerson(inOrder(stays), await numbersBehind(all));
    },

    history: async (phone) => {
      if (phone === undefined) return inOrder((await kept()).flatMap(everyStayOf));
      const names = await namesOf(phone);
      const keys = seen.flatMap((one) => names.map((whom) => keyOf(one, whom)));
      const stored = await store.getMany(keys);
      return inOrder(stored.flatMap(({ doc }) => everyStayOf(openLedgerOn(doc))));
    },
  };
}

/** What is kept once what stands has ended. */
function ended(known: OptOutDoc, operator: string, at: Date): OptOutDoc {
  const last =
    known.stands === null
      ? []
      : [{ ...known.stands, removedBy: operator, removedAt: at.toISOString() }];
  return { ...known, stands: null, ended: [...known.ended, ...last] };
}

type Ordered<Told> = Told & { readonly order: number };

/** What stood of a number before, and what stands. */
function everyStayOf(kept: OptOutDoc): readonly Ordered<OptOutEntry>[] {
  return [
    ...kept.ended.map((stay) => ({
      ...told(kept, stay),
      ended: { operator: stay.removedBy, at: new Date(stay.removedAt) },
    })),
    ...(kept.stands === null ? [] : [{ ...told(kept, kept.stands), ended: null }]),
  ];
}

function told(
  { whom, lastTwo }: OptOutDoc,
  { state, source, addedBy, addedAt, order }: OptOutPeriod,
): Ordered<OptOut> {
  return {
    phone: whom,
    lastTwoDigits: lastTwo,
    state,
    source,
    operator: addedBy,
    at: new Date(addedAt),
    order,
  };
}

/** The oldest first; of those that were added at once, as they were added, or else by number. */
function inOrder<Told extends Pick<OptOut, 'phone' | 'at'> & { readonly order: number }>(
  stays: readonly Told[],
): readonly Omit<Told, 'order'>[] {
  return stays
    .toSorted(
      (a, b) =>
        a.at.getTime() - b.at.getTime() ||
        a.order - b.order ||
        (a.phone ?? '').localeCompare(b.phone ?? ''),
    )
    .map(({ order: _order, ...stay }) => stay);
}
