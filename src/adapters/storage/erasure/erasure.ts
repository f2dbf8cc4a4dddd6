import {
  sumOfHoldings,
  type ErasableLedger,
  type Holdings,
  type ErasureSubject,
  type LapsedSubject,
} from '../../../application/forget/forget.ts';
import type { HeldItem } from '../../../application/forget/held-data.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import { ANSWER, OPT_OUT } from '../documents.ts';
import { MODES, optOutPartition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { keyedAnswer } from '../lists/list-memory.ts';
import { optOutsIn } from '../people/opt-outs.ts';
import { flatten } from '../port/change-item.ts';
import { PAGE_SIZE, type Write } from '../port/store.ts';
import { dataOfNumber } from './data-of-number.ts';
import { dataOfSeason } from './data-of-season.ts';
import { heldItems } from './held-items.ts';
import { kindOf, modeOf } from './item-kinds.ts';
import { lapsedRehearsals } from './lapsed-rehearsals.ts';
import { optOutData, twilioRecordsOf, type PersonalItem } from './personal-data.ts';

/**
 * Personal data outside the items. A file has simulated messages and backups of older versions; a
 * table has none.
 */
export type DataOutsideItems = {
  readonly find: (
    subject: ErasureSubject | LapsedSubject,
  ) => Pick<Holdings, 'simulated' | 'copies'>;
  /** What is kept of a number. */
  readonly held: (phone: Phone) => readonly HeldItem[];
  readonly erase: (subject: ErasureSubject | LapsedSubject) => void;
  readonly scrub: ErasableLedger['scrub'];
  /** The number of days for which erased data can be restored from the database's own backups. */
  readonly recoverableDays: number;
};

/**
 * The limit of rounds. Each further round means that other processes wrote new items about the
 * person.
 */
const MOST_ROUNDS = 10;

const NONE: Holdings = sumOfHoldings([]);

/**
 * Finds and erases the data of a number or a season, in all modes. Other processes may write
 * meanwhile, so erasing repeats until nothing is found. Messages that are being sent are left as
 * they are, and counted as open.
 */
export function erasableIn(
  context: LedgerContext,
  outsideItems: DataOutsideItems,
): Pick<ErasableLedger, 'find' | 'held' | 'atTwilio' | 'erase' | 'scrub'> {
  const { store } = context;
  const itemsOf = (
    subject: ErasureSubject | LapsedSubject,
    at: Date,
  ): AsyncIterable<PersonalItem> => {
    const time = at.toISOString();
    switch (subject.kind) {
      case 'number':
        return dataOfNumber(context, subject.phone, time);
      case 'season':
        return dataOfSeason(context, subject.season, time);
      case 'rehearsals':
        return lapsedRehearsals(context, subject.before.toISOString(), time);
    }
  };

  const found = async (subject: ErasureSubject, at: Date): Promise<Holdings> => {
    let holdings = {
      ...NONE,
      ...outsideItems.find(subject),
      recoverableDays: outsideItems.recoverableDays,
    };
    for await (const item of itemsOf(subject, at)) holdings = counted(holdings, item);
    return holdings;
  };

  const eraseOnce = async (
    subject: ErasureSubject | LapsedSubject,
    at: Date,
  ): Promise<Holdings & { readonly done: number }> => {
    let holdings = NONE;
    let done = 0;
    let page: PersonalItem[] = [];
    const write = async (): Promise<void> => {
      if (!(await store.commit(page.map(writeOf)))) {
        // Another process wrote one of the items. Each is tried by itself; the next round finds the
        // rest.
        for (const item of page) {
          // oxlint-disable-next-line no-await-in-loop -- one item after the other
          const isDone = (await isErased(item)) || (await store.commit([writeOf(item)]));
          if (!isDone) holdings = counted(holdings, item, -1);
        }
      }
      done += page.length;
      page = [];
    };
    for await (const item of itemsOf(subject, at)) {
      if (item.open > 0) {
        holdings = { ...holdings, open: holdings.open + item.open };
        continue;
      }
      // Two messages may have the same contact.
      if (page.some(({ stored: { pk, sk } }) => pk === item.stored.pk && sk === item.stored.sk)) {
        continue;
      }
      holdings = counted(holdings, item);
      page.push(item);
      if (page.length === PAGE_SIZE) await write();
    }
    if (page.length > 0) await write();
    return { ...holdings, done };
  };

  return {
    find: async (subject) => await found(subject, new Date(0)),

    held: async function* held(phone) {
      yield* heldItems(context, phone);
      yield* outsideItems.held(phone);
    },

    atTwilio: async function* atTwilio(subject, mode) {
      for await (const item of itemsOf(subject, new Date(0))) {
        if (modeOf(item.stored) === mode) yield* twilioRecordsOf(context, item);
      }
    },

    erase: async (subject, at) => {
      const rounds: Holdings[] = [{ ...NONE, ...outsideItems.find(subject) }];
      await recordByNumber(context);
      await keyAnswers(context);
      await dropLastDigits(context);
      outsideItems.erase(subject);
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        // oxlint-disable-next-line no-await-in-loop -- each round reads the items again
        const { done, ...erased } = await eraseOnce(subject, at);
        rounds.push({ ...erased, open: 0 });
        if (done === 0) {
          const all = sumOfHoldings(rounds);
          return { ...all, open: erased.open, recoverableDays: outsideItems.recoverableDays };
        }
      }
      throw new Error('Each round found more to erase.');
    },

    scrub: outsideItems.scrub,
  };

  /**
   * Whether the item is as erasure leaves it: a refused commit may have written a part of its
   * items.
   */
  async function isErased({ stored, redacted }: PersonalItem): Promise<boolean> {
    const now = await store.get(stored);
    return redacted === null
      ? now === null
      : now !== null && JSON.stringify(now.doc) === JSON.stringify(redacted.doc);
  }
}

