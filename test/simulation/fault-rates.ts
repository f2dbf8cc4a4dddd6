import type { Chance } from './random.ts';

/** How hard a simulation is on the program: each a probability where nothing else is said. */
export type Weather = {
  /** Of a process to die before its work is done. */
  readonly death: number;
  /** Of a computer at which an operator works to sleep for hours. */
  readonly sleep: number;
  /** Of one access to the store. */
  readonly storeFailure: number;
  readonly lostAnswer: number;
  readonly askedAgain: number;
  /** How many of the last writes an index misses at most. */
  readonly lag: number;
  /** Of a request to Twilio not to be answered as it should. */
  readonly twilioTrouble: number;
  readonly callbackTrouble: number;
  readonly lookFailure: number;
};

export const FAIR: Weather = {
  death: 0,
  sleep: 0,
  storeFailure: 0,
  lostAnswer: 0,
  askedAgain: 0,
  lag: 0,
  twilioTrouble: 0,
  callbackTrouble: 0,
  lookFailure: 0,
};

/** Some simulations are fair in most ways, so that one kind of trouble is met at a time. */
export function weatherBy({ happens, pick, whole }: Chance, isShared: boolean): Weather {
  // Without any of the three every call comes to its end, and more can be asked of the outcome.
  const isSafe = happens(0.3);
  return {
    death: isSafe ? 0 : pick([0, 0.15, 0.4, 0.7]),
    sleep: pick([0, 0.1, 0.3, 0.6]),
    storeFailure: isSafe ? 0 : pick([0, 0, 0.003, 0.02]),
    lostAnswer: isSafe ? 0 : pick([0, 0, 0.01, 0.04]),
    askedAgain: isShared ? pick([0, 0.05, 0.2]) : 0,
    lag: isShared ? pick([0, 0, 1, whole(2, 6)]) : 0,
    twilioTrouble: pick([0, 0.3, 0.6, 0.9]),
    // At 2 none comes at all, as without a service that Twilio can tell.
    callbackTrouble: pick([0, 0.2, 0.5, 2]),
    lookFailure: pick([0, 0, 0.1, 0.3]),
  };
}
