import { InviteError } from '../../domain/problem/problem.ts';
import { nationalForm, type Phone } from '../../domain/record/phone/phone.ts';
import type { Season } from '../../domain/record/values/season.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { RemovalReport, TwilioRecord } from './delete-at-twilio.ts';
import type { HeldData } from './held-data.ts';

/** Whose data an operator erases: that of one number, or everybody's of one season. */
export type ErasureSubject =
  | { readonly kind: 'number'; readonly phone: Phone }
  | { readonly kind: 'season'; readonly season: Season };

/** What was rehearsed before a time. */
export type LapsedSubject = { readonly kind: 'rehearsals'; readonly before: Date };

/** Counts of the stored data of a subject. */
export type Holdings = {
  /** Messages. Names, number, team and text are erased; keys stay. */
  readonly messages: number;
  /** Messages to others that contain the number, such as a team manager's. Only the text is erased. */
  readonly texts: number;
  /** Players in the lists last sent. */
  readonly players: number;
  readonly replies: number;
  /** The club's answers to replies. Text and number are erased. */
  readonly answers: number;
  /** Opt-outs. The number is erased; its hash stays, and the opt-out still applies. */
  readonly optOuts: number;
  /** Messages on the dead-letter queue on AWS. They are deleted. */
  readonly deadLetters: number;
  /** Messages of the simulator, stored beside its ledger. */
  readonly simulated: number;
  /** Names of older copies of the ledger's file. They contain everybody's data and are deleted. */
  readonly copies: readonly string[];
  /** How many of the messages and texts have an outcome that is still to be asked of Twilio. */
  readonly open: number;
  /** The number of days for which the owner of the ledger can restore erased data; 0 for none. */
  readonly recoverableDays: number;
};

