import {
  sumOfHoldings,
  type ErasableLedger,
  type Holdings,
  type ErasureSubject,
} from '../../../application/forget/forget.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { MODES } from '../layout.ts';
import { optOutsIn } from '../people/opt-outs.ts';
import { PAGE_SIZE, type Write } from '../port/store.ts';
import type { PersonalItem } from './personal-data.ts';
import { dataOfNumber } from './data-of-number.ts';
import { dataOfSeason } from './data-of-season.ts';

/** What a place keeps beside the items: only a file has simulated messages and older copies. */
export type DataOutsideItems = {
  readonly find: (subject: ErasureSubject) => Pick<Holdings, 'simulated' | 'copies'>;
  readonly erase: (subject: ErasureSubject) => void;
  readonly scrub: () => Promise<void>;
  /** For how many days what was erased can be brought back. */
  readonly recoverableDays: number;
};

/** Each time others have written more that names them; a ledger is not that busy. */
const MOST_ROUNDS = 10;

const NONE: Holdings = sumOfHoldings([]);

/**
 * A ledger as something to erase from. It sees every mode: those who are forgotten are forgotten by all of
 * them. Others may be at work on a shared one: so it looks again until there is nothing left, and leaves
 * what they have begun to send.
 */
export function erasableIn(
  context: LedgerContext,
  outsideItems: DataOutsideItems,
): Pick<ErasableLedger, 'find' | 'erase' | 'scrub'> {
  const { store } = context;
  const tracesOf = (subject: ErasureSubject, at: Date): AsyncIterable<PersonalItem> =>
    subject.kind === 'number'
      ? dataOfNumber(context, subject.phone, at.toISOString())
      : dataOfSeason(context, subject.season, at.toISOString());

  const found = async (subject: ErasureSubject, at: Date): Promise<Holdings> => {
    let holdings = {
      ...NONE,
      ...outsideItems.find(subject),
      recoverableDays: outsideItems.recoverableDays,
    };
    for await (const trace of tracesOf(subject, at)) holdings = counted(holdings, trace);
    return holdings;
  };

  const eraseOnce = async (
    subject: ErasureSubject,
    at: Date,
  ): Promise<Holdings & { readonly done: number }> => {
    let holdings = NONE;
    let done = 0;
    let page: PersonalItem[] = [];
    const write = async (): Promise<void> => {
      if (!(await store.commit(page.map(writeOf)))) {
        // Somebody has written one of them meanwhile: each by itself, as it is now.
        for (const trace of page) {
          // oxlint-disable-next-line no-await-in-loop -- one item after the other
          const isDone = (await isErased(trace)) || (await store.commit([writeOf(trace)]));
          if (!isDone) holdings = counted(holdings, trace, -1);
        }
      }
      done += page.length;
      page = [];
    };
    for await (const trace of tracesOf(subject, at)) {
      if (trace.open > 0) {
        holdings = { ...holdings, open: holdings.open + trace.open };
        continue;
      }
      // Two messages may lead to one item.
      if (page.some(({ stored: { pk, sk } }) => pk === trace.stored.pk && sk === trace.stored.sk)) {
        continue;
      }
      holdings = counted(holdings, trace);
      page.push(trace);
      if (page.length === PAGE_SIZE) await write();
    }
    if (page.length > 0) await write();
    return { ...holdings, done };
  };

  return {
    find: async (subject) => await found(subject, new Date(0)),

    erase: async (subject, at) => {
      const rounds: Holdings[] = [{ ...NONE, ...outsideItems.find(subject) }];
      await recordByNumber(context);
      outsideItems.erase(subject);
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
        const { done, ...erased } = await eraseOnce(subject, at);
        rounds.push({ ...erased, open: 0 });
        if (done === 0) {
          const all = sumOfHoldings(rounds);
          return { ...all, open: erased.open, recoverableDays: outsideItems.recoverableDays };
        }
      }
      throw new Error('There was more to erase each time.');
    },

    scrub: outsideItems.scrub,
  };

  /** A page that was refused may have been written in part. */
  async function isErased({ stored, without }: PersonalItem): Promise<boolean> {
    const now = await store.get(stored);
    return without === null
      ? now === null
      : now !== null && JSON.stringify(now.doc) === JSON.stringify(without.doc);
  }
}

/**
 * Writes down for the number itself what was said under a user id, where the number is known by now:
 * once the replies are erased that tell so, nobody could know it any more.
 */
async function recordByNumber(context: LedgerContext): Promise<void> {
  for (const mode of MODES) {
    const optOuts = optOutsIn({ ...context, mode });
    // oxlint-disable-next-line no-await-in-loop -- what is said for real counts in a stand-in
    for (const { phone, state, source, operator, at } of await optOuts.list()) {
      if (phone === null) continue;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await optOuts.add([phone], { state, source, operator, at });
    }
  }
}

function writeOf({ stored: { pk, sk, version }, without }: PersonalItem): Write {
  return without === null
    ? { pk, sk, gone: true, expected: version }
    : { pk, sk, ...without, expected: version };
}

function counted(
  holdings: Holdings,
  { kind, count, open }: PersonalItem,
  sign: 1 | -1 = 1,
): Holdings {
  const next = { ...holdings, open: holdings.open + sign * open };
  return kind === null ? next : { ...next, [kind]: next[kind] + sign * count };
}
