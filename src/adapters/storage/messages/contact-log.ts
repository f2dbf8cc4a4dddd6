import * as z from 'zod';
import type { KeyedHasher, KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import { phoneHashOf, withoutChannel } from '../../../domain/contact/recipient.ts';
import {
  addPerson,
  removePerson,
  PEOPLE_COUNTED,
  type PeopleCounted,
} from '../../../domain/policy/people-counted.ts';
import { sendGate, type GateDecision } from '../../../domain/policy/send-policy.ts';
import { changeItem, readItem } from '../port/change-item.ts';
import { time } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { epochSecondsAfter, peopleKey, personKey } from '../layout.ts';
import type { Item, Key, Write } from '../port/store.ts';

export const PERSON = z.strictObject({
  /** `whatsapp:` and an E.164 number; null once it was erased. */
  to: z.string().nullable(),
  /** When something may last have gone to them; null where nothing can have. */
  last: time.nullable(),
  /** What `last` was before. */
  before: time.nullable(),
  /** When Twilio was last asked to send them something, whatever came of it. */
  asked: time,
});
export type Person = z.infer<typeof PERSON>;

/** What the gate has to know of those who ask it. */
export type Asked = {
  readonly dailyLimit: number;
  /** How long the attempt has waited since it was first asked for. */
  readonly waitedMs: number;
};

/** Two days: longer than the 24 hours that are looked at. */
const KEPT_DAYS = 2;

/**
 * Who was written to, and when: one record for each person, under the HMAC of their number, and how many
 * they are for all of them. Both change with the step to `sending`, and are written before it: what is cut
 * off in between leaves a place taken, and never one given twice.
 */
export type ContactLog = {
  /**
   * Asks the gate, and what has to be written before a message to this number leaves.
   *
   * @param asked null where the gate is not to be asked
   */
  readonly reserve: (
    to: string,
    at: string,
    asked: (Asked & { readonly tried: string | null }) | null,
  ) => Promise<{ readonly gate: GateDecision; readonly writes: readonly Write[] }>;
  readonly people: () => Promise<PeopleCounted>;
  /** When each of these was last written to, by number; those who never were are left out. */
  readonly lastWrittenTo: (to: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /**
   * Nothing went after all: the place of that moment is free again.
   *
   * @param now when that was found out
   */
  readonly release: (to: string, at: string, now: string) => Promise<void>;
};

export function contactLog(context: LedgerContext): ContactLog {
  const { store, mode, keyedHash, read } = context;
  const keyOf = (to: string) => personKey(mode, personHash(to, keyedHash));
  return {
    reserve: async (to, at, asked) => {
      const both = await store.getMany([keyOf(to), peopleKey(mode)]);
      const person = both.find(({ sk }) => sk === 'person') ?? null;
      const counted = both.find(({ sk }) => sk === 'people') ?? null;
      const known = person === null ? null : read(PERSON, person.doc);
      const people = counted === null ? [] : read(PEOPLE_COUNTED, counted.doc);
      if (asked !== null) {
        const { tried, ...limits } = asked;
        const lastAsked = known?.asked === tried ? null : dateOf(known?.asked);
        const facts = { ...limits, people, lastWrittenTo: dateOf(known?.last), lastAsked };
        const gate = sendGate({ ...facts, now: new Date(at) });
        if (gate.kind !== 'go') return { gate, writes: [] };
      }
      const others = known?.last
        ? removePerson(people, new Date(known.last), new Date(at))
        : people;
      const before = known?.last ?? null;
      const writes = [
        {
          ...peopleKey(mode),
          doc: addPerson(others, new Date(at)),
          expected: counted?.version ?? null,
        },
        {
          ...keyOf(to),
          ...personItem({ to, last: at, before, asked: at }),
          expected: person?.version ?? null,
        },
      ];
      return { gate: { kind: 'go' }, writes };
    },

    people: async () => {
      const counted = await readItem(context, PEOPLE_COUNTED, peopleKey(mode));
      return counted?.doc ?? [];
    },

    lastWrittenTo: async (to) => {
      const byPk = new Map(to.map((one) => [keyOf(one).pk, one]));
      const found = await store.getMany(to.map(keyOf));
      return new Map(
        found.flatMap(({ pk, doc }) => {
          const [one, last] = [byPk.get(pk), dateOf(read(PERSON, doc).last)];
          return one === undefined || last === null ? [] : [[one, last] as const];
        }),
      );
    },

    release: async (to, at, now) => {
      const before = await changeItem(context, PERSON, keyOf(to), (known) => {
        if (known === null || known.last !== at) return { write: null, result: undefined };
        const person = { ...known, last: known.before, before: null };
        return { write: personItem(person), result: known.before };
      });
      if (before === undefined) return;
      await changeItem(context, PEOPLE_COUNTED, peopleKey(mode), (counted) => {
        const people = removePerson(counted ?? [], new Date(at), new Date(now));
        const write = before === null ? people : addPerson(people, new Date(before));
        return { write: { doc: write }, result: undefined };
      });
    },
  };
}

/** What a person is known by: the HMAC of the hash of their number. */
export function personHash(to: string, keyedHash: KeyedHasher): KeyedHash {
  return keyedHash(phoneHashOf(withoutChannel(to)));
}

function dateOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}

/** A person's item but for its key. */
export function personItem(person: Person): Omit<Item, keyof Key> {
  return { doc: person, expiresAt: epochSecondsAfter(person.asked, KEPT_DAYS) };
}
