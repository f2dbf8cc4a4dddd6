import type { Answer, Operator, Question } from '../../application/ports/operator.ts';
import { digestOf, type Message } from '../../domain/message/message.ts';
import type { Remark } from '../../domain/message/plan.ts';
import { explainNonDelivery } from '../../text/delivery/fate.ts';
import { notFoundText } from '../../text/delivery/not-found.ts';
import { explainPause } from '../../text/delivery/pause.ts';
import { explainRefusal } from '../../text/delivery/refusal.ts';
import {
  listed,
  londonTime,
  playerOf,
  printable,
  recipientOf,
  rowNumber,
} from '../../text/format.ts';
import type { Shell } from '../shell.ts';
import type { Colours } from '../terminal/colours.ts';
import { indented, remark } from '../terminal/wrap-text.ts';
import type { AnswerSource, KeyQuestion } from './answer-source.ts';
import { type OperatorView, askForYes } from './ask-for-yes.ts';

/** The port `Operator`: shows each message at the terminal and asks for approval. */
export function cliOperator(shell: Shell, source: AnswerSource, view: OperatorView): Operator {
  const { stdin, stderr, clock } = shell;
  return {
    ask: async (question, withdrawn): Promise<Answer> => {
      const { message } = question.planned;
      const notes = view.notesOn(message.invite.row);
      const label = view.label ?? '';
      const asked = {
        shown: digestOf(message),
        card: async () => {
          const about = { notes, label, now: clock.now() };
          return await cardOf(question, about, view.colours, stderr.columns());
        },
        question: keyQuestion(question, label, view.colours),
        explanation: EXPLANATION,
      };
      return await askForYes(asked, { shell, source, view }, withdrawn);
    },
    confirmContinue: async (reason, withdrawn) => {
      const { message, means, fix } = explainPause(reason);
      stderr.write(`\n${view.colours.odd(`Paused: ${message}`)}\n  ${means}\n  -> ${fix}\n`);
      // Lines on standard input were written in advance, and so cannot answer a pause.
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

/** The text above the question: the recipient, warnings, and the message that would be sent. */
async function cardOf(
  { planned, number, of }: Question,
  {
    notes,
    label,
    now,
  }: { readonly notes: readonly string[]; readonly label: string; readonly now: Date },
  colours: Colours,
  columns: number | null,
): Promise<string> {
  const { message, siblings, remarks } = planned;
  const texts = [...remarks.map((remarkOn) => remarkText(remarkOn, message, now)), ...notes];
  const warnings = await Promise.all(texts.map(async (text) => await remark(text, columns)));
  const lines = [
    colours.bold(`${label}${number} of ${of}  ${recipientOf(message)}`),
    `  ${playerOf(message)}, row ${rowNumber(message.invite.row)}`,
    ...(siblings.length === 0
      ? []
      : [`  The same family: ${listed(siblings.map((other) => playerOf(other)))}`]),
    ...warnings.map((text) => colours.odd(text)),
  ];
  return `\n${lines.join('\n')}\n\n${await indented(message.body, columns, colours)}\n`;
}

/** The question below the card. A yes approves exactly the message on the card. */
function questionOf({ planned }: Question): string {
  return `Send this to ${recipientOf(planned.message)}? (y/n/b/q/?)`;
}

const EXPLANATION = `
  y  send this message, to this number, as it stands
  n  leave it out for now; it is offered again next time
  b  go back to the one before that has not been sent
  q  stop here; the rest waits for the next time
`;

function remarkText(about: Remark, { invite }: Message, now: Date): string {
  switch (about.kind) {
    case 'refused_before': {
      const { message } = explainRefusal(
        about.attempt.twilioCode ?? 0,
        about.attempt.twilioText ?? '',
      );
      return `Twilio refused this one on ${londonTime(about.attempt.at)}: ${message}`;
    }
    case 'not_delivered_before': {
      const { attempt } = about;
      const { message } = explainNonDelivery(attempt);
      return `Not delivered on ${londonTime(attempt.deliveryAt ?? attempt.at)}: ${message} Try again?`;
    }
    case 'approved_before':
      return `You said yes to this one before; the run ended on ${londonTime(about.attempt.at)} without sending it.`;
    case 'perhaps_sent_before':
      return `We do not know whether ${printable(possessive(invite.player.firstName))} message went on ${londonTime(about.at)}. ${notFoundText(about.at, now)} Send it now?`;
    case 'invited_with_other_template':
      return about.attempt.state === 'accepted'
        ? `Invited for this season on ${londonTime(about.attempt.at)} already, with another template.`
        : `An invite for this season with another template was tried on ${londonTime(about.attempt.at)}; nobody knows whether it went.`;
  }
}

/** `John's`, `James'`. */
function possessive(name: string): string {
  return /s$/iu.test(name) ? `${name}'` : `${name}'s`;
}
