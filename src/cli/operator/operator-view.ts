import type { Colours } from '../terminal/colours.ts';

/** How messages are put before the operator. */
export type OperatorView = {
  /** The name that goes into the ledger with each yes. */
  readonly name: string;
  /** What is odd or mended about a row, in words. */
  readonly notesOn: (row: number) => readonly string[];
  /** Whether it is an hour in which messages go, or the operator goes on all the same. */
  readonly mayAskNow: () => Promise<boolean>;
  /** Stands before each line that is about a message; nothing for an invite. */
  readonly label?: string;
  readonly colours: Colours;
};
