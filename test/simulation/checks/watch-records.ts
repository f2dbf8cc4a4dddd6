import type { Write } from '../../../src/adapters/storage/port/store.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import {
  attemptsIn,
  type AttemptRecord,
  type MessageRecord,
} from '../../../src/domain/delivery/message-record.ts';
import { isFurther, allowsNewAttempt, mayBecome } from '../../../src/domain/delivery/state.ts';
import type { Simulation } from '../simulation.ts';
import { coveragePoint } from './coverage.ts';

/** The current record of each message, by partition key. */
export type Records = ReadonlyMap<string, MessageRecord>;

/** Compares each write of a message with the one before: no state goes back, no history is rewritten. */
export function watchRecords(sim: Simulation): {
  readonly records: Records;
  readonly onChange: (write: Write) => void;
} {
  const records = new Map<string, MessageRecord>();
  return {
    records,
    onChange: (write) => {
      if (!write.pk.includes('#message#')) return;
      if ('gone' in write) return sim.breach('nothing lost', `${write.pk} was deleted`);
      const after = write.doc as MessageRecord;
      const before = records.get(write.pk) ?? null;
      records.set(write.pk, after);
      for (const fault of faultsBetween(before, after)) {
        sim.breach('nothing steps back', `${write.pk}: ${fault}`);
      }
      coverStates(sim, before, after);
    },
  };
}

function* faultsBetween(before: MessageRecord | null, after: MessageRecord): Iterable<string> {
  const known = new Map((before === null ? [] : attemptsIn(before)).map((one) => [one.id, one]));
  for (const attempt of attemptsIn(after)) {
    const earlier = known.get(attempt.id);
    if (earlier !== undefined) yield* faultsOfAttempt(earlier, attempt);
    else if (attempt.state !== 'approved') yield `a new attempt is ${attempt.state}`;
    known.delete(attempt.id);
  }
  for (const id of known.keys()) yield `the attempt ${id} is gone`;
  for (const { id, state } of after.earlier) {
    if (!allowsNewAttempt(state)) yield `the attempt ${id} was replaced while ${state}`;
  }
  if (before === null) return;
  for (const [place, event] of before.history.entries()) {
    const now = after.history[place];
    if (now === event || JSON.stringify(now) === JSON.stringify(event)) continue;
    yield `event ${place} was ${JSON.stringify(event)} and is ${JSON.stringify(now)}`;
  }
  for (const field of ['key', 'inviteeKey', 'purpose', 'season'] as const) {
    if (before[field] !== after[field]) yield `${field} was ${before[field]}, is ${after[field]}`;
  }
}

function* faultsOfAttempt(before: AttemptRecord, after: AttemptRecord): Iterable<string> {
  const { id, state, delivery = null, messageSid } = before;
  if (after.state !== state && !mayBecome(state, after.state)) {
    yield `${id} was ${state} and is ${after.state}`;
  }
  if (delivery !== null && after.delivery !== delivery) {
    const { delivery: now = null } = after;
    if (now === null || !isFurther(delivery, now)) yield `${id} was ${delivery} and is ${now}`;
  }
  if (messageSid !== undefined && messageSid !== after.messageSid) {
    yield `${id} was ${messageSid} and is ${after.messageSid}`;
  }
  for (const field of ['digest', 'operator', 'approvedAt'] as const) {
    if (before[field] !== after[field]) yield `${id}: ${field} is another now`;
  }
}

function coverStates(
  { cover }: Simulation,
  before: MessageRecord | null,
  after: MessageRecord,
): void {
  const was = before?.attempt.id === after.attempt.id ? before.attempt : null;
  for (const attempt of attemptsIn(after)) {
    const earlier = before === null ? undefined : attemptsIn(before).find(isSame(attempt));
    if (earlier?.state !== attempt.state) cover(coveragePoint(`attempt: ${attempt.state}`));
    if (attempt.delivery !== undefined && earlier?.delivery !== attempt.delivery) {
      cover(coveragePoint(`delivery: ${attempt.delivery}`));
    }
  }
  const { state, delivery, candidate } = after.attempt;
  if (state === 'accepted' && was?.state !== 'accepted') {
    if (delivery !== undefined) cover('ledger: early callback used with the answer');
    if (after.history.some((event) => event.state === 'accepted' && event.by === 'Twilio')) {
      cover('ledger: outcome set by a callback');
    }
  }
  if (candidate !== undefined && was?.candidate === undefined) cover('ledger: candidate noted');
  if (candidate === undefined && was?.candidate !== undefined) cover('ledger: candidate given up');
}

function isSame({ id }: AttemptRecord): (other: AttemptRecord) => boolean {
  return (other) => other.id === id;
}

const DAY_MS = 24 * 3_600_000;

/** An attempt that may have reached a recipient. */
type Departure = { readonly to: string; readonly at: number };

/** Checks at each step to `sending` that no more recipients than `dailyLimit` are messaged in 24 hours. */
export function watchLimit(sim: Simulation, dailyLimit: number): (write: Write) => void {
  const departures = new Map<AttemptId, Departure>();
  return (write) => {
    if (!write.pk.includes('#message#') || 'gone' in write) return;
    for (const { id, state, sendingAt, recipient } of attemptsIn(write.doc as MessageRecord)) {
      if (sendingAt === undefined) continue;
      const known = departures.get(id);
      if (known !== undefined) {
        if (allowsNewAttempt(state) && state !== 'resent') departures.delete(id);
        continue;
      }
      if (state !== 'sending') continue;
      const at = Date.parse(sendingAt);
      const current = [...departures.values()].filter((one) => at - one.at < DAY_MS);
      departures.set(id, { to: recipient, at });
      const people = new Set(current.map(({ to }) => to));
      if (people.has(recipient) || people.size < dailyLimit) continue;
      sim.breach('never over the daily limit', `${id} is to person ${people.size + 1}`);
    }
  };
}
