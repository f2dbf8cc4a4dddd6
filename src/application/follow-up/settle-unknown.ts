import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { AttemptId, MessageSid } from '../../domain/delivery/ids.ts';
import { isServiceAtWork, mayBeAtWork } from '../../domain/policy/service-attempt.ts';
import type { Clock, Wait } from '../ports/clock.ts';
import type { NotAsked, SentMessages } from '../ports/gateway.ts';
import type { Ledger, OpenAttempt } from '../ports/ledger.ts';

export type SettlePorts = {
  readonly ledger: Pick<
    Ledger,
    'isShared' | 'open' | 'advance' | 'noteNotFound' | 'noteCandidate' | 'knownSids'
  >;
  readonly sentMessages: SentMessages;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly operator: string;
  /**
   * How long Twilio may take to list a message after it was sent, in milliseconds. A message that is
   * not listed by then does not exist.
   */
  readonly showsUpWithinMs: number;
  /** Fires when the run must not wait longer: what is not settled by then stays unknown. */
  readonly stop: AbortSignal;
  /**
   * Set where another run may be sending: attempts that are approved or being sent are left as they
   * are.
   */
  readonly onlyUnknown?: boolean;
  readonly emit: (event: SettleEvent) => void;
};

export type SettleEvent =
  | { readonly kind: 'asking'; readonly count: number }
  /** Twilio may still list these. */
  | { readonly kind: 'waiting'; readonly count: number; readonly milliseconds: number }
  | { readonly kind: 'settled'; readonly attempt: OpenAttempt; readonly result: SettleResult };

type SettleResult =
  | { readonly kind: 'accepted'; readonly messageSid: MessageSid }
  /** Twilio lists it more than once; the first counts, and the operator should know of the others. */
  | { readonly kind: 'found_twice'; readonly sids: readonly MessageSid[] }
  | { readonly kind: 'not_found' }
  /** Twilio lists a message that may be it, so `not_found` would be wrong. */
  | { readonly kind: 'unclear'; readonly candidate: Candidate }
  | NotAsked;

const SEARCH_INTERVAL_MS = 2000;

/**
 * Settles the attempts that earlier runs left open, by searching for them in Twilio's message list;
 * nothing is sent again. An approval that was not used lapses. An interrupted request becomes unknown
 * first, so that the ledger is correct even if this run ends early.
 *
 * Without `onlyUnknown` the run must hold the ledger: otherwise another run may be sending. In a
 * shared ledger, and with attempts of the service, those that may be in progress are left alone, and
 * what another process settles meanwhile stands.
 */
export async function settleUnknown(ports: SettlePorts): Promise<void> {
  const unknown = await markedUnknown(ports);
  if (unknown.length === 0) return;
  ports.emit({ kind: 'asking', count: unknown.length });
  const assigned = new Set<MessageSid>();
  let pending: readonly OpenAttempt[] = unknown;
  while (pending.length > 0 && !ports.stop.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one search after the other
    const round = await searchForEach(pending, assigned, ports);
    const early: OpenAttempt[] = [];
    for (const { attempt, candidates: found } of round.open) {
      // Messages that were since assigned to another attempt are left out.
      const candidates = found.filter(({ sid }) => !assigned.has(sid));
      const result = resultOf(candidates);
      const isEarly = leftMs(attempt, ports.clock.now(), ports) > 0;
      if (isEarly && mayStillShow(candidates)) early.push(attempt);
      // oxlint-disable-next-line no-await-in-loop -- each is recorded before the next
      else if (await isStillUnknown(attempt, ports)) await settle(attempt, result, ports);
    }
    if (round.isCutShort) return;
    pending = early;
    if (pending.length === 0) return;
    const now = ports.clock.now();
    const milliseconds = Math.max(...pending.map((attempt) => leftMs(attempt, now, ports)), 0);
    ports.emit({ kind: 'waiting', count: pending.length, milliseconds });
    // oxlint-disable-next-line no-await-in-loop -- gives Twilio time to list a message
    await ports.wait(Math.min(milliseconds, SEARCH_INTERVAL_MS), ports.stop);
  }
}

type Round = {
  /** Attempts that Twilio does not list for certain, each with the messages that may be it. */
  readonly open: readonly { readonly attempt: OpenAttempt; readonly candidates: Candidates }[];
  /** Whether some were not searched for. */
  readonly isCutShort: boolean;
};

