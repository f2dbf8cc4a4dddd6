import type { OperatorView } from './operator-view.ts';
import type { AnswerSource, KeyQuestion } from './answer-source.ts';
import type { Answer, Operator, Question } from '../../application/ports/ports.ts';
import { digestOf } from '../../domain/message/message.ts';
import { explainPause } from '../../text/delivery/pause.ts';
import type { Paint } from '../terminal/colours.ts';
import type { Shell } from '../shell.ts';
import { askForYes } from './ask-for-yes.ts';
import { cardOf, EXPLANATION, questionOf } from './question-text.ts';

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
