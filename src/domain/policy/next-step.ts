import { refusalOf } from '../delivery/codes/refusal.ts';
import type { Doubt, Outcome } from '../delivery/outcome.ts';

/** Why a person has to decide whether the run continues. */
export type PauseReason =
  | Extract<Outcome, { readonly kind: 'refused' }>
  /** This many messages in a row had no clear outcome. `doubt`: that of the last one. */
  | { readonly kind: 'faults_in_a_row'; readonly count: number; readonly doubt: Doubt }
  | ({ readonly kind: 'not_delivered' } & FailureRow);

/** Messages in a row that Twilio accepted and could not deliver, all for the same reason. */
export type FailureRow = {
  /** Null where Twilio gives no code. */
  readonly twilioCode: number | null;
  readonly count: number;
};

/** What an outcome means for the rest of the run. */
export type Next =
  | GoOnOrPause
  /** The next message would have the same outcome. */
  | {
      readonly kind: 'stop';
      readonly because: Extract<Outcome, { kind: 'refused' | 'unreachable' }>;
    };

type GoOnOrPause =
  | { readonly kind: 'go_on' }
  | { readonly kind: 'pause'; readonly reason: PauseReason };

/** This many failures in a row are not a coincidence. */
const SAME_BEFORE_PAUSE = 3;

/** @param faults the number of provider faults in a row, including this outcome */
export function nextStepAfter(outcome: Outcome, faults: number): Next {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'go_on' };
    case 'unreachable':
      return { kind: 'stop', because: outcome };
    case 'refused': {
      // An unknown code may apply to other messages too.
      const stops = refusalOf(outcome.twilioCode)?.stops ?? 'pause';
      if (stops === 'run') return { kind: 'stop', because: outcome };
      return stops === 'pause' ? { kind: 'pause', reason: outcome } : { kind: 'go_on' };
    }
    case 'unknown':
      return faults < SAME_BEFORE_PAUSE
        ? { kind: 'go_on' }
        : {
            kind: 'pause',
            reason: { kind: 'faults_in_a_row', count: faults, doubt: outcome.doubt },
          };
  }
}

/** The number of provider faults in a row after this outcome. */
export function faultsInARow(before: number, outcome: Outcome): number {
  if (outcome.kind === 'accepted' || outcome.kind === 'refused') return 0;
  const isProviderFault = outcome.kind === 'unknown' && outcome.doubt !== 'interrupted';
  return isProviderFault ? before + 1 : before;
}

/** What became of a message after Twilio accepted it. */
export type Ending =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'not_delivered'; readonly twilioCode: number | null };

/** What endings mean for the rest of the run. */
export type NextAfterEndings =
  | GoOnOrPause
  /** The next message would not be delivered either. */
  | { readonly kind: 'stop'; readonly twilioCode: number };

/**
 * What the endings of a run's messages mean for the next one. The strongest consequence counts.
 *
 * @param before the failures in a row so far; null if there are none
 * @param endings in the order in which the messages were sent
 * @returns also the failures in a row after these endings
 */
export function nextStepAfterEndings(
  before: FailureRow | null,
  endings: readonly Ending[],
): { readonly next: NextAfterEndings; readonly row: FailureRow | null } {
  let row = before;
  let next: NextAfterEndings = { kind: 'go_on' };
  for (const ending of endings) {
    if (ending.kind === 'arrived') {
      row = null;
      continue;
    }
    const { twilioCode } = ending;
    row = { twilioCode, count: row?.twilioCode === twilioCode ? row.count + 1 : 1 };
    const after = afterFailure(row);
    if (after.kind === 'stop') return { next: after, row };
    if (next.kind === 'go_on') next = after;
  }
  return { next, row };
}

/**
 * A code has the same consequence as in an answer, except that a code which pauses does so after three
 * in a row: other messages may have been delivered meanwhile.
 */
function afterFailure(row: FailureRow): NextAfterEndings {
  const { twilioCode, count } = row;
  const refusal = twilioCode === null ? null : refusalOf(twilioCode);
  if (twilioCode !== null && refusal?.stops === 'run') return { kind: 'stop', twilioCode };
  if (refusal?.stops === 'recipient' || refusal?.retry === 'automatic') return { kind: 'go_on' };
  // An unknown code has to be looked up before more is sent.
  const isUnknownCode = twilioCode !== null && refusal === null;
  return isUnknownCode || count >= SAME_BEFORE_PAUSE
    ? { kind: 'pause', reason: { kind: 'not_delivered', ...row } }
    : { kind: 'go_on' };
}
