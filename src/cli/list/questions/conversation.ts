import type { AnswerSource } from '../../operator/answer-source.ts';
import type { Output } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';

/** Where questions about a list are asked and answered. */
export type Conversation = {
  readonly answers: AnswerSource;
  readonly output: Output;
  readonly colours: Colours;
  /** Fires when the operator wants to stop. */
  readonly stop: AbortSignal;
};
