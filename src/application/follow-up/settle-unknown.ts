import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import { isServiceAtWork, mayBeAtWork } from '../../domain/policy/service-attempt.ts';
import type { Ledger, OpenAttempt } from '../ports/ledger.ts';
import type { Clock, Wait } from '../ports/clock.ts';
import type { SentMessages } from '../ports/gateway.ts';

export type SettlePorts = {
  readonly ledger: Pick<
    Ledger,
    'isShared' | 'open' | 'advance' | 'noteNotFound' | 'noteCandidate' | 'knownSids'
  >;
  readonly sentMessages: SentMessages;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Who gets to know. */
  readonly operator: string;
  /**
   * How long after an attempt Twilio may take to show it, in milliseconds. What is not shown by then
   * counts as not there.
   */
  readonly showsUpWithinMs: number;
  /** Fires when the operator does not want to wait: what is not settled by then stays unknown. */
  readonly stop: AbortSignal;
  /** Set where another run may be at what is approved or being sent: both are left as they are. */
  readonly onlyUnknown?: boolean;
  readonly emit: (event: SettleEvent) => void;
};

export type SettleEvent =
  | { readonly kind: 'asking'; readonly count: number }
  /** Twilio may still come to show these. */
  | { readonly kind: 'waiting'; readonly count: number; readonly milliseconds: number }
  | { readonly kind: 'settled'; readonly attempt: OpenAttempt; readonly result: SettleResult };

type SettleResult =
  | { readonly kind: 'accepted'; readonly messageSid: MessageSid }
  /** Twilio shows it more than once; the first counts, and a person should know of the others. */
  | { readonly kind: 'found_twice'; readonly sids: readonly MessageSid[] }
  | { readonly kind: 'not_found' }
  /** Twilio has one that may be it, so that it is not known to be not there. */
  | { readonly kind: 'unclear'; readonly candidate: Candidate }
  | { readonly kind: 'not_asked' };

/** How often what is not there yet is asked for again. */
const ASK_AGAIN_AFTER_MS = 2000;

/**
 * Settles what earlier runs left open, by asking Twilio and never by trying again. A yes that was
 * not used lapses; a request that was cut off becomes unknown first, so that the ledger says what is
 * known even if this ends early. Only for a run that holds the ledger, unless it is `onlyUnknown`: else
 * another may be at it. The service holds none, and a shared ledger is held by many, so what they may be
 * at is left alone, and what somebody else settles meanwhile counts.
 */
export async function settleUnknown(ports: SettlePorts): Promise<void> {
  const unknown = await namedUnknown(ports);
  if (unknown.length === 0) return;
  ports.emit({ kind: 'asking', count: unknown.length });
  const taken = new Set<MessageSid>();
  let pending: readonly OpenAttempt[] = unknown;
  while (pending.length > 0 && !ports.stop.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one look through the list after the other
    const round = await askForEach(pending, taken, ports);
    const early: OpenAttempt[] = [];
    for (const { attempt, candidates: found } of round.open) {
      // What was found to be another's since Twilio was asked for this one is not its own.
      const candidates = found.filter(({ sid }) => !taken.has(sid));
      const result = resultOf(candidates);
      const isEarly = leftMs(attempt, ports.clock.now(), ports) > 0;
      if (isEarly && mayStillShow(candidates)) early.push(attempt);
      // oxlint-disable-next-line no-await-in-loop -- each is written down before the next one
      else if (await isStillUnknown(attempt, ports)) await settle(attempt, result, ports);
    }
    if (round.isCutShort) return;
    pending = early;
    if (pending.length === 0) return;
    const now = ports.clock.now();
    const milliseconds = Math.max(...pending.map((attempt) => leftMs(attempt, now, ports)), 0);
    ports.emit({ kind: 'waiting', count: pending.length, milliseconds });
    // oxlint-disable-next-line no-await-in-loop -- Twilio is given time to show what it took
    await ports.wait(Math.min(milliseconds, ASK_AGAIN_AFTER_MS), ports.stop);
  }
}

type Round = {
  /** Those that Twilio does not show for certain, each with what may be it. */
  readonly open: readonly { readonly attempt: OpenAttempt; readonly candidates: Candidates }[];
  /** Whether not all were asked for. */
  readonly isCutShort: boolean;
};

type Candidates = readonly Candidate[];

/**
 * Asks for one after the other, and settles each that Twilio shows. What is left is judged after that:
 * the message of one attempt may look like that of another until the text has told whose it is.
 */
async function askForEach(
  pending: readonly OpenAttempt[],
  taken: Set<MessageSid>,
  ports: SettlePorts,
): Promise<Round> {
  const open: Round['open'][number][] = [];
  for (const attempt of pending) {
    if (ports.stop.aborted) return { open: [], isCutShort: true };
    // oxlint-disable-next-line no-await-in-loop -- one question to Twilio after the other
    const asked = await ask(attempt, taken, ports);
    if (asked.kind === 'open') open.push({ attempt, candidates: asked.candidates });
    // oxlint-disable-next-line no-await-in-loop -- each is written down before the next is asked for
    else if (await isStillUnknown(attempt, ports)) await settle(attempt, asked, ports);
    // Whatever keeps Twilio from answering this keeps it from answering the next.
    if (asked.kind === 'not_asked') return { open, isCutShort: true };
  }
  return { open, isCutShort: false };
}

