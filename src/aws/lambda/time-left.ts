/** How long before its end a function is to have written down what it knows. */
export const WRITES_WITHIN_MS = 3000;

/**
 * Twilio may itself need some 26 s to give up; a function cannot wait for that. An outcome that is not
 * known by then is settled by the callback, or by asking Twilio.
 */
export const TWILIO_WITHIN_MS = 12_000;

/** From when on a send is begun until its outcome is known: that of Twilio, and what the ledger is told. */
export const LONGEST_SEND_MS = TWILIO_WITHIN_MS + 3000;

export type TimeLeft = {
  /** Fires when nothing may be waited for any more, so that what is not known is written down as that. */
  readonly closing: AbortSignal;
  /** Fires when a send could not be waited for to its end. */
  readonly tooLate: AbortSignal;
};

/** @param msLeft until whoever waits for the answer gives up */
export function timeLeft(msLeft: number): TimeLeft {
  return {
    closing: firesIn(msLeft - WRITES_WITHIN_MS),
    tooLate: firesIn(msLeft - WRITES_WITHIN_MS - LONGEST_SEND_MS),
  };
}

function firesIn(milliseconds: number): AbortSignal {
  return milliseconds > 0 ? AbortSignal.timeout(milliseconds) : AbortSignal.abort();
}
