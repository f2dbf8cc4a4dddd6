import * as z from 'zod';
import { phoneHashOf, withoutChannel } from '../../../domain/contact/recipient.ts';
import type { KeyedHasher, KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import {
  addPerson,
  removePerson,
  PEOPLE_COUNTED,
  type PeopleCounted,
} from '../../../domain/policy/people-counted.ts';
import { sendGate, type GateDecision } from '../../../domain/policy/send-policy.ts';
import { time } from '../documents.ts';
import { epochSecondsAfter, peopleKey, personKey } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { changeItem, readItem } from '../port/change-item.ts';
import type { Item, Key, Write } from '../port/store.ts';

/**
 * The document of a contact: when one person was last sent a message. Its key is the hash of the
 * number.
 */
export const PERSON = z.strictObject({
  /** `whatsapp:` and an E.164 number; null after erasure. */
  to: z.string().nullable(),
  /** When a message was last sent, or may have been; null if none was. */
  last: time.nullable(),
  /** The previous value of `last`, which comes back if the message was not sent after all. */
  before: time.nullable(),
  /** When a request to Twilio was last started, with any outcome. */
  asked: time,
});
export type Person = z.infer<typeof PERSON>;

/** What the caller gives the gate. */
export type GateInput = {
  readonly dailyLimit: number;
  /** The time since the attempt was first requested. */
  readonly waitedMs: number;
};

/** Longer than the 24 hours that count. */
const KEPT_DAYS = 2;

/**
 * When people were last sent a message: a contact for each, and one item that counts all of the
 * last 24 hours. Both are written before the message becomes `sending`. If a process ends in
 * between, a place of the daily limit stays in use; none is given twice.
 */
export type ContactLog = {
  /**
   * Asks the gate, and returns the writes that take a place of the daily limit; none if the gate
   * refuses.
   *
   * @param to `whatsapp:` and an E.164 number
   * @param at the time of the request, in ISO 8601
   * @param input null to skip the gate; `tried` is the time of a request that Twilio refused for
   *   this same message, which does not have to wait for itself
   */
  readonly reserve: (
    to: string,
    at: string,
    input: (GateInput & { readonly tried: string | null }) | null,
  ) => Promise<{ readonly gate: GateDecision; readonly writes: readonly Write[] }>;
  readonly people: () => Promise<PeopleCounted>;
  /** When each of these was last sent a message. Numbers that never were are left out. */
  readonly lastWrittenTo: (to: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
  /**
   * Frees the place of a message that was not sent after all.
   *
   * @param at when the place was taken
   * @param now when the outcome became known
   */
  readonly release: (to: string, at: string, now: string) => Promise<void>;
};

export function contactLog(context: LedgerContext): ContactLog {
  const { store, mode, keyedHash, read } = context;
  const keyOf = (to: string) => personKey(mode, personHash(to, keyedHash));
  return {
    reserve: async (to, at, input) => {
      const both = await store.getMany([keyOf(to), peopleKey(mode)]);
      const person = both.find(({ sk }) => sk === 'person') ?? null;
      const counted = both.find(({ sk }) => sk === 'people') ?? null;
      const known = person === null ? null : read(PERSON, person.doc);
      const people = counted === null ? [] : read(PEOPLE_COUNTED, counted.doc);
      if (input !== null) {
        const { tried, ...limits } = input;
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
      const stored = await store.getMany(to.map(keyOf));
      return new Map(
        stored.flatMap(({ pk, doc }) => {
          const [address, last] = [byPk.get(pk), dateOf(read(PERSON, doc).last)];
          return address === undefined || last === null ? [] : [[address, last] as const];
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

/** The keyed hash of a number or an address. */
export function personHash(to: string, keyedHash: KeyedHasher): KeyedHash {
  return keyedHash(phoneHashOf(withoutChannel(to)));
}

function dateOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}

/** A contact's item without its key. */
export function personItem(person: Person): Omit<Item, keyof Key> {
  return { doc: person, expiresAt: epochSecondsAfter(person.asked, KEPT_DAYS) };
}