/**
 * Copies opt-outs of user ids to their numbers, if these are known. The replies that link the two
 * may be erased, and the opt-out must still apply to the number.
 */
async function recordByNumber(context: LedgerContext): Promise<void> {
  for (const mode of MODES) {
    const optOuts = optOutsIn({ ...context, mode });
    // oxlint-disable-next-line no-await-in-loop -- the opt-outs of one mode depend on those before
    for (const { phone, player, state, source, operator, at } of await optOuts.list()) {
      if (phone === null || player !== undefined) continue;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await optOuts.add([phone], { state, source, operator, at });
    }
  }
}

/** Gives the answers of older versions keyed hashes: their questions are about names and numbers. */
async function keyAnswers(context: LedgerContext): Promise<void> {
  const { store, read } = context;
  for await (const stored of flatten(store.scan('"answeredBy"'))) {
    if (kindOf(stored) !== 'answer') continue;
    const answer = read(ANSWER, stored.doc);
    if (answer.isKeyed === true) continue;
    const keyed = keyedAnswer({ ...context, mode: modeOf(stored) }, answer);
    // A newer answer to the question is kept.
    if ((await store.get(keyed)) === null) await store.commit([{ ...keyed, expected: null }]);
    await store.commit([{ pk: stored.pk, sk: stored.sk, gone: true }]);
  }
}

/** Erases the last digits that older versions kept of erased numbers. */
async function dropLastDigits(context: LedgerContext): Promise<void> {
  const { store, read } = context;
  for (const mode of MODES) {
    // oxlint-disable-next-line no-await-in-loop -- three modes
    for await (const stored of flatten(store.query('main', optOutPartition(mode)))) {
      const { whom, lastTwo } = read(OPT_OUT, stored.doc);
      if (whom === null && lastTwo !== null) {
        await store.commit([writeOf(optOutData(context, stored))]);
      }
    }
  }
}

function writeOf({ stored: { pk, sk, version }, redacted }: PersonalItem): Write {
  return redacted === null
    ? { pk, sk, gone: true, expected: version }
    : { pk, sk, ...redacted, expected: version };
}

function counted(
  holdings: Holdings,
  { kind, count, open }: PersonalItem,
  sign: 1 | -1 = 1,
): Holdings {
  const next = { ...holdings, open: holdings.open + sign * open };
  return kind === null ? next : { ...next, [kind]: next[kind] + sign * count };
}