/** One ledger, with all its modes. */
export type ErasableLedger = HeldData & {
  readonly isRehearsal: boolean;
  /**
   * Takes the run lock; a shared ledger has none.
   *
   * @throws InviteError `ledger_in_use` when another run has the lock
   */
  readonly hold: (operator: string, at: Date) => Promise<void>;
  readonly find: (subject: ErasureSubject) => Promise<Holdings>;
  /** The messages and replies of the subject that Twilio may have, in one mode. */
  readonly atTwilio: (subject: ErasureSubject, mode: Mode) => AsyncIterable<TwilioRecord>;
  /**
   * Erases in one durable transaction; in a shared ledger in one for each message, and an interrupted
   * erasure can be repeated. Messages that others have begun to send are left, and counted in `open`.
   */
  readonly erase: (subject: ErasureSubject | LapsedSubject, at: Date) => Promise<Holdings>;
  /**
   * Overwrites erased data in the ledger's file, and deletes older copies of the file.
   *
   * @returns the names of the copies that are left, because another program has them open
   * @throws InviteError `ledger_unavailable` while another program reads the file
   */
  readonly scrub: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

export type Forgotten =
  | { readonly kind: 'nothing_kept' }
  | { readonly kind: 'kept'; readonly holdings: Holdings }
  /** Some of the messages at Twilio were not deleted, so nothing was erased here. */
  | {
      readonly kind: 'twilio_incomplete';
      readonly holdings: Holdings;
      readonly atTwilio: RemovalReport;
    }
  | {
      readonly kind: 'erased';
      readonly holdings: Holdings;
      /** Names of older copies of a ledger's file that could not be deleted. */
      readonly copiesLeft: readonly string[];
      /** Null where nothing was deleted at Twilio. */
      readonly atTwilio: RemovalReport | null;
    };

/** What the operator wants to be erased. */
export type ErasureChoice = 'nothing' | 'here' | 'here_and_at_twilio';

export type ForgetPorts = {
  readonly ledgers: readonly ErasableLedger[];
  /** The dead-letter queue on AWS; null where the settings name none. */
  readonly deadLetters: DeadLetters | null;
  /** The mode whose messages Twilio, or a stand-in, has. */
  readonly mode: Mode;
  /**
   * Asks the operator to confirm the erasure of these.
   *
   * @param atTwilio how many messages and replies Twilio may have of them
   */
  readonly confirm: (holdings: Holdings, atTwilio: number) => Promise<ErasureChoice>;
  /** Deletes messages at Twilio. */
  readonly deleteAtTwilio: (records: readonly TwilioRecord[]) => Promise<RemovalReport>;
  /** Deletes what was stored of all lists that were shown. */
  readonly forgetShown: () => void;
  readonly operator: string;
  readonly at: Date;
};

/** The stored data of the subject in all ledgers. */
export async function holdingsIn(
  ledgers: readonly ErasableLedger[],
  subject: ErasureSubject,
  deadLetters: DeadLetters | null = null,
): Promise<Holdings> {
  const held = sumOfHoldings(await forEachLedger(ledgers, async ({ find }) => await find(subject)));
  const letters = (await deadLetters?.sweep(isAbout(subject), { remove: false })) ?? 0;
  return { ...held, deadLetters: letters };
}

/**
 * Erases personal data, and keeps what prevents a second message to the same people. Holds the run lock
 * of every ledger that has one.
 *
 * @throws InviteError `still_open` while the outcome of some of it is to be asked of Twilio,
 *   `ledger_in_use`
 */
export async function forget(
  subject: ErasureSubject,
  { ledgers, deadLetters, mode, confirm, deleteAtTwilio, ...ports }: ForgetPorts,
): Promise<Forgotten> {
  const { forgetShown, operator, at } = ports;
  await forEachLedger(ledgers, async ({ hold }) => await hold(operator, at));
  const holdings = await holdingsIn(ledgers, subject, deadLetters);
  await throwIfOpen(ledgers, subject);
  if (isEmpty(holdings)) {
    // An earlier run may have been interrupted between erasing and this.
    await forEachLedger(ledgers, async ({ scrub }) => await scrub());
    forgetShown();
    return { kind: 'nothing_kept' };
  }
  const records = await recordsAtTwilio(ledgers, subject, mode);
  const choice = await confirm(holdings, records.length);
  if (choice === 'nothing') return { kind: 'kept', holdings };
  // Before anything is erased here: afterwards nothing says which messages they are.
  const atTwilio = choice === 'here_and_at_twilio' ? await deleteAtTwilio(records) : null;
  if (atTwilio !== null && (atTwilio.failed.length > 0 || atTwilio.left > 0)) {
    return { kind: 'twilio_incomplete', holdings, atTwilio };
  }
  // First, since a dead letter may be put back on the queue.
  const letters = (await deadLetters?.sweep(isAbout(subject), { remove: true })) ?? 0;
  const inLedgers = sumOfHoldings(
    await forEachLedger(ledgers, async ({ erase }) => await erase(subject, at)),
  );
  const erased = { ...inLedgers, deadLetters: letters };
  const copiesLeft = (await forEachLedger(ledgers, async ({ scrub }) => await scrub())).flat();
  forgetShown();
  const copies = erased.copies.filter((copy) => !copiesLeft.includes(copy));
  return { kind: 'erased', holdings: { ...erased, copies }, copiesLeft, atTwilio };
}

/** Whether the body of a dead letter is about the subject, in whatever version it was written. */
export function isAbout(subject: ErasureSubject): (body: string) => boolean {
  if (subject.kind === 'season') {
    const { season } = subject;
    return (body) => body.includes(JSON.stringify(season));
  }
  const { phone } = subject;
  return (body) => body.includes(phone) || body.includes(nationalForm(phone));
}

/** The messages and replies of the subject that Twilio may have, each once. */
export async function recordsAtTwilio(
  ledgers: readonly ErasableLedger[],
  subject: ErasureSubject,
  mode: Mode,
): Promise<readonly TwilioRecord[]> {
  const bySid = new Map<string, TwilioRecord>();
  for (const { atTwilio } of ledgers) {
    // oxlint-disable-next-line no-await-in-loop -- three ledgers at most
    for await (const record of atTwilio(subject, mode)) bySid.set(record.sid, record);
  }
  return [...bySid.values()];
}

async function throwIfOpen(
  ledgers: readonly ErasableLedger[],
  subject: ErasureSubject,
): Promise<void> {
  const openIn = async (isRehearsal: boolean): Promise<number> => {
    const these = ledgers.filter((ledger) => ledger.isRehearsal === isRehearsal);
    return (await holdingsIn(these, subject)).open;
  };
  const [real, rehearsed] = [await openIn(false), await openIn(true)];
  if (real + rehearsed > 0) throw new InviteError({ code: 'still_open', real, rehearsed });
}

/** How long a rehearsal is kept: long enough to rehearse again what comes next, and to look at it. */
export const REHEARSAL_KEPT_DAYS = 30;

/**
 * Erases what was rehearsed more than 30 days ago: the list may be a real one. Null where nothing lapses. It needs
 * no run lock, since nothing is sent.
 */
export async function dropLapsedRehearsals(
  { namesBefore, erase, scrub }: RehearsalLedger,
  now: Date,
): Promise<{ readonly before: Date; readonly erased: Holdings } | null> {
  const before = new Date(now.getTime() - REHEARSAL_KEPT_DAYS * DAY_MS);
  if (!(await namesBefore(before))) return null;
  const erased = await erase({ kind: 'rehearsals', before }, now);
  try {
    await scrub();
  } catch (error) {
    // Another program reads the file. The next erasure overwrites what is left in it.
    if (!(error instanceof InviteError)) throw error;
  }
  return { before, erased };
}

/** The ledger of rehearsals. */
type RehearsalLedger = Pick<ErasableLedger, 'erase' | 'scrub'> & {
  /** Whether there is a message from before a time that is not erased. */
  readonly namesBefore: (before: Date) => Promise<boolean>;
};

const DAY_MS = 24 * 60 * 60 * 1000;

function isEmpty({ copies, open: _open, recoverableDays: _days, ...counts }: Holdings): boolean {
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
    deadLetters: total(({ deadLetters }) => deadLetters),
    simulated: total(({ simulated }) => simulated),
    copies: all.flatMap(({ copies }) => copies),
    open: total(({ open }) => open),
    recoverableDays: Math.max(0, ...all.map(({ recoverableDays }) => recoverableDays)),
  };
}

async function forEachLedger<T>(
  ledgers: readonly ErasableLedger[],
  work: (ledger: ErasableLedger) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = [];
  // oxlint-disable-next-line no-await-in-loop -- a failure leaves the ledgers after it unchanged
  for (const ledger of ledgers) done.push(await work(ledger));
  return done;
}
