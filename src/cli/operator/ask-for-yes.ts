import type { Answer } from '../../application/ports/ports.ts';
import type { Digest } from '../../domain/message/message.ts';
import { yesAtTerminal } from '../../domain/approval/operator-yes.ts';
import type { Shell } from '../shell.ts';
import type { AnswerSource, KeyQuestion } from './answer-source.ts';
import type { Colours } from '../terminal/colours.ts';

/** A text that is put before the operator, with the question whether it is to be sent. */
type ForYes = {
  /** The digest of the text that the card shows. */
  readonly shown: Digest;
  readonly card: () => Promise<string>;
  /** `y` sends it; `n` leaves it out; `b` goes back; `?` explains the keys; any other one quits. */
  readonly question: KeyQuestion;
  readonly explanation: string;
};

type Desk = {
  readonly shell: Pick<Shell, 'stderr' | 'clock'>;
  readonly source: AnswerSource;
  readonly view: Pick<OperatorView, 'name' | 'mayAskNow'>;
};

/**
 * Shows a text and asks whether it is to be sent. The one place where a key becomes a yes.
 *
 * @param withdrawn resolves the question to `quit`
 */
export async function askForYes(
  { shown, card, question, explanation }: ForYes,
  { shell: { stderr, clock }, source, view }: Desk,
  withdrawn: AbortSignal,
): Promise<Answer> {
  if (!(await view.mayAskNow())) return { kind: 'quit' };
  const text = await card();
  if (withdrawn.aborted) return { kind: 'quit' };
  stderr.write(text);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
    const key = await source.next(question, withdrawn);
    if (key === 'y') {
      // The question may have stood there until the hours were over.
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
