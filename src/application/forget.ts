import type { Phone } from '../domain/phone.ts';
import { InviteError } from '../domain/problem.ts';
import type { Season } from '../domain/season.ts';

/** Whose data is to go: one number's, or everybody's of one season. */
export type Whose =
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
};

/** One ledger's file with all its modes. */
export type ErasableLedger = {
  readonly isRehearsal: boolean;
  /** @throws InviteError `ledger_in_use` when a run holds it */
  readonly hold: (operator: string, at: Date) => void;
  readonly find: (whose: Whose) => Holdings;
  /** Erases in one durable step. */
  readonly erase: (whose: Whose, at: Date) => Holdings;
  /**
   * Leaves nothing of what was erased in the file's bytes, and removes the older copies.
   *
   * @throws InviteError `ledger_unavailable` while another program reads the file
   */
  readonly scrub: () => void;
  readonly close: () => void;
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
export function holdingsIn(ledgers: readonly ErasableLedger[], whose: Whose): Holdings {
  return sum(ledgers.map((ledger) => ledger.find(whose)));
}

/**
 * Erases who somebody was, and keeps what prevents a second message to them. Nothing else runs on the
 * ledgers meanwhile.
 *
 * @throws InviteError `still_open` while Twilio has to be asked for some of it, `ledger_in_use`
 */
export async function forget(
  whose: Whose,
  { ledgers, confirm, forgetShown, operator, at }: ForgetPorts,
): Promise<Forgotten> {
  for (const ledger of ledgers) ledger.hold(operator, at);
  const holdings = holdingsIn(ledgers, whose);
  refuseOpen(ledgers, whose);
  if (isNothing(holdings)) {
    // An earlier run may have been cut off between erasing and this.
    for (const ledger of ledgers) ledger.scrub();
    forgetShown();
    return { kind: 'nothing_kept' };
  }
  if (!(await confirm(holdings))) return { kind: 'kept', holdings };
  const erased = sum(ledgers.map((ledger) => ledger.erase(whose, at)));
  for (const ledger of ledgers) ledger.scrub();
  forgetShown();
  return { kind: 'erased', holdings: erased };
}

function refuseOpen(ledgers: readonly ErasableLedger[], whose: Whose): void {
  const openIn = (isRehearsal: boolean): number =>
    holdingsIn(
      ledgers.filter((ledger) => ledger.isRehearsal === isRehearsal),
      whose,
    ).open;
  const [real, rehearsed] = [openIn(false), openIn(true)];
  if (real + rehearsed > 0) throw new InviteError({ code: 'still_open', real, rehearsed });
}

function isNothing({ copies, open: _open, ...counts }: Holdings): boolean {
  return copies.length === 0 && Object.values(counts).every((count) => count === 0);
}

function sum(all: readonly Holdings[]): Holdings {
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
  };
}
