import type { Answer } from '../../application/ports/operator.ts';
import { yesAtTerminal } from '../../domain/approval/operator-yes.ts';
import type { Digest } from '../../domain/message/message.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import type { AnswerSource, KeyQuestion } from './answer-source.ts';

/** A text to approve, with the question whether to send it. */
type ApprovalRequest = {
  /** The digest of the text on the card. */
  readonly shown: Digest;
  /** The text above the question. */
  readonly card: () => Promise<string>;
  /** `y` sends the text, `n` leaves it out, `b` goes back, `?` explains the keys; any other key quits. */
  readonly question: KeyQuestion;
  /** Printed after `?`. */
  readonly explanation: string;
};

type ApprovalContext = {
  readonly shell: Pick<Shell, 'stderr' | 'clock'>;
  readonly source: AnswerSource;
  readonly view: Pick<OperatorView, 'name' | 'mayAskNow'>;
};

/**
 * Shows a text and asks whether to send it. Only here does a key press become an approval.
 *
 * @param withdrawn answers the question with `quit` when aborted
 */
export async function askForYes(
  { shown, card, question, explanation }: ApprovalRequest,
  { shell: { stderr, clock }, source, view }: ApprovalContext,
  withdrawn: AbortSignal,
): Promise<Answer> {
  if (!(await view.mayAskNow())) return { kind: 'quit' };
  const text = await card();
  if (withdrawn.aborted) return { kind: 'quit' };
  stderr.write(text);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await source.next(question, withdrawn);
    if (key === 'y') {
      // The hours for sending may have ended while the question was open.
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (!(await view.mayAskNow()) || withdrawn.aborted) return { kind: 'quit' };
      const yes = yesAtTerminal({ shown, key, operator: view.name, at: clock.now() });
      return { kind: 'yes', yes };
    }
    if (key === 'n') return { kind: 'no' };
    if (key === 'b') return { kind: 'back' };
    if (key !== '?') return { kind: 'quit' };
    stderr.write(explanation);
  }
}

/** How messages are shown to the operator. */
export type OperatorView = {
  /** The operator's name, recorded in the ledger with each approval. */
  readonly name: string;
  /** The warnings and repairs of a row, as texts. */
  readonly notesOn: (row: number) => readonly string[];
  /** Resolves to true within the hours for sending, or if the operator chooses to send outside them. */
  readonly mayAskNow: () => Promise<boolean>;
  /** A prefix of the lines about a message, as for a test message; none for an invite. */
  readonly label?: string;
  readonly colours: Colours;
};
