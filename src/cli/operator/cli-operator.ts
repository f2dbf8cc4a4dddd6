import type { OperatorView } from './operator-view.ts';
import type { AnswerSource, KeyQuestion } from './answer-source.ts';
import type { Answer, Operator, Question } from '../../application/ports/ports.ts';
import { digestOf } from '../../domain/message/message.ts';
import { explainPause } from '../../text/delivery/pause.ts';
import type { Colours } from '../terminal/colours.ts';
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
        card: async () => await cardOf(question, { notes, label }, view.colours, stderr.columns()),
        question: keyQuestion(question, label, view.colours),
        explanation: EXPLANATION,
      };
      return await askForYes(asked, { shell, source, view }, withdrawn);
    },
    goOn: async (reason, withdrawn) => {
      const { message, means, fix } = explainPause(reason);
      stderr.write(`\n${view.colours.odd(`Paused: ${message}`)}\n  ${means}\n  -> ${fix}\n`);
      // Lines that were written before the pause were not written for it.
      return stdin.isTerminal && (await source.next(goOnQuestion(view.colours), withdrawn)) === 'y';
    },
  };
}

function goOnQuestion(colours: Colours): KeyQuestion {
  return {
    question: colours.bold('Go on? (y/q)'),
    keys: ['y', 'q'],
    otherKey: colours.odd('Press y or q.'),
  };
}

function keyQuestion(question: Question, label: string, colours: Colours): KeyQuestion {
  return {
    question: colours.bold(`${label}${questionOf(question)}`),
    keys: question.canGoBack ? ['y', 'n', 'b', 'q', '?'] : ['y', 'n', 'q', '?'],
    otherKey: colours.odd(
      question.canGoBack
        ? 'Press y, n, b, q or ?.'
        : 'Press y, n, q or ?. There is none before this one to go back to.',
    ),
  };
}
