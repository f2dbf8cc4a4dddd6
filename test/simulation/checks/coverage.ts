import { ATTEMPT_STATES, DELIVERY_STATES } from '../../../src/domain/delivery/state.ts';

/* Situations that the simulations must reach: over 1,000 seeds no count may be 0. */

const attempt = ATTEMPT_STATES.map((state) => `attempt: ${state}` as const);
const delivery = DELIVERY_STATES.map((state) => `delivery: ${state}` as const);

const CRASHES = [
  'crash before a read',
  'crash before a write',
  'crash after a write',
  'crash before Twilio is asked',
  'crash before Twilio answers',
  'crash while waiting',
  'crash at a question',
  'crash at the queue',
  'crash while Twilio is looked through',
  'sleep of a computer',
] as const;

const STORE = [
  'store: fails at a read',
  'store: fails at a write',
  'store: answer lost',
  'store: asked again, and found done',
  'store: asked again, and written over since',
  'store: index lags',
  'store: commit refused by another write',
] as const;

const LEDGER = [
  'ledger: claim taken by another',
  'ledger: step lost to another',
  'ledger: early callback kept',
  'ledger: early callback kept with an attempt',
  'ledger: early callback used with the answer',
  'ledger: early callback dropped once used',
  'ledger: outcome set by a callback',
  'ledger: invitee leads to no message',
  'ledger: SID leads to no message',
  'ledger: entry of a crashed write completed by another',
  'ledger: daily place taken for a step that crashed',
  'ledger: daily place released',
  'ledger: candidate noted',
  'ledger: candidate given up',
  'ledger: in use by another run',
] as const;

const GATE = ['daily limit: wait', 'daily limit: reached'] as const;

const TWILIO = [
  'Twilio: accepts',
  'Twilio: refuses for ever',
  'Twilio: refuses for now',
  'Twilio: refuses after an opt-out',
  'Twilio: unreachable',
  'Twilio: took it, answer lost',
  'Twilio: did not take it, no answer',
  'Twilio: took it after the process died',
  'Twilio: callback before the answer',
  'Twilio: callback twice',
  'Twilio: callback out of order',
  'Twilio: callback lost',
  'Twilio: callback without an attempt',
  'Twilio: callback with another attempt',
  'Twilio: list lags',
  'Twilio: list hides the text',
  'Twilio: list holds a message sent by hand',
  'Twilio: list misses a message',
  'Twilio: list cannot be read',
  'Twilio: state of a message cannot be read',
] as const;

const RUNS = [
  'run: accepted',
  'run: refused',
  'run: unreachable',
  'run: unknown',
  'run: already_sent',
  'run: on_its_way',
  'run: still_unknown',
  'run: opted_out',
  'run: queued',
  'run: skipped',
  'run: left',
  'run: not_delivered',
  'run: lapsed',
  'run: not_delivered',
  'run: ends for template',
  'run: ends for hours_over',
  'run: ends for unreachable',
  'run: ends for queue',
  'run: ends for refused',
  'run: ends for paused',
  'run: ends for not_delivered',
  'run: ends for daily_limit',
  'run: ends for failed',
  'run: ends for quit',
  'run: ends for interrupted',
  'run: outcome unwritten',
  'run: yes too old',
  'run: sends once more what was never found',
  'run: sends once more what did not arrive',
] as const;

const SETTLING = [
  'settle: accepted',
  'settle: found_twice',
  'settle: not_found',
  'settle: unclear',
  'settle: not_asked',
  'settle: waits for Twilio to show it',
] as const;

const REQUESTS = [
  'request: sent',
  'request: already_sent',
  'request: on_its_way',
  'request: unknown',
  'request: refused',
  'request: unreachable',
  'request: opted_out',
  'request: other_template',
  'request: outside_hours',
  'request: daily_limit',
  'request: no_time',
  'request: sending_halted',
] as const;

const WORKERS = [
  'worker: accepted',
  'worker: refused',
  'worker: unreachable',
  'worker: unknown',
  'worker: done_before',
  'worker: unwritten',
  'worker: approval_too_old',
  'worker: opted_out',
  'worker: template_changed',
  'worker: outside_hours',
  'worker: daily_limit',
  'worker: gives back as unreadable',
  'worker: gives back as other_mode',
  'worker: gives back as not_as_approved',
  'worker: gives back as not_in_ledger',
  'worker: gives back as template_not_told',
  'worker: gives back as sending_halted',
  'worker: gives back as too_little_time',
  'worker: gets a message that another has',
  'worker: gets a message again',
  'worker: message dead-lettered',
] as const;

const PEOPLE = [
  'reply: stop by number',
  'reply: stop by user id',
  'reply: stop by user id before its number is known',
  'reply: stop in other words',
  'reply: fetched by a status run',
  'opt-out: taken back',
  'forget: erased',
  'forget: nothing_kept',
  'forget: still open',
  'forget: erased beside other work',
  'follow-up: news',
  'follow-up: opt-out',
] as const;

export const COVERAGE_POINTS = [
  ...attempt,
  ...delivery,
  ...CRASHES,
  ...STORE,
  ...LEDGER,
  ...GATE,
  ...TWILIO,
  ...RUNS,
  ...SETTLING,
  ...REQUESTS,
  ...WORKERS,
  ...PEOPLE,
] as const;

export type CoveragePoint = (typeof COVERAGE_POINTS)[number];

const BY_NAME = new Map<string, CoveragePoint>(COVERAGE_POINTS.map((point) => [point, point]));

/** @throws Error if no coverage point has this name */
export function coveragePoint(name: string): CoveragePoint {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`There is no coverage point "${name}".`);
  return found;
}
