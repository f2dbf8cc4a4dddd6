import { refusalOf } from '../delivery/codes/refusal.ts';
import type { Doubt, Outcome } from '../delivery/outcome.ts';

/** Why a person has to decide whether the run continues. */
export type PauseReason =
  | Extract<Outcome, { readonly kind: 'refused' }>
  /** This many messages in a row had no clear outcome. `doubt`: that of the last one. */
  | { readonly kind: 'faults_in_a_row'; readonly count: number; readonly doubt: Doubt };

/** What an outcome means for the rest of the run. */
export type Next =
  | { readonly kind: 'go_on' }
  | { readonly kind: 'pause'; readonly reason: PauseReason }
  /** The next message would have the same outcome. */
  | {
      readonly kind: 'stop';
      readonly because: Extract<Outcome, { kind: 'refused' | 'unreachable' }>;
    };

/** This many faults in a row are not a coincidence. */
const FAULTS_BEFORE_PAUSE = 3;

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
      return faults < FAULTS_BEFORE_PAUSE
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
