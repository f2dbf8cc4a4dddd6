import type { Random } from './random.ts';

/** How often each fault is injected: probabilities, unless stated otherwise. */
export type FaultRates = {
  /** That a process crashes before its work is done. */
  readonly crash: number;
  /** That an operator's computer sleeps for hours. */
  readonly computerSleep: number;
  /** That one access to the store fails. */
  readonly storeFailure: number;
  readonly lostAnswer: number;
  readonly commitRetried: number;
  /** The largest number of recent writes that an index does not show yet. */
  readonly lag: number;
  /** That a request to Twilio is refused, lost or left without a response. */
  readonly twilioFault: number;
  readonly callbackFault: number;
  readonly lookupFailure: number;
};

export const NO_FAULTS: FaultRates = {
  crash: 0,
  computerSleep: 0,
  storeFailure: 0,
  lostAnswer: 0,
  commitRetried: 0,
  lag: 0,
  twilioFault: 0,
  callbackFault: 0,
  lookupFailure: 0,
};

/** Many rates are 0 in a given simulation, so that faults also occur one kind at a time. */
export function randomFaultRates(
  { happens, pick, integer }: Random,
  isShared: boolean,
): FaultRates {
  // Without crashes, failed accesses and lost answers every call completes, which allows stricter checks.
  const isSafe = happens(0.3);
  return {
    crash: isSafe ? 0 : pick([0, 0.15, 0.4, 0.7]),
    computerSleep: pick([0, 0.1, 0.3, 0.6]),
    storeFailure: isSafe ? 0 : pick([0, 0, 0.003, 0.02]),
    lostAnswer: isSafe ? 0 : pick([0, 0, 0.01, 0.04]),
    commitRetried: isShared ? pick([0, 0.05, 0.2]) : 0,
    lag: isShared ? pick([0, 0, 1, integer(2, 6)]) : 0,
    twilioFault: pick([0, 0.3, 0.6, 0.9]),
    // At 2 every callback is lost, as for a club that runs no service.
    callbackFault: pick([0, 0.2, 0.5, 2]),
    lookupFailure: pick([0, 0, 0.1, 0.3]),
  };
}
