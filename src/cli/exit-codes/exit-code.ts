/** The exit codes and what they mean: a contract with scripts. */
export const EXIT_CODES = {
  0: 'done, or nothing to do',
  1: 'a fault in the tool',
  2: 'wrong usage',
  3: 'the input has faults; for send: nothing in it could be sent',
  4: 'not set up, or Twilio refused the credentials, the sender or the template',
  5: 'Twilio cannot be reached',
  6: 'some messages were refused, or rows were left out because of faults',
  7: 'the outcome of a message is unknown',
  8: 'an operator at a terminal is needed',
  130: 'stopped by hand',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;

/** Where several of 3 to 7 hold, the highest counts. */
export function highest(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce((a, b) => (b > a ? b : a), 0);
}
