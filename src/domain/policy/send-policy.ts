import { isApprovalStale, type ApprovedMessage } from '../approval/approval.ts';
import { firstMessagesWaitMs, type OwnMessage } from './own-messages.ts';
import { type DailyRoom, dailyRoom, isNewPerson, type PeopleCounted } from './people-counted.ts';
import { rateWaitMs, type Departures, sameNumberWaitMs } from './rate-limit.ts';
import { SENDING_HALTED, type SendingHalt } from './sending-halt.ts';

/** Data for the daily limit of people and for the interval between two messages to one person. */
export type GateFacts = {
  /** When a message may last have been sent to this person; null if never. */
  readonly lastWrittenTo: Date | null;
  /** When the last request for this person was made, whatever its outcome. */
  readonly lastAsked: Date | null;
  readonly people: PeopleCounted;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
  readonly now: Date;
  /** How long the message has waited already. */
  readonly waitedMs?: number;
};

export type GateDecision =
  | { readonly kind: 'go' }
  /** Too soon after the last message to this number. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** No new person may be written to. */
  | { readonly kind: 'daily_limit'; readonly room: DailyRoom };

/**
 * Whether a message may be sent now. The ledger checks this in the transaction with the step to
 * `sending`, so that the limits hold across processes and machines.
 */
export function sendGate(facts: GateFacts): GateDecision {
  const { lastWrittenTo, lastAsked, people, dailyLimit, now, waitedMs } = facts;
  if (isNewPerson(lastWrittenTo, now)) {
    const room = dailyRoom(people, now, dailyLimit);
    if (room.fits === 0) return { kind: 'daily_limit', room };
  }
  const milliseconds = sameNumberWaitMs(lastAsked, now, waitedMs);
  return milliseconds > 0 ? { kind: 'wait', milliseconds } : { kind: 'go' };
}

/** The facts that decide whether a message may be sent now. */
export type SendFacts = {
  readonly now: Date;
  readonly message: ApprovedMessage;
  readonly hasOptedOut: boolean;
  /** Whether the template counts as marketing and no consent is on record; false if a plan left these out. */
  readonly lacksMarketingConsent: boolean;
  /** The template compared with Twilio's. `not_told`: Twilio could not be asked. */
  readonly template: 'as_approved' | 'changed' | 'not_told';
  /** When the sending hours start; null if the message may be sent at this hour. */
  readonly opensAt: Date | null;
  /** Null where messages may be sent, and in a run, which follows its own messages. */
  readonly halt: SendingHalt | null;
  /** Null if only the ledger checks the limits, with the step to `sending`. */
  readonly limits: Omit<GateFacts, 'now' | 'waitedMs'> | null;
  /**
   * When this process last sent messages; empty if it waits for each outcome before the next message.
   */
  readonly latest: Departures;
  /**
   * The messages of which one has to leave Twilio before the next is sent, in the order in which they
   * were sent; empty where the next one does not wait for them.
   */
  readonly first: readonly OwnMessage[];
  /** How long the message has waited since the first check. */
  readonly waitedMs: number;
};

/** The message may not be sent. */
export type Hold = { readonly kind: 'hold' } & (
  | { readonly because: 'approval_too_old' | 'opted_out' | 'no_marketing_consent' }
  | { readonly because: 'template_changed' | 'template_not_told' }
  | { readonly because: 'outside_hours'; readonly opensAt: Date }
  | { readonly because: typeof SENDING_HALTED; readonly halt: SendingHalt }
  | { readonly because: 'daily_limit'; readonly room: DailyRoom }
);

export type SendDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | Hold;

/** The wait for the first messages is in steps, since one may leave Twilio at any time. */
const LONGEST_STEP_MS = 2000;

/**
 * Whether a message may be sent now. All senders use this rule: the interactive run, the worker, the
 * trigger and tests. They differ in the facts they have and in what they do with the result.
 */
export function sendPolicy(facts: SendFacts): SendDecision {
  const { now, message, opensAt, halt, limits, waitedMs } = facts;
  if (isApprovalStale(message, now)) return { kind: 'hold', because: 'approval_too_old' };
  if (facts.hasOptedOut) return { kind: 'hold', because: 'opted_out' };
  if (facts.lacksMarketingConsent) return { kind: 'hold', because: 'no_marketing_consent' };
  if (facts.template === 'changed') return { kind: 'hold', because: 'template_changed' };
  if (facts.template === 'not_told') return { kind: 'hold', because: 'template_not_told' };
  if (opensAt !== null) return { kind: 'hold', because: 'outside_hours', opensAt };
  if (halt !== null) return { kind: 'hold', because: SENDING_HALTED, halt };
  const gate = limits === null ? ({ kind: 'go' } as const) : sendGate({ ...limits, now, waitedMs });
  if (gate.kind === 'daily_limit') return { kind: 'hold', because: 'daily_limit', room: gate.room };
  const milliseconds = Math.max(
    gate.kind === 'wait' ? gate.milliseconds : 0,
    rateWaitMs(facts.latest, now) - waitedMs,
    Math.min(firstMessagesWaitMs(facts.first, now, waitedMs), LONGEST_STEP_MS),
  );
  return milliseconds > 0 ? { kind: 'wait', milliseconds } : { kind: 'go' };
}
