import type { Answer, Operator, Question } from '../../application/ports/ports.ts';
import { digestOf } from '../../domain/message/message.ts';
import { explainPause } from '../../text/delivery/pause.ts';
import type { Paint } from '../terminal/colours.ts';
import type { Shell } from '../shell.ts';
import { askForYes } from './ask-for-yes.ts';
import { cardOf, EXPLANATION, questionOf } from './question-text.ts';

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
  readonly paint: Paint;
};

/** The operator as the command line has them. */
export function cliOperator(shell: Shell, source: AnswerSource, view: OperatorView): Operator {
  const { stdin, stderr } = shell;
  return {
    ask: async (question, withdrawn): Promise<Answer> => {
      const { message } = question.planned;
      const notes = view.notesOn(message.invite.row);
      const label = view.label ?? '';
      const asked = {
        shown: digestOf(message),
        card: async () => await cardOf(question, { notes, label }, view.paint, stderr.columns()),
        question: keyQuestion(question, label, view.paint),
        explanation: EXPLANATION,
      };
      return await askForYes(asked, { shell, source, view }, withdrawn);
    },
    goOn: async (reason, withdrawn) => {
      const { message, means, fix } = explainPause(reason);
      stderr.write(`\n${view.paint.odd(`Paused: ${message}`)}\n  ${means}\n  -> ${fix}\n`);
      // Lines that were written before the pause were not written for it.
      return stdin.isTerminal && (await source.next(goOnQuestion(view.paint), withdrawn)) === 'y';
    },
  };
}

function goOnQuestion(paint: Paint): KeyQuestion {
  return {
    question: paint.bold('Go on? (y/q)'),
    keys: ['y', 'q'],
    otherKey: paint.odd('Press y or q.'),
  };
}

function keyQuestion(question: Question, label: string, paint: Paint): KeyQuestion {
  return {
    question: paint.bold(`${label}${questionOf(question)}`),
    keys: question.canGoBack ? ['y', 'n', 'b', 'q', '?'] : ['y', 'n', 'q', '?'],
    otherKey: paint.odd(
      question.canGoBack
        ? 'Press y, n, b, q or ?.'
        : 'Press y, n, q or ?. There is none before this one to go back to.',
    ),
  };
}
