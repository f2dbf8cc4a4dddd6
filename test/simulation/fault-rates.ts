import type { Random } from './random.ts';

/** How hard a simulation is on the program: each a probability where nothing else is said. */
export type FaultRates = {
  /** Of a process to die before its work is done. */
  readonly crash: number;
  /** Of a computer at which an operator works to sleep for hours. */
  readonly computerSleep: number;
  /** Of one access to the store. */
  readonly storeFailure: number;
  readonly lostAnswer: number;
  readonly commitRetried: number;
  /** How many of the last writes an index misses at most. */
  readonly lag: number;
  /** Of a request to Twilio not to be answered as it should. */
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

/** Some simulations are fair in most ways, so that one kind of trouble is met at a time. */
export function randomFaultRates(
  { happens, pick, integer }: Random,
  isShared: boolean,
): FaultRates {
  // Without any of the three every call comes to its end, and more can be asked of the outcome.
  const isSafe = happens(0.3);
  return {
    crash: isSafe ? 0 : pick([0, 0.15, 0.4, 0.7]),
    computerSleep: pick([0, 0.1, 0.3, 0.6]),
    storeFailure: isSafe ? 0 : pick([0, 0, 0.003, 0.02]),
    lostAnswer: isSafe ? 0 : pick([0, 0, 0.01, 0.04]),
    commitRetried: isShared ? pick([0, 0.05, 0.2]) : 0,
    lag: isShared ? pick([0, 0, 1, integer(2, 6)]) : 0,
    twilioFault: pick([0, 0.3, 0.6, 0.9]),
    // At 2 none comes at all, as without a service that Twilio can tell.
    callbackFault: pick([0, 0.2, 0.5, 2]),
    lookupFailure: pick([0, 0, 0.1, 0.3]),
  };
}
