/** Where answers come from: a keyboard, or lines on standard input. */
export type AnswerSource = {
  /** One of the keys, or null when there is no answer: withdrawn, or the input is at its end. */
  readonly next: (asked: KeyQuestion, withdrawn: AbortSignal) => Promise<string | null>;
  /** A line as it was typed, or null when there is none: withdrawn, or the input is at its end. */
  readonly nextLine: (question: string, withdrawn: AbortSignal) => Promise<string | null>;
  /** Prints something without disturbing a question that stands there. */
  readonly printAbove: (print: () => void) => void;
  /** Puts the terminal right again. */
  readonly close: () => void;
};

export type KeyQuestion = {
  /** The question as it stands on the screen, on a line of its own. */
  readonly question: string;
  readonly keys: readonly string[];
  /** What is said of a key that answers nothing. */
  readonly otherKey: string;
};
