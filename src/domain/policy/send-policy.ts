import { isApprovalStale, type ApprovedMessage } from '../approval/approval.ts';
import { rateMs, type Departures, sameNumberMs } from './rate-limit.ts';
import { type DailyRoom, dailyRoom, isNewPerson, type PeopleCounted } from './people-counted.ts';

/** Everything that says whether one message may leave at this moment. */
export type SendFacts = {
  readonly now: Date;
  readonly message: ApprovedMessage;
  readonly hasOptedOut: boolean;
  /** What Twilio makes of the message now. `not_told`: Twilio could not be asked. */
  readonly template: 'as_approved' | 'changed' | 'not_told';
  /** When messages go again; null where this one may go at this hour. */
  readonly opensAt: Date | null;
  /** Null where the ledger alone asks the gate, with the step to `sending`. */
  readonly limits: Omit<GateFacts, 'now' | 'waitedMs'> | null;
  /** When this process last sent; empty where it sends one message at a time and waits for each. */
  readonly latest: Departures;
  /** How long the message has waited since this was first asked. */
  readonly waitedMs: number;
};

/** Nothing may leave. */
export type Hold = { readonly kind: 'hold' } & (
  | { readonly because: 'approval_too_old' | 'opted_out' }
  | { readonly because: 'template_changed' | 'template_not_told' }
  | { readonly because: 'outside_hours'; readonly opensAt: Date }
  | { readonly because: 'daily_limit'; readonly room: DailyRoom }
);

export type SendDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | Hold;

/**
 * Whether a message may go now. The only such rule: the interactive run, the worker, the trigger and the
 * tests differ in the facts they have, and in what they do with the answer.
 */
export function sendPolicy(facts: SendFacts): SendDecision {
  const { now, message, opensAt, limits, waitedMs } = facts;
  if (isApprovalStale(message, now)) return { kind: 'hold', because: 'approval_too_old' };
  if (facts.hasOptedOut) return { kind: 'hold', because: 'opted_out' };
  if (facts.template === 'changed') return { kind: 'hold', because: 'template_changed' };
  if (facts.template === 'not_told') return { kind: 'hold', because: 'template_not_told' };
  if (opensAt !== null) return { kind: 'hold', because: 'outside_hours', opensAt };
  const gate = limits === null ? ({ kind: 'go' } as const) : sendGate({ ...limits, now, waitedMs });
  if (gate.kind === 'daily_limit') return { kind: 'hold', because: 'daily_limit', room: gate.room };
  const milliseconds = Math.max(
    gate.kind === 'wait' ? gate.milliseconds : 0,
    rateMs(facts.latest, now) - waitedMs,
  );
  return milliseconds > 0 ? { kind: 'wait', milliseconds } : { kind: 'go' };
}

/** What limits how many people are written to, and how quickly one person is. */
export type GateFacts = {
  /** When something may last have gone to this person; null where nothing did. */
  readonly lastWrittenTo: Date | null;
  /** When Twilio was last asked to send them something, whatever came of it. */
  readonly lastAsked: Date | null;
  readonly people: PeopleCounted;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  readonly now: Date;
  /** How long the message has waited for its turn already. */
  readonly waitedMs?: number;
};

export type GateAnswer =
  | { readonly kind: 'go' }
  /** WhatsApp wants some seconds between two messages to one number. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** No new person may be written to. */
  | { readonly kind: 'daily_limit'; readonly room: DailyRoom };

/**
 * Whether a message may leave at this moment. The ledger asks it with the step to `sending` and writes
 * both down together, so that the limits hold between processes and machines, too.
 */
export function sendGate(facts: GateFacts): GateAnswer {
  const { lastWrittenTo, lastAsked, people, dailyLimit, now, waitedMs } = facts;
  if (isNewPerson(lastWrittenTo, now)) {
    const room = dailyRoom(people, now, dailyLimit);
    if (room.fits === 0) return { kind: 'daily_limit', room };
  }
  const milliseconds = sameNumberMs(lastAsked, now, waitedMs);
  return milliseconds > 0 ? { kind: 'wait', milliseconds } : { kind: 'go' };
}