function resultOf([candidate]: Candidates): SettleResult {
  return candidate === undefined ? { kind: 'not_found' } : { kind: 'unclear', candidate };
}

/** A text or a number that Twilio hides now is hidden later, so that nobody has to wait for it. */
function mayStillShow(candidates: Candidates): boolean {
  return candidates.every(({ doubt }) => doubt === 'text_differs');
}

/** All that is unknown, once everything that is open is called what it is. */
async function namedUnknown(ports: SettlePorts): Promise<readonly OpenAttempt[]> {
  const { ledger, clock, onlyUnknown = false } = ports;
  const now = clock.now();
  const isAtWork = ledger.isShared ? mayBeAtWork : isServiceAtWork;
  const isOpen = (await ledger.open()).filter((attempt) => !isAtWork(attempt, now));
  if (onlyUnknown) return isOpen.filter(({ state }) => state === 'unknown');
  for (const attempt of isOpen) {
    // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
    await nameUnknown(attempt, ports);
  }
  const unknown = await idsOfUnknown(ledger);
  return isOpen.filter(({ id }) => unknown.has(id));
}

/** Calls an attempt that was cut off what it is; whoever has done so already has done so. */
async function nameUnknown(
  { id, state }: OpenAttempt,
  { ledger, clock, operator }: SettlePorts,
): Promise<void> {
  if (state === 'unknown') return;
  const step =
    state === 'approved'
      ? ({ kind: 'lapsed' } as const)
      : ({ kind: 'unknown', doubt: 'cut_off' } as const);
  await ledger.advance(id, step, clock.now(), operator);
}

async function idsOfUnknown({ open }: Pick<Ledger, 'open'>): Promise<ReadonlySet<AttemptId>> {
  return new Set((await open()).flatMap(({ id, state }) => (state === 'unknown' ? [id] : [])));
}

/** A callback, or the run that holds the ledger, may have settled it meanwhile. */
async function isStillUnknown({ id }: OpenAttempt, { ledger }: SettlePorts): Promise<boolean> {
  return (await idsOfUnknown(ledger)).has(id);
}

/**
 * How much longer Twilio may take to show it. Counted from the last moment at which the request can
 * have left, as the ledger had it when this run came to it.
 */
function leftMs({ at }: OpenAttempt, now: Date, { showsUpWithinMs }: SettlePorts): number {
  return at.getTime() + showsUpWithinMs - now.getTime();
}

type Asked =
  | Exclude<SettleResult, { readonly kind: 'not_found' | 'unclear' }>
  | { readonly kind: 'open'; readonly candidates: Candidates };

async function ask(
  attempt: OpenAttempt,
  taken: Set<MessageSid>,
  { ledger, sentMessages }: SettlePorts,
): Promise<Asked> {
  const sought = await sentMessages.search(attempt);
  if (sought.kind === 'not_asked') return sought;
  const { candidates = [] } = sought;
  // What another attempt has is that one's: the same text may have gone to the same number before.
  const known = await ledger.knownSids([...sought.sids, ...candidates.map(({ sid }) => sid)]);
  const sids = sought.sids.filter((sid) => !known.has(sid) && !taken.has(sid));
  const [first, ...others] = sids;
  if (first === undefined) {
    return { kind: 'open', candidates: candidates.filter(({ sid }) => !known.has(sid)) };
  }
  for (const sid of sids) taken.add(sid);
  return others.length === 0
    ? { kind: 'accepted', messageSid: first }
    : { kind: 'found_twice', sids };
}

async function settle(
  attempt: OpenAttempt,
  result: SettleResult,
  ports: SettlePorts,
): Promise<void> {
  if (await writeDown(attempt, result, ports)) ports.emit({ kind: 'settled', attempt, result });
}

/** False where a callback that came since the last look has settled it. */
async function writeDown(
  { id }: OpenAttempt,
  result: SettleResult,
  { ledger, clock, operator }: SettlePorts,
): Promise<boolean> {
  const accept = async (messageSid: MessageSid): Promise<boolean> => {
    const step = { kind: 'accepted', messageSid } as const;
    return (await ledger.advance(id, step, clock.now(), operator)).kind === 'advanced';
  };
  switch (result.kind) {
    case 'accepted':
      return await accept(result.messageSid);
    case 'found_twice': {
      const [messageSid] = result.sids as readonly [MessageSid];
      return await accept(messageSid);
    }
    case 'not_found':
      return await ledger.noteNotFound(id, clock.now(), operator);
    case 'unclear':
      return await ledger.noteCandidate(id, result.candidate, clock.now());
    case 'not_asked':
      return true;
  }
}
