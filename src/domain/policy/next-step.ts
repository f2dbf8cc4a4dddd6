import type { Doubt, Outcome } from '../delivery/outcome.ts';
import { refusalOf } from '../delivery/codes/refusal.ts';

/** Why a person is to say whether the next message goes. */
export type PauseReason =
  | Extract<Outcome, { readonly kind: 'refused' }>
  /** So many messages in a row had no clear answer; the last of them for this doubt. */
  | { readonly kind: 'faults_in_a_row'; readonly count: number; readonly doubt: Doubt };

/** What an outcome means for the messages after it. */
export type Next =
  | { readonly kind: 'go_on' }
  | { readonly kind: 'pause'; readonly reason: PauseReason }
  /** The next one would meet the same. */
  | {
      readonly kind: 'stop';
      readonly because: Extract<Outcome, { kind: 'refused' | 'unreachable' }>;
    };

/** As many faults in a row as are no accident any more. */
const FAULTS_BEFORE_PAUSE = 3;

/** @param faults how many provider faults there were in a row, this outcome included */
export function nextStepAfter(outcome: Outcome, faults: number): Next {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'go_on' };
    case 'unreachable':
      return { kind: 'stop', because: outcome };
    case 'refused': {
      // Of a code that nobody knows, nobody knows whom it would stop.
      const stops = refusalOf(outcome.twilioCode)?.stops ?? 'pause';
      if (stops === 'run') return { kind: 'stop', because: outcome };
      return stops === 'pause' ? { kind: 'pause', reason: outcome } : { kind: 'go_on' };
    }
    case 'unknown':
      return faults < FAULTS_BEFORE_PAUSE
        ? { kind: 'go_on' }
        : {
            kind: 'pause',
            reason: { kind: 'faults_in_a_row', count: faults, doubt: outcome.doubt },
          };
  }
}

/** How many provider faults there were in a row, after one more outcome. */
export function faultsInARow(before: number, outcome: Outcome): number {
  if (outcome.kind === 'accepted' || outcome.kind === 'refused') return 0;
  const isProviderFault = outcome.kind === 'unknown' && outcome.doubt !== 'interrupted';
  return isProviderFault ? before + 1 : before;
}