type Candidates = readonly Candidate[];

/**
 * Searches for one attempt after the other, and settles each that Twilio lists. The others wait until
 * all were searched for: a message may look like two attempts until its text shows which one it is.
 */
async function searchForEach(
  pending: readonly OpenAttempt[],
  assigned: Set<MessageSid>,
  ports: SettlePorts,
): Promise<Round> {
  const open: Round['open'][number][] = [];
  for (const attempt of pending) {
    if (ports.stop.aborted) return { open: [], isCutShort: true };
    // oxlint-disable-next-line no-await-in-loop -- one request to Twilio after the other
    const found = await search(attempt, assigned, ports);
    if (found.kind === 'open') open.push({ attempt, candidates: found.candidates });
    // oxlint-disable-next-line no-await-in-loop -- each is recorded before the next search
    else if (await isStillUnknown(attempt, ports)) await settle(attempt, found, ports);
    // The next request would fail for the same reason.
    if (found.kind === 'not_asked') return { open, isCutShort: true };
  }
  return { open, isCutShort: false };
}

function resultOf([candidate]: Candidates): SettleResult {
  return candidate === undefined ? { kind: 'not_found' } : { kind: 'unclear', candidate };
}

/** Waiting does not help where Twilio hides the text or the number. */
function mayStillShow(candidates: Candidates): boolean {
  return candidates.every(({ doubt }) => doubt === 'text_differs');
}

/** All unknown attempts, after open ones that were interrupted became unknown or lapsed. */
async function markedUnknown(ports: SettlePorts): Promise<readonly OpenAttempt[]> {
  const { ledger, clock, onlyUnknown = false } = ports;
  const now = clock.now();
  const mayBeInProgress = ledger.isShared ? mayBeAtWork : isServiceAtWork;
  const open = (await ledger.open()).filter((attempt) => !mayBeInProgress(attempt, now));
  if (onlyUnknown) return open.filter(({ state }) => state === 'unknown');
  for (const attempt of open) {
    // oxlint-disable-next-line no-await-in-loop -- each is a durable step of its own
    await markUnknown(attempt, ports);
  }
  const unknown = await idsOfUnknown(ledger);
  return open.filter(({ id }) => unknown.has(id));
}

/** Moves an interrupted attempt to `unknown` or `lapsed`. Another process may have done so already. */
async function markUnknown(
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

/** False where a callback or another run has settled it meanwhile. */
async function isStillUnknown({ id }: OpenAttempt, { ledger }: SettlePorts): Promise<boolean> {
  return (await idsOfUnknown(ledger)).has(id);
}

/**
 * How much longer Twilio may take to list it, counted from the latest time at which the request can
 * have been sent.
 */
function leftMs({ at }: OpenAttempt, now: Date, { showsUpWithinMs }: SettlePorts): number {
  return at.getTime() + showsUpWithinMs - now.getTime();
}

type Found =
  | Exclude<SettleResult, { readonly kind: 'not_found' | 'unclear' }>
  | { readonly kind: 'open'; readonly candidates: Candidates };

async function search(
  attempt: OpenAttempt,
  assigned: Set<MessageSid>,
  { ledger, sentMessages }: SettlePorts,
): Promise<Found> {
  const answer = await sentMessages.search(attempt);
  if (answer.kind === 'not_asked') return answer;
  const { candidates = [] } = answer;
  // A message that belongs to another attempt is left out: the same text may have gone to the same
  // number before.
  const known = await ledger.knownSids([...answer.sids, ...candidates.map(({ sid }) => sid)]);
  const sids = answer.sids.filter((sid) => !known.has(sid) && !assigned.has(sid));
  const [first, ...others] = sids;
  if (first === undefined) {
    return { kind: 'open', candidates: candidates.filter(({ sid }) => !known.has(sid)) };
  }
  for (const sid of sids) assigned.add(sid);
  return others.length === 0
    ? { kind: 'accepted', messageSid: first }
    : { kind: 'found_twice', sids };
}

async function settle(
  attempt: OpenAttempt,
  result: SettleResult,
  ports: SettlePorts,
): Promise<void> {
  if (await record(attempt, result, ports)) ports.emit({ kind: 'settled', attempt, result });
}

/** False where a callback has settled it since. */
async function record(
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
