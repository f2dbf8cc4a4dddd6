import type { Phone } from '../../domain/record/phone/phone.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Season } from '../../domain/record/values/season.ts';

/** Whose data is to go: one number's, or everybody's of one season. */
export type ErasureSubject =
  | { readonly kind: 'number'; readonly phone: Phone }
  | { readonly kind: 'season'; readonly season: Season };

/** What is kept of them, counted. */
export type Holdings = {
  /** Messages, which lose names, number, team and text and keep their keys. */
  readonly messages: number;
  /** Texts to others that name the number, as a team manager's; only the text goes. */
  readonly texts: number;
  /** Players as the last lists had them. */
  readonly players: number;
  readonly replies: number;
  /** What the club answered to replies; the text and the number go. */
  readonly answers: number;
  /** Numbers of opt-outs; their hashes stay and go on counting. */
  readonly optOuts: number;
  /** Messages the simulator keeps beside its ledger. */
  readonly simulated: number;
  /** Older copies of the ledger's file, by name. They hold everybody's data and go as a whole. */
  readonly copies: readonly string[];
  /** Of the messages and texts, those that Twilio has still to be asked for. */
  readonly open: number;
  /** For how many days at most what was erased can be brought back by whoever keeps the ledger; 0 for none. */
  readonly recoverableDays: number;
};

/** One ledger with all its modes, as something to erase from. */
export type ErasableLedger = {
  readonly isRehearsal: boolean;
  /** @throws InviteError `ledger_in_use` when a run holds it; a shared one is held by as many as like */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  readonly find: (whose: ErasureSubject) => Promise<Holdings>;
  /**
   * Erases in one durable step; in a shared ledger in one for each message, until nothing is left: what
   * was cut off can be done again. What others have begun to send meanwhile is left there, and `open`.
   */
  readonly erase: (whose: ErasureSubject, at: Date) => Promise<Holdings>;
  /**
   * Leaves nothing of what was erased in the ledger's bytes, and removes the older copies of a file.
   *
   * @throws InviteError `ledger_unavailable` while another program reads the file
   */
  readonly scrub: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type Forgotten =
  | { readonly kind: 'nothing_kept' }
  | { readonly kind: 'kept'; readonly holdings: Holdings }
  | { readonly kind: 'erased'; readonly holdings: Holdings };

export type ForgetPorts = {
  readonly ledgers: readonly ErasableLedger[];
  /** Whether the operator says so, having seen what goes. */
  readonly confirm: (holdings: Holdings) => Promise<boolean>;
  /** Deletes what was kept of lists that were shown, whoever is on them. */
  readonly forgetShown: () => void;
  readonly operator: string;
  readonly at: Date;
};

/** What is kept of them in all the ledgers. */
export async function holdingsIn(
  ledgers: readonly ErasableLedger[],
  whose: ErasureSubject,
): Promise<Holdings> {
  return sumOfHoldings(await inTurn(ledgers, async ({ find }) => await find(whose)));
}

/**
 * Erases who somebody was, and keeps what prevents a second message to them. Nothing else runs on the
 * ledgers meanwhile, but on a shared one.
 *
 * @throws InviteError `still_open` while Twilio has to be asked for some of it, `ledger_in_use`
 */
export async function forget(
  whose: ErasureSubject,
  { ledgers, confirm, forgetShown, operator, at }: ForgetPorts,
): Promise<Forgotten> {
  await inTurn(ledgers, async ({ hold }) => await hold(operator, at));
  const holdings = await holdingsIn(ledgers, whose);
  await refuseOpen(ledgers, whose);
  if (isNothing(holdings)) {
    // An earlier run may have been cut off between erasing and this.
    await inTurn(ledgers, async ({ scrub }) => await scrub());
    forgetShown();
    return { kind: 'nothing_kept' };
  }
  if (!(await confirm(holdings))) return { kind: 'kept', holdings };
  const erased = sumOfHoldings(await inTurn(ledgers, async ({ erase }) => await erase(whose, at)));
  await inTurn(ledgers, async ({ scrub }) => await scrub());
  forgetShown();
  return { kind: 'erased', holdings: erased };
}

async function refuseOpen(
  ledgers: readonly ErasableLedger[],
  whose: ErasureSubject,
): Promise<void> {
  const openIn = async (isRehearsal: boolean): Promise<number> => {
    const these = ledgers.filter((ledger) => ledger.isRehearsal === isRehearsal);
    return (await holdingsIn(these, whose)).open;
  };
  const [real, rehearsed] = [await openIn(false), await openIn(true)];
  if (real + rehearsed > 0) throw new InviteError({ code: 'still_open', real, rehearsed });
}

function isNothing({ copies, open: _open, recoverableDays: _days, ...counts }: Holdings): boolean {
  return copies.length === 0 && Object.values(counts).every((count) => count === 0);
}

export function sumOfHoldings(all: readonly Holdings[]): Holdings {
  const total = (of: (one: Holdings) => number): number =>
    all.reduce((before, one) => before + of(one), 0);
  return {
    messages: total(({ messages }) => messages),
    texts: total(({ texts }) => texts),
    players: total(({ players }) => players),
    replies: total(({ replies }) => replies),
    answers: total(({ answers }) => answers),
    optOuts: total(({ optOuts }) => optOuts),
    simulated: total(({ simulated }) => simulated),
    copies: all.flatMap(({ copies }) => copies),
    open: total(({ open }) => open),
    recoverableDays: Math.max(0, ...all.map(({ recoverableDays }) => recoverableDays)),
  };
}

/** One ledger after the other. */
async function inTurn<T>(
  ledgers: readonly ErasableLedger[],
  work: (ledger: ErasableLedger) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = [];
  // oxlint-disable-next-line no-await-in-loop -- so that one that fails leaves the next as it is
  for (const ledger of ledgers) done.push(await work(ledger));
  return done;
}
