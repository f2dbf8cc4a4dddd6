import type { Failure } from '../../src/adapters/simulator/faults/failures.ts';
import { readFault } from '../../src/adapters/simulator/faults/faults.ts';
import type { SeededChoice } from './seeded-choice.ts';

export const MODES = ['slow', 'lossy', 'faulty'] as const;
export type Mode = (typeof MODES)[number];

/**
 * The longest delays from a request to its acceptance, and from there until the list shows the message. Their
 * sum stays below the 3 seconds that the tool waits for the list of a stand-in.
 */
const LATEST_MS = 1200;
export const LONGEST_LAG_MS = 1000;

/** The possible faults of a create request in each mode, equally likely; null means no fault. */
const FAULTS: { readonly [mode in Mode]: readonly [string | null, ...(string | null)[]] } = {
  slow: ['late=MS', 'late=MS', 'slow=MS', 'slow=MS', null],
  lossy: ['accept-then-drop', 'drop', 'half-answer', null],
  faulty: ['accept-then-500', 'accept-then-500', '500', '429', '429=1', 'hang', null, null],
};

/** The fault of the nth create request of a scenario. */
export function randomFault(mode: Mode, choice: SeededChoice, number: number): Failure | null {
  const fault = choice.pick(FAULTS[mode], 'fault', number);
  if (fault === null) return null;
  const failure = readFault(
    fault.replace('MS', String(choice.integer(0, LATEST_MS, 'fault ms', number))),
  );
  if (failure === null) throw new Error(`The simulator has no fault ${fault}.`);
  return failure;
}
